"""What is known of single words: lemma, family, senses, meaning, rarity. Read from `data/incidents/words.npz`.

A family is a verb with the nouns that come from it (attack, attacker); senses and what they are kinds of are those of
WordNet; meaning is a short vector, near for words that are used alike; rarity is the logarithm of how many documents
of news there are for one that has the word.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DATA = Path(__file__).parents[1] / "data" / "incidents"

ENDINGS = (
    ("verbs", "s", ""),
    ("verbs", "ies", "y"),
    ("verbs", "es", "e"),
    ("verbs", "es", ""),
    ("verbs", "ed", "e"),
    ("verbs", "ed", ""),
    ("verbs", "ing", "e"),
    ("verbs", "ing", ""),
    ("nouns", "", ""),
    ("nouns", "s", ""),
    ("nouns", "ses", "s"),
    ("nouns", "xes", "x"),
    ("nouns", "zes", "z"),
    ("nouns", "ches", "ch"),
    ("nouns", "shes", "sh"),
    ("nouns", "men", "man"),
    ("nouns", "ies", "y"),
)
"""WordNet's rules of detachment, a verb's first: part, ending, what stands in its place in the lemma."""

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


class Vocabulary:
    """The table, and what is found in it; words are in small letters."""

    def __init__(self, path: Path = DATA / "words.npz") -> None:
        with np.load(path) as table:
            self.words = str(table["words"]).split("\n")
            self.number = {word: at for at, word in enumerate(self.words)}
            self.known = {part: self._where(table[part]) for part in ("verbs", "nouns")}
            self.family: NDArray[np.uint16] = table["family"]
            self.senses: NDArray[np.int32] = table["senses"]
            self.above: NDArray[np.int32] = table["above"]
            self.vectors = table["vectors"].astype(np.float32)
            forms = str(table["forms"]).split("\n")
            self.irregular: dict[str, str] = {
                form: self.words[at] for form, at in zip(forms, table["lemmas"].tolist(), strict=True)
            }
            met = str(table["met"]).split("\n")
            self.rarities: dict[str, float] = dict(zip(met, table["rarity"].astype(float).tolist(), strict=True))
            self.rarest = float(table["rarest"])
        self.vectors /= np.maximum(np.linalg.norm(self.vectors, axis=1, keepdims=True), 1e-9)

    def _where(self, flags: NDArray[np.bool_]) -> frozenset[str]:
        return frozenset(word for word, flag in zip(self.words, flags.tolist(), strict=True) if flag)

    def lemma(self, word: str) -> str:
        """The verb or noun that a word is a form of; the word itself where the table has none."""
        word = word.lower()
        if word in self.irregular:
            return self.irregular[word]
        if word in self.known["verbs"]:
            return word
        for part, ending, instead in ENDINGS:
            if word.endswith(ending) and (base := word[: len(word) - len(ending)] + instead) in self.known[part]:
                return base
        return word

    def family_of(self, lemma: str) -> str:
        """The verb that a lemma comes from, or itself: `attack` for `attacker`."""
        at = self.number.get(lemma)
        return lemma if at is None else self.words[self.family[at]]

    def rarity(self, word: str) -> float:
        """How rare the word is in news; an unknown word is as rare as can be."""
        return self.rarities.get(word, self.rarest)

    def head(self, words: Iterable[str]) -> str:
        """The lemma that names the event: the first verb that is not a common one, else the last of the words."""
        lemmas = [self.lemma(word) for word in words]
        verbs = [one for one in lemmas if one in self.known["verbs"]]
        telling = [one for one in verbs if self.rarity(one) >= COMMON]
        return (telling or verbs or lemmas[-1:] or [""])[0]


COMMON = 1.3
"""Rarity below which a word stands in more than every fourth document, and tells little."""


def words_in(text: str) -> tuple[str, ...]:
    """The words and figures of a text, in small letters, in order."""
    return tuple(word.lower() for word in _WORD.findall(text))


@cache
def load_vocabulary() -> Vocabulary:
    """The shipped table, read once a process."""
    return Vocabulary()
