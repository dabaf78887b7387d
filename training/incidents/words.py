"""The table of words: lemma, family, senses, meaning as a short vector, rarity.

Kept are the words that a report of an event may be told by: WordNet's verbs that are met in news, nouns that come from
a verb or name an act, an event, a phenomenon or a process; and, for their rarity only, all words of news.
"""

import re
from collections import Counter
from pathlib import Path

import numpy as np

from dragoman.corroborate.vocabulary import Vocabulary, words_in
from training.incidents.minilm import MiniLM
from training.incidents.wordnet import WordNet

NEWS = (
    "statements/polnear.train.jsonl",
    "places/lgl.jsonl",
    "stories/eventcoref.ecbplus.train.jsonl",
    "times/wikiwars.jsonl",
)
"""Where words are counted; whole documents each."""
HAPPENING = frozenset({4, 11, 19, 22})
WIDTH = 64
LEAST = 3
"""A word in fewer documents is as rare as an unknown one."""
PLAIN = re.compile(r"[a-z]+(?:-[a-z]+)*")


def count_words(texts: list[str]) -> Counter[str]:
    """In how many documents each word occurs, in small letters."""
    return Counter(word for text in texts for word in set(words_in(text)))


def is_kept(word: str, net: WordNet, counts: Counter[str]) -> bool:
    """Whether it may tell of an event and is met."""
    if not PLAIN.fullmatch(word) or len(word) < 2:
        return False
    if (word, "v") in net.senses:
        return True
    happens = any(net.synsets[sense].file in HAPPENING for sense in net.common(word))
    return counts[word] > 0 and (happens or net.verb_of(word) != word)


def write_words(texts: list[str], net: WordNet, minilm: MiniLM, path: Path) -> None:
    """`words.npz`: see the card beside it. Rarity is of a lemma in any of its forms."""
    counts = count_words(texts)
    table = _table_of_words(counts, net, minilm)
    np.savez_compressed(path, **table, **_rarities(counts, len(texts)))
    lemma = Vocabulary(path).lemma
    for text in texts:
        words = set(words_in(text))
        counts.update({lemma(word) for word in words} - words)
    np.savez_compressed(path, **table, **_rarities(counts, len(texts)))


def _rarities(counts: Counter[str], documents: int) -> dict[str, np.ndarray]:
    met = sorted(word for word, count in counts.items() if count >= LEAST)
    return {
        "met": np.array("\n".join(met)),
        "rarity": np.array([np.log(documents / counts[word]) for word in met], np.float16),
        "rarest": np.float16(np.log(documents / 2)),
    }


def _table_of_words(counts: Counter[str], net: WordNet, minilm: MiniLM) -> dict[str, np.ndarray]:
    words = sorted({word for word, _ in net.senses if is_kept(word, net, counts)})
    words = sorted({*words, *(net.verb_of(word) for word in words)} & {word for word, _ in net.senses})
    place = {word: at for at, word in enumerate(words)}
    met = {sense for word in words for sense in net.done(net.common(word)) + net.above(word)}
    senses = {sense: at for at, sense in enumerate(sorted(met))}
    vectors = minilm.encode(words)
    vectors -= vectors.mean(0)
    axes = np.linalg.svd(vectors, full_matrices=False)[2][:WIDTH]
    vectors = vectors @ axes.T
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    irregular = {form: lemma for form, lemma in sorted(net.irregular.items()) if lemma in place and "_" not in form}
    return {
        "words": np.array("\n".join(words)),
        "verbs": np.array([(word, "v") in net.senses for word in words]),
        "nouns": np.array([(word, "n") in net.senses for word in words]),
        "family": np.array([place[net.verb_of(word)] for word in words], np.uint16),
        "senses": _table([[senses[s] for s in net.done(net.common(word))] for word in words]),
        "above": _table([[senses[s] for s in net.above(word)] for word in words]),
        "vectors": np.round(vectors * 127 / np.abs(vectors).max()).astype(np.int8),
        "forms": np.array("\n".join(irregular)),
        "lemmas": np.array([place[lemma] for lemma in irregular.values()], np.uint16),
    }


def _table(rows: list[list[int]]) -> np.ndarray:
    table = np.full((len(rows), max(map(len, rows))), -1, np.int32)
    for at, row in enumerate(rows):
        table[at, : len(row)] = row
    return table
