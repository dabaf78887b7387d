"""Where a text may name a place: spans that the gazetteer knows or the syntax model holds for places, with the
evidence.

A span here is only a candidate; `places.py` weighs its evidence.
"""

import re
from collections import Counter
from typing import NamedTuple

from dragoman.ground.gazetteer import Candidate, Gazetteer, fold_name
from dragoman.values import Analysis, Document, Entity

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
LONGEST = 5
"""Words in a name."""

WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:[’'‘ʻ`][^\W\d_]+)*")
JOINT = re.compile(r"[ \u00a0]|-|–|\. |\.(?=[A-Z])| ?/ ?")
INNER = frozenset(
    """of the de la el al and upon on under in am an au sur le les du des da do dos y ez es as ash ad az ar""".split()  # noqa: SIM905  # noqa: E501
)
ARTICLE = re.compile(r"(?:al|el|ar|as|ash|at|an|ad|az|ez)[-–]$")
LOCATIVE = frozenset(
    """in near at from to outside around across toward towards into through throughout between of inside within via
    over above off""".split()  # noqa: SIM905
)
STREET = re.compile(
    r"[\s.]*(?:\w+ )?(?:Street|St\.|Road|Rd\b|Avenue|Ave\b|Drive|Dr\.|Lane|Ln\b|Boulevard|Blvd|Highway|Hwy|"
    r"Parkway|Pkwy|Turnpike|Trail|Terrace|Circle|Court\.|Place\b|Pike\b|Way\b)"
)
INSTITUTION = re.compile(
    r"(?:['’]s)? (?:\w+ ){0,2}?(?:Police|Sheriff|Fire|City|County|Township|Town|University|College|School|High|"
    r"Middle|Elementary|Department|District|Council|"
    r"Court|Hospital|Airport|Chamber|Board|Commission|Public|Community|Parks|Library|Museum|Church|Center|"
    r"Centre|Medical|Regional|"
    r"International|State|Supreme|National|Army|Ministry|Government|Parliament|Senate|House|Governor|Province|Police)\b"
)
PERSON_BEFORE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Sgt|Lt|Capt|Rev|Judge|Sheriff|Coach|President|Minister|Chief)\.? )$"
)
SAYING_AFTER = re.compile(
    r",? (?:said|says|told|added|wrote|noted|explained|asked|who|and his|and her|'s (?:wife|mother))\b"
)
DATELINE_AFTER = re.compile(r"(?:, [A-Z][\w. ]+)?(?: \([A-Z][\w ]+\))?(?:, \w+\.? \d+)? ?(?:--|[-–—])")

