"""The table of furniture phrases, `data/furniture.txt`, and whether a line is one of them."""

from functools import cache
from typing import NamedTuple

from dragoman.settings import DATA

_OPENING_WORDS = 18
_ANYWHERE_WORDS = 45
_OUTER = " \t\u00a0.,:;!?…»«“”\"'‘’()[]<>|›→▶•·*-–—_+#"
_CLOSING = "»”\"'’)] "


class Phrases(NamedTuple):
    """The table, by how a phrase must stand in a line."""

    whole: frozenset[str]
    opening: tuple[str, ...]
    label: tuple[str, ...]
    anywhere: tuple[str, ...]
    words: frozenset[str]


@cache
def load_phrases() -> Phrases:
    """The phrases in lower case, read once."""
    sections: dict[str, list[str]] = {"whole": [], "opening": [], "label": [], "anywhere": [], "words": []}
    section = ""
    for line in (DATA / "furniture.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            sections[section].append(line)
    return Phrases(
        whole=frozenset(sections["whole"]),
        opening=tuple(sections["opening"]),
        label=tuple(sections["label"]),
        anywhere=tuple(sections["anywhere"]),
        words=frozenset(" ".join(sections["words"]).split()),
    )


def is_furniture_phrase(line: str) -> bool:
    """Whether the line is, opens with, holds or consists of phrases of the table."""
    phrases = load_phrases()
    lowered = line.lower().replace("’", "'")
    bare = lowered.strip(_OUTER)
    count = len(line.split())
    if bare in phrases.whole:
        return True
    openings = phrases.opening if lowered.rstrip(_CLOSING).endswith(".") else phrases.opening + phrases.label
    if count <= _OPENING_WORDS and any(_opens(bare, phrase) for phrase in openings):
        return True
    if count <= _ANYWHERE_WORDS and any(phrase in lowered for phrase in phrases.anywhere):
        return True
    words = [word.strip(_OUTER) for word in lowered.split()]
    return all(word in phrases.words or not word or word[0].isdigit() for word in words) and any(
        map(str.isalpha, words)
    )


def _opens(line: str, phrase: str) -> bool:
    return line.startswith(phrase) and not line[len(phrase) : len(phrase) + 1].isalnum()
