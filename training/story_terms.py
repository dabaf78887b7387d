"""How rare words are in news: `src/dragoman/data/corroborate/terms.tsv`, counted over dated and undated news texts.

    python -m training.story_terms --shared ../shared

Each row is a term and the number of documents it stands in: a word in lower case, a name (a word with a capital that no
sentence's beginning explains) with its capital, two names in a row as written. Rare terms are left out: a term that is
not in the table counts as new.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

SOURCES = ("statements/polnear.train.jsonl", "statements/polnear.dev.jsonl", "places/lgl.jsonl")
OUTPUT = Path("src/dragoman/data/corroborate/terms.tsv")
LEAST = 4
WORD = re.compile(r"[^\W_]+")
OPENS = re.compile(r"[.!?:\n\"“”‘’–—…]")


def terms_of(text: str) -> set[str]:
    """The terms of a text, as `dragoman.corroborate.story_terms` understands them."""
    terms: set[str] = set()
    before, end = "", 0
    for match in WORD.finditer(text):
        word = match.group()
        opens = end == 0 or bool(OPENS.search(text, end, match.start()))
        named = word[0].isupper() and not opens
        terms.add(word.lower())
        if named:
            name = word[0] + word[1:].lower()
            terms.add(name)
            if before:
                terms.add(f"{before} {name}")
        before, end = (name if named else ""), match.end()
    return terms


def read_texts(gold: Path) -> Iterator[str]:
    """The texts to count in, each once."""
    for source in SOURCES:
        with (gold / source).open(encoding="utf-8") as rows:
            for row in rows:
                yield json.loads(row)["text"]


def main() -> None:
    """Count, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    texts = sorted(set(read_texts(parser.parse_args().shared / "gold")))
    counts = Counter(term for text in texts for term in terms_of(text))
    kept = sorted((term, count) for term, count in counts.items() if count >= LEAST)
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    rows = [f"\t{len(texts)}", *(f"{term}\t{count}" for term, count in kept)]
    OUTPUT.write_text("\n".join(rows) + "\n", "utf-8")


if __name__ == "__main__":
    main()
