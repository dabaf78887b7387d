"""Names that say what they name: `the Uruguay River`, `Shell Beach`, `Lake Van`, `Gulf of Paria`.

Such a name is one toponym, and never the country or town that one of its words would name alone.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dragoman.ground.places.gazetteer import Candidate

STREAMS, LAKES = frozenset({"STM", "STMS", "CNL"}), frozenset({"LK", "LKS", "RSV", "SEA"})
LANDS = frozenset({"ISL", "ISLS", "PEN", "RGN", "MT", "MTS", "DSRT", "ADM1", "PCLI", "PCLD", "TERR", "DLTA", "CAPE"})
NONE = frozenset[str]()
WATERS = {
    "river": STREAMS, "creek": STREAMS, "canal": STREAMS, "lake": LAKES, "lagoon": LAKES, "reservoir": LAKES,
    "sea": LAKES, "bay": frozenset({"BAY"}), "gulf": frozenset({"GULF"}), "strait": frozenset({"STRT"}),
    "straits": frozenset({"STRT"}), "estuary": STREAMS, "ocean": frozenset({"OCN"}),
    "channel": frozenset({"CHN", "STRT"}),
}  # fmt: skip
"""Words for waters, and GeoNames' features of what they name."""
GROUNDS = {
    "beach": NONE, "point": NONE, "reef": NONE, "shoal": NONE, "atoll": LANDS, "island": LANDS, "islands": LANDS,
    "isle": LANDS, "peninsula": LANDS, "mountain": LANDS, "mountains": LANDS, "mount": LANDS, "cape": LANDS,
    "basin": LANDS | STREAMS, "delta": LANDS | STREAMS, "desert": LANDS,
}  # fmt: skip
"""The same for land."""
GENERICS = dict.fromkeys(
    ["punta", "puerto", "cabo", "isla", "islas", "cerro", "bahía", "laguna", "playa", "cayo", "île", "ilha", "pulau",
     "jebel", "jabal", "wadi", "koh"], NONE,
)  # fmt: skip
"""Words of other languages that begin the names of what they mean, points, ports, islands, hills."""
KINDS = WATERS | GROUNDS | GENERICS
OPENERS = frozenset(
    """in near at from to outside around across toward towards into through throughout between of inside within via
    over above off along beyond on by with for and but as the a an this that these those its their his her our
    when while after before if since both every each no one two three""".split()  # noqa: SIM905
)
"""Words that begin a sentence, or stand in a headline, and are no part of a name."""

_NAME = r"(?:(?:St|Mt|Ft)\. )?[^\W\d_a-z]\w+(?:(?:-|['’](?!s\b))\w+)*"
_TAILS = "River|Creek|Canal|Lake|Lagoon|Reservoir|Estuary|" + "|".join(
    kind.title() for kind in GROUNDS if kind not in ("mount", "cape", "isle")
)
TAILED = re.compile(rf"\b(?P<head>(?:{_NAME} ){{1,3}})(?P<kind>{_TAILS}|river)\b")
_LEADS = "Lake|River|Mount|Cape|(?:Gulf|Bay|Sea|Straits?|Isle) of|" + "|".join(word.title() for word in GENERICS)
LED = re.compile(rf"\b(?P<kind>{_LEADS})(?: the)? (?P<head>{_NAME})")
NAME_BEFORE = re.compile(r"[A-Z][\w'’-]* $")
NAME_AFTER = re.compile(r"[ -][A-Z][a-z]")


class FeatureName(NamedTuple):
    """A name with its kind."""

    start: int
    end: int
    head: str
    """The name without the word for its kind."""
    kind: str
    continued: bool
    """Whether another capitalised word follows: `the Uruguay River Commission`."""

    def fits(self, candidate: Candidate) -> bool:
        """Whether the place is of the kind that the name says."""
        return candidate.feature in KINDS[self.kind]


def find_feature_names(text: str, start: int, end: int, demonyms: dict[str, str]) -> Iterator[FeatureName]:
    """Names of that form within a stretch of text; articles and words that only begin the sentence are left out."""
    for pattern in (TAILED, LED):
        for match in pattern.finditer(text, start, end):
            first, head = match.start(), match["head"].rstrip()
            if pattern is TAILED:
                first, head = _without_openers(first, head, demonyms)
            elif NAME_BEFORE.search(text, max(start, first - 20), first):
                continue
            if head:
                kind = match["kind"].lower().removesuffix(" of")
                yield FeatureName(first, match.end(), head, kind, NAME_AFTER.match(text, match.end()) is not None)


def _without_openers(start: int, head: str, demonyms: dict[str, str]) -> tuple[int, str]:
    """The head after its last opener and, where more is left, after a demonym; with where it then starts."""
    words = head.split(" ")
    first = max((n + 1 for n, word in enumerate(words) if word.lower() in OPENERS), default=0)
    if first < len(words) - 1 and words[first].lower() in demonyms:
        first += 1
    return start + len(" ".join([*words[:first], ""])), " ".join(words[first:])
