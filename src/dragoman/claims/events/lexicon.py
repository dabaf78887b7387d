"""The coder's tables of words, read once from `data/plover`, and the inflection that turns lemmas into forms."""

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from dragoman.settings import DATA
from dragoman.values import EventType, Value

FOLDER = DATA / "plover"
VOWELS = "aeiou"
DEFAULT_WEIGHT = 0.75
"""How sure a word is of its type where its entry says nothing."""


class Pattern(Value, frozen=True, kw_only=True):
    """Words that belong together: a verb or noun, what hangs on it, what it is done to."""

    lemma: str
    particles: tuple[str, ...]
    """Words that must hang on the verb, each on the one before: `pull` + (`out`, `of`)."""
    objects: frozenset[str] | None
    """Lemmas of which the object must have one."""

    @property
    def specific(self) -> int:
        """How many conditions it sets."""
        return 2 * len(self.particles) + 3 * (self.objects is not None)


class Entry(Pattern, frozen=True, kw_only=True):
    """One pattern of the lexicon and what it says."""

    type: EventType
    cameo: str
    mode: str | None
    frame: tuple[str, ...]
    """Where the recipient stands, in order of trial, and marks such as `recip`; see the heads of the files."""
    weight: float
    order: int
    """Line and place in the file: the earlier wins between equals."""