STATES = {
    "Ala": "alabama", "Ariz": "arizona", "Ark": "arkansas", "Calif": "california", "Colo": "colorado",
    "Conn": "connecticut",
    "Del": "delaware", "Fla": "florida", "Ga": "georgia", "Ill": "illinois", "Ind": "indiana", "Kan": "kansas",
    "Ky": "kentucky",
    "La": "louisiana", "Md": "maryland", "Mass": "massachusetts", "Mich": "michigan", "Minn": "minnesota",
    "Miss": "mississippi",
    "Mo": "missouri", "Mont": "montana", "Neb": "nebraska", "Nev": "nevada", "N.H": "new hampshire",
    "N.J": "new jersey",
    "N.M": "new mexico", "N.Y": "new york", "N.C": "north carolina", "N.D": "north dakota", "Okla": "oklahoma",
    "Ore": "oregon",
    "Pa": "pennsylvania", "R.I": "rhode island", "S.C": "south carolina", "S.D": "south dakota", "Tenn": "tennessee",
    "Tex": "texas", "Vt": "vermont", "Va": "virginia", "Wash": "washington", "W.Va": "west virginia",
    "W. Va": "west virginia",
    "Wis": "wisconsin", "Wyo": "wyoming", "D.C": "washington dc", "Ont": "ontario", "B.C": "british columbia",
    "Que": "quebec",
    "Alta": "alberta", "Sask": "saskatchewan", "N.S": "nova scotia", "N.B": "new brunswick",
}  # fmt: skip
"""Abbreviations of the AP Stylebook, without the last full stop."""
POSTAL = {
    "AL": "alabama", "AZ": "arizona", "AR": "arkansas", "CA": "california", "CO": "colorado",
    "CT": "connecticut", "FL": "florida", "GA": "georgia", "IL": "illinois", "IN": "indiana", "KS": "kansas",
    "KY": "kentucky", "LA": "louisiana", "MD": "maryland", "MA": "massachusetts", "MI": "michigan",
    "MN": "minnesota", "MS": "mississippi", "MO": "missouri", "MT": "montana", "NE": "nebraska", "NV": "nevada",
    "NH": "new hampshire", "NJ": "new jersey", "NM": "new mexico", "NY": "new york", "NC": "north carolina",
    "ND": "north dakota", "OH": "ohio", "OK": "oklahoma", "OR": "oregon", "PA": "pennsylvania",
    "RI": "rhode island", "SC": "south carolina", "SD": "south dakota", "TN": "tennessee", "TX": "texas",
    "VT": "vermont", "VA": "virginia", "WA": "washington", "WV": "west virginia", "WI": "wisconsin",
    "WY": "wyoming", "DC": "washington dc",
}  # fmt: skip
"""US postal codes."""
ABBREVIATION = re.compile(
    r"(?<![\w.])(?:"
    + "|".join(re.escape(short) for short in sorted(STATES, key=len, reverse=True))
    + r")(?:\.|(?=[,)]))"
)
CODE = re.compile(r"(?<=[a-z], )(?:" + "|".join(POSTAL) + r")\b(?!\w)")


class Toponym(NamedTuple):
    """A span that may name a place."""

    start: int
    end: int
    key: str
    candidates: tuple[Candidate, ...]
    label: str
    """How the span lies to the syntax model's name: `GPE=` the same, `ORG^` begins it, `ORG$` ends it, `ORG~`
    inside, `-` none."""
    exact: bool
    """Whether it was found by its spelling, not by its sound."""


def find_toponyms(document: Document, analysis: Analysis, gazetteer: Gazetteer) -> list[Toponym]:
    """Spans that may name places, in the order of the text, none overlapping another."""
    text = document.text
    finder = _Finder(text, analysis, gazetteer)
    finder.add_abbreviations()
    finder.add_entities()
    finder.add_words()
    return sorted(finder.found.values())


class _Finder:
    """The search through one document."""

    def __init__(self, text: str, analysis: Analysis, gazetteer: Gazetteer) -> None:
        self.text = text
        self.gazetteer = gazetteer
        self.entities = analysis.entities
        self.found: dict[int, Toponym] = {}
        self.taken = bytearray(len(text))
        self.owner: dict[int, Entity] = {}
        for entity in analysis.entities:
            for k in range(entity.start, entity.end):
                self.owner[k] = entity
        spans = [(analysis.starts[first], analysis.ends[last - 1]) for first, last in analysis.sentences]
        self.regions = _merge(spans)

    def add(self, start: int, end: int, key: str, candidates: tuple[Candidate, ...], exact: bool = True) -> None:
        """Note a span, unless part of it is taken."""
        if any(self.taken[start:end]):
            return
        self.taken[start:end] = b"\1" * (end - start)
        self.found[start] = Toponym(start, end, key, candidates, self.label(start, end), exact)

    def label(self, start: int, end: int) -> str:
        """How the span lies to the name that covers it."""
        entity = self.owner.get(start) or self.owner.get(end - 1)
        if entity is None:
            return "-"
        first, last = trim(self.text, entity.start, entity.end)
        if start <= first and end >= last:
            return entity.label + "="
        if start <= first:
            return entity.label + "^"
        return entity.label + ("$" if end >= last else "~")

    def add_abbreviations(self) -> None:
        """States as news abbreviate them: after a town and comma, after a party's letter, or held for a place."""
        for pattern, table in ((ABBREVIATION, STATES), (CODE, POSTAL)):
            for match in pattern.finditer(self.text):
                start, end = match.span()
                before = self.text[max(0, start - 2) : start]
                entity = self.owner.get(start)
                named = entity is not None and entity.label == "GPE" and entity.start == start
                if not (before == ", " or before.endswith("-") or named or match.group().count(".") > 1):
                    continue
                key = table[match.group().removesuffix(".")]
                found = self.gazetteer.find(key)
                states = tuple(c for c in found if c.feature == "ADM1" and c.country in ("USA", "CAN"))
                self.add(start, end, key, states or found[:1])

    def add_entities(self) -> None:
        """What the syntax model holds for places: the whole name if the gazetteer has it, else its known part."""
        for entity in self.entities:
            if entity.label not in PLACE_LABELS:
                continue
            start, end = trim(self.text, entity.start, entity.end)
            if start >= end:
                continue
            key = fold_name(self.text[start:end])
            if key in COMMON or STREET.match(self.text, end):
                continue
            candidates = self.find(key)
            if candidates:
                self.add(start, end, key, candidates)
            elif not self.scan(start, end) and entity.label != "FAC":
                self.add_unknown(start, end, key)

    def find(self, key: str) -> tuple[Candidate, ...]:
        """Places of that name, with or without a class word at its end."""
        found = self.gazetteer.find(key)
        if not found:
            head, _, tail = key.rpartition(" ")
            if tail in DIVISIONS and head:
                found = self.gazetteer.find(head)
                found = tuple(c for c in found if c.feature.startswith("ADM")) or found
        if not found and key:
            article, _, rest = key.partition(" ")
            found = self.gazetteer.find(rest if article in ("al", "el", "ar", "as", "ash") and rest else f"al {key}")
        return found

    def add_unknown(self, start: int, end: int, key: str) -> None:
        """A name that the gazetteer spells otherwise, or has not."""
        if not self.text[start].isupper() and not ARTICLE.match(self.text[start : start + 3]):
            return
        self.add(start, end, key, self.gazetteer.find_by_sound(key), exact=False)

    def add_words(self) -> None:
        """Known names among the capitalised words that are left."""
        for start, end in self.regions:
            self.scan(start, end)

    def scan(self, start: int, end: int) -> bool:
        """Add the known names within a stretch, the longest first; whether there was one."""
        words = [match.span() for match in WORD.finditer(self.text, start, end)]
        capital = [self.text[first].isupper() and not self.taken[first] for first, _ in words]
        k, hit = 0, False
        while k < len(words):
            length = self.match_at(words, k) if capital[k] else 0
            hit = hit or length > 0
            k += length or 1
        return hit

    def match_at(self, words: list[tuple[int, int]], k: int) -> int:
        """How many words from the `k`-th on make a known name, which is added; 0 where none do."""
        text = self.text
        first = words[k][0]
        last = k
        while last + 1 < len(words) and last - k + 1 < LONGEST:
            gap = text[words[last][1] : words[last + 1][0]]
            if not JOINT.fullmatch(gap) or self.taken[words[last + 1][0]]:
                break
            word = text[words[last + 1][0] : words[last + 1][1]]
            if not word[0].isupper() and word not in INNER:
                break
            last += 1
        prefix = ARTICLE.search(text, max(0, first - 4), first)
        for stop in range(last, k - 1, -1):
            if not text[words[stop][0]].isupper():
                continue
            start, end = trim(text, first, words[stop][1])
            if prefix and not self.taken[prefix.start()]:
                key = fold_name(text[prefix.start() : end])
                if self.gazetteer.find(key):
                    start = prefix.start()
            key = fold_name(text[start:end])
            if len(key) < 3 or key in self.gazetteer.demonyms or key in COMMON:
                continue
            candidates = self.gazetteer.find(key)
            if candidates and STREET.match(self.text, end):
                return stop - k + 1
            if candidates and (stop > k or self.has_evidence(start, end)):
                self.add(start, end, key, candidates)
                return stop - k + 1
        return 0

    def has_evidence(self, start: int, end: int) -> bool:
        """Whether anything but its spelling speaks for a single word being a place."""
        if start in self.owner:
            return end - start >= 3
        before = self.text[max(0, start - 14) : start].split()
        if before and before[-1] in LOCATIVE:
            return True
        line = self.text.rfind("\n", 0, start) + 1 == start
        return bool((line and DATELINE_AFTER.match(self.text, end)) or re.match(r", [A-Z]", self.text[end : end + 3]))