def read_rows(path: Path) -> Iterator[tuple[str, ...]]:
    """The tab-separated cells of each line that is neither empty nor a comment."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(cell.strip() for cell in line.split("\t"))


def split_words(cell: str) -> tuple[str, ...]:
    """The members of a cell that lists words."""
    return tuple(word.strip() for word in cell.split(";") if word.strip())


@cache
def word_table(name: str) -> dict[str, frozenset[str]]:
    """A file of `name, words` lines, as sets."""
    return {row[0]: frozenset(split_words(row[1])) for row in read_rows(FOLDER / name)}


@cache
def word_keys(name: str) -> dict[str, str]:
    """The same file read backwards: word to the first name that lists it."""
    keys: dict[str, str] = {}
    for key, words in word_table(name).items():
        for word in sorted(words):
            keys.setdefault(word, key)
    return keys


@cache
def irregular_verbs() -> dict[str, tuple[str, str]]:
    """Lemma to past and past participle."""
    return {row[0]: (row[1], row[2]) for row in read_rows(FOLDER / "irregular.tsv")}


@cache
def _more_forms() -> dict[str, tuple[str, ...]]:
    """Lemma to forms beyond the usual five."""
    return {row[0]: tuple(row[3].split()) for row in read_rows(FOLDER / "irregular.tsv") if len(row) > 3}


def plural(noun: str) -> str:
    """The regular plural, or third person singular of a verb."""
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in tuple(VOWELS):
        return noun[:-1] + "ies"
    return noun + "s"


def _stem_before_vowel(verb: str, past: str) -> str:
    """What `-ing` is put to: final e dropped, final consonant doubled where the past doubles it."""
    if verb.endswith("ie"):
        return verb[:-2] + "y"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1]
    doubled = verb + verb[-1]
    short = len(verb) > 2 and verb[-1] not in VOWELS + "wxy" and verb[-2] in VOWELS and verb[-3] not in VOWELS
    if past.startswith(doubled) or (short and verb in irregular_verbs() and not past.endswith("ed") and len(verb) <= 4):
        return doubled
    return verb


def past_forms(verb: str) -> tuple[str, str]:
    """Past tense and past participle."""
    if verb in irregular_verbs():
        return irregular_verbs()[verb]
    if "-" in verb and verb.split("-")[-1] in irregular_verbs():
        head, _, tail = verb.rpartition("-")
        past, done = irregular_verbs()[tail]
        return f"{head}-{past}", f"{head}-{done}"
    if verb.endswith("e"):
        past = verb + "d"
    elif verb.endswith("y") and verb[-2:-1] not in tuple(VOWELS):
        past = verb[:-1] + "ied"
    else:
        past = verb + "ed"
    return past, past


@cache
def verb_forms(verb: str) -> frozenset[str]:
    """All forms of a verb; both spellings where British and American double differently."""
    past, done = past_forms(verb)
    forms = {verb, plural(verb), past, done, *_more_forms().get(verb, ()), _stem_before_vowel(verb, past) + "ing"}
    if past.endswith("lled") and not verb.endswith("ll"):
        forms |= {verb + "ed", verb + "ing"}
    return frozenset(forms)


@lru_cache(maxsize=20_000)
def noun_lemmas(word: str) -> tuple[str, ...]:
    """The lemmas a noun form may have, the word itself first."""
    lemmas = [word]
    if word.endswith("ies") and len(word) > 4:
        lemmas.append(word[:-3] + "y")
    if word.endswith("men"):
        lemmas.append(word[:-2] + "an")
    if word.endswith("es") and len(word) > 4:
        lemmas.append(word[:-2])
    if word.endswith("s") and len(word) > 3:
        lemmas.append(word[:-1])
    return tuple(lemmas)


def _read_objects(name: str) -> frozenset[str]:
    if name.startswith("@"):
        return word_table("classes.tsv")[name[1:]]
    return frozenset({name})


def _read_pattern(text: str) -> Pattern:
    words = text.split()
    lemma, *particles = words[0].split("+")
    objects = _read_objects(words[1]) if len(words) > 1 else None
    return Pattern(lemma=lemma, particles=tuple(particles), objects=objects)


def _read_entry(text: str, row: tuple[str, ...], order: int) -> Entry:
    text, _, weight = text.partition(" w=")
    pattern = _read_pattern(text)
    return Entry(
        lemma=pattern.lemma,
        particles=pattern.particles,
        objects=pattern.objects,
        type=row[0],  # type: ignore[arg-type]  # the table test holds the types to the 16
        cameo=row[1],
        mode=None if row[2] == "-" else row[2],
        frame=tuple(row[3].split()),
        weight=float(weight) if weight else DEFAULT_WEIGHT,
        order=order,
    )


def read_entries(kind: Literal["verbs", "nouns"]) -> tuple[Entry, ...]:
    """All entries of a trigger file, in its order."""
    entries: list[Entry] = []
    for row in read_rows(FOLDER / f"{kind}.tsv"):
        for pattern in split_words(row[4]):
            entries.append(_read_entry(pattern, row, len(entries)))
    return tuple(entries)


def _grouped(pairs: Iterator[tuple[str, Entry]]) -> dict[str, tuple[Entry, ...]]:
    groups: dict[str, dict[int, Entry]] = {}
    for form, entry in pairs:
        groups.setdefault(form, {})[entry.order] = entry
    return {
        form: tuple(sorted(g.values(), key=lambda e: (-e.specific, -e.weight, e.order))) for form, g in groups.items()
    }


@cache
def verb_index() -> dict[str, tuple[Entry, ...]]:
    """Verb form to its entries, the most specific first."""
    return _grouped((form, entry) for entry in read_entries("verbs") for form in verb_forms(entry.lemma))


@cache
def noun_index() -> dict[str, tuple[Entry, ...]]:
    """Noun form to its entries, the most specific first; of `air_strike` the last word."""

    def pairs() -> Iterator[tuple[str, Entry]]:
        for entry in read_entries("nouns"):
            head = entry.lemma.rpartition("_")[2]
            for form in (head, plural(head)):
                yield form, entry

    return _grouped(pairs())


@cache
def idioms(kind: Literal["verb", "noun"]) -> dict[str, tuple[Pattern, ...]]:
    """Form of a verb or noun to the wordings in which it names no event."""
    table: dict[str, tuple[Pattern, ...]] = {}
    for pattern in (_read_pattern(text) for text in sorted(word_table("idioms.tsv")[kind])):
        head = pattern.lemma.rpartition("_")[2]
        for form in verb_forms(head) if kind == "verb" else (head, plural(head)):
            table[form] = (*table.get(form, ()), pattern)
    return table


@cache
def nominal_index() -> dict[str, tuple[Entry, ...]]:
    """Form of an action noun (`suspension`, `downing`) to the entries of its verb."""
    verbs: dict[str, list[Entry]] = {}
    for entry in read_entries("verbs"):
        verbs.setdefault("+".join((entry.lemma, *entry.particles)), []).append(entry)
    pairs = [
        (form, entry)
        for noun, verb in read_rows(FOLDER / "nominals.tsv")
        for form in (noun, plural(noun))
        for entry in verbs.get(verb, ())
    ]
    gerunds = [(_gerund(e.lemma), e) for e in read_entries("verbs") if not e.particles]
    return _grouped(iter(pairs + gerunds))


def _gerund(verb: str) -> str:
    return _stem_before_vowel(verb, past_forms(verb)[0]) + "ing"


@cache
def support_verbs() -> dict[str, tuple[str, ...]]:
    """Form of a support verb to the particles it needs."""
    text = (FOLDER / "support_verbs.tsv").read_text(encoding="utf-8")
    cells = [cell for line in text.splitlines() if not line.startswith("#") for cell in split_words(line)]
    return {form: tuple(cell.split("+")[1:]) for cell in cells for form in verb_forms(cell.split("+")[0])}


@cache
def adjectives() -> dict[str, str]:
    """Adjective of origin, as written, to the country's code: from the table of countries that the actors rest on."""
    table: dict[str, str] = {}
    for row in read_rows(DATA / "actors" / "countries.tsv"):
        for word in row[3].split("|"):
            table.setdefault(word, row[0])
    return table


@cache
def countries() -> dict[str, str]:
    """Adjective of origin or one-word name of a state, as written, to the country's code."""
    table = dict(adjectives())
    for row in read_rows(DATA / "actors" / "countries.tsv"):
        for word in row[2].split("|"):
            table.setdefault(word, row[0])
    return table


@lru_cache(maxsize=20_000)
def sector_of(word: str) -> str | None:
    """The PLOVER sector that a head noun brings, lower case."""
    sectors = word_keys("sectors.tsv")
    return next((sectors[lemma] for lemma in noun_lemmas(word) if lemma in sectors), None)