COMMON = frozenset(
    """north south east west northeast northwest southeast southwest northern southern eastern western central
    northeastern northwestern southeastern southwestern north west north east south west south east center centre
    hall street road avenue court village valley creek ridge grove hill hills lake river island park plaza square
    tower bridge gate garden gardens grand union police university college school hospital church temple abbey
    chapel congress senate parliament assembly council region district county city town state province capital
    metro downtown uptown midtown commerce justice liberty freedom independence god lord king queen prince duke
    bishop pope general major captain president minister judge mayor chief sheriff senator governor obama marines
    army navy guard fire rescue red cross santa claus olympic olympics delta lot market mall store bank star sun
    moon earth world news post times herald tribune press journal express mail gazette monday tuesday wednesday
    thursday friday saturday sunday january february march april may june july august september october november
    december summer winter spring autumn christmas easter internet web google facebook twitter toyota ford honda
    microsoft apple amazon prime best good new old young black white green brown gray grey gold silver rose lily
    daisy joy hope faith grace charity love peace war battle victory success champion enterprise mission home
    house building office room board club team league cup game page story time day night morning evening man woman
    boy girl mother father family baby people public private national international federal royal saint saints
    angels high low big little long short first second third last next one two three four five six seven eight
    nine ten hundred thousand the this that these those they there here what when where who why how most many more
    much some any all both each every other another such same so as at be but by do for from go he if in is it its
    me my no not of off on or our out per she than then to up us was we with you your academy institute foundation
    society association agency company group center line power energy oil gas gulf coast marina port harbor
    airport station terminal border""".split()  # noqa: SIM905
) | {"north west", "north east", "south west", "south east", "red cross", "santa claus", "amazon prime", "united way"}
"""Words that are also the names of some village: alone they name none, whatever stands beside them."""
LEAD = re.compile(r"(?:[Tt]he|[Aa]n?|THE)\s+")
TAIL = re.compile(r"(?:['’`]s?|['’]S|[\s.,;:]+)$")
SHORTENED = re.compile(r"(?:[A-Z]\.|St\.)$")
DIVISIONS = frozenset(
    """province governorate region oblast district state county city prefecture department municipality krai raion
    emirate""".split()  # noqa: SIM905
)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without an article before and a possessive after it."""
    lead = LEAD.match(text, start, end)
    if lead:
        start = lead.end()
    if not text[end - 1].isalnum() or text[end - 2 : end - 1] in "'’":
        tail = TAIL.search(text[start:end])
        if tail and not SHORTENED.search(text[start:end]):
            end = start + tail.start()
    return start, end


def _merge(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences in order; nothing is looked for outside of them."""
    return sorted(spans)


def count_labels(toponyms: list[Toponym], analysis: Analysis, text: str) -> tuple[Counter[str], Counter[str]]:
    """How often each key is held for a place, and how often it is part of a person's name of several words."""
    places = Counter(t.key for t in toponyms if t.label in ("GPE=", "GPE^", "LOC="))
    people: Counter[str] = Counter()
    for entity in analysis.entities:
        if entity.label == "PERSON" and " " in text[entity.start : entity.end]:
            people.update({fold_name(word) for word in text[entity.start : entity.end].split()})
    return places, people
