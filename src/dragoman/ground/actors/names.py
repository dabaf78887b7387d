"""Words that may stand for an actor: names, descriptions, pronouns. Whom they mean is decided in `actors`."""

from typing import Literal

from dragoman.ground.actors.entities import EntityReader, Range
from dragoman.ground.actors.hits import Hit, find_hits, match_noun
from dragoman.ground.actors.leaders import load_surnames
from dragoman.ground.actors.lexicon import Entry, Lexicon, Noun, read_words
from dragoman.ground.actors.metonyms import is_locative, is_polity, stands_for_state
from dragoman.ground.actors.page import Page
from dragoman.values import Value

Form = Literal["ENTRY", "PERSON", "BODY", "PEOPLE", "DESCRIPTION", "PRONOUN"]


class Candidate(Value, frozen=True, kw_only=True):
    """Words that may stand for an actor: tokens `first` to `last`, the last excluded, around `head`."""

    form: Form
    first: int
    last: int
    head: int
    entry: Entry | None = None
    """What the lexicon knows by this name."""
    noun: Noun | None = None
    """The role noun that heads a description or ends the name of a body."""
    title: Range | None = None
    """The title or description before a name, determiner and possessor left out."""


NOT_IN_NAME = frozenset(
    {"'s", "'", ",", "“", "”", '"', "(", ")", "[", "]", ":", "—", "–", "both", "all", "two", "three"}
)

PARTICLES = frozenset({"do", "da", "de", "del", "della", "di", "du", "des", "dos", "das"})
"""Small words inside foreign names."""

COLLECTIVE = read_words("collective")
SIDES = read_words("sides")
"""Nouns for two states together."""
SHARED = read_words("shared")
"""Nouns for what two states have between them."""
MUTUAL = frozenset({"bilateral", "mutual"})
DEFINITE = frozenset({"both", "the", "these", "those", "their"})
"""Words before a number that refer back: `the two presidents`."""
MEASURES = frozenset({"excessive", "deadly", "lethal", "brute", "disproportionate", "undue", "unnecessary", "full"})
"""What is said of the force that is used, and of no body."""


PRONOUNS: dict[str, str] = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
    "it": "n", "its": "n", "itself": "n", "they": "p", "them": "p", "their": "p", "theirs": "p", "themselves": "p",
    "i": "1", "me": "1", "my": "1", "mine": "1", "myself": "1",
    "we": "2", "us": "2", "our": "2", "ours": "2", "ourselves": "2", "who": "r", "which": "r",
}  # fmt: skip
"""Pronouns by gender or person: first person singular `1` and plural `2`, relative `r`."""

MODIFIERS = frozenset({"compound", "nmod", "amod", "npadvmod", "nummod", "dep"})


class NameFinder:
    """Collects the candidates of one page."""

    def __init__(self, page: Page, lexicon: Lexicon) -> None:
        self.page = page
        self.lexicon = lexicon
        self.hits = find_hits(page, lexicon)
        self.hit_at = {token: hit for hit in self.hits for token in range(hit.first, hit.last)}
        self.reader = EntityReader(page, lexicon, self.hit_at)
        self.inside = self.reader.find_inside()
        self.taken = [False] * page.size
        self.found: list[Candidate] = []

    def find(self) -> list[Candidate]:
        """All candidates by the place of their head."""
        people, bodies = self.reader.read()
        for first, last in people:
            self._add_person(first, last)
        self._known_surnames()
        self._companions()
        for first, last in bodies:
            self._add_body(first, last)
        for hit in self.hits:
            self._add_hit(hit)
        self._titled_names()
        self._descriptions()
        self._pronouns()
        return sorted(self.found, key=lambda one: (one.head, one.first))

    def _title(self, first: int, head: int) -> Range | None:
        """The words before a name that say what the person or thing is."""
        page = self.page
        start = min(page.phrase_start(head), first)
        back = first
        while back > 0 and page.sentence_of[back - 1] == page.sentence_of[first] and self._may_be_title(back - 1):
            back -= 1
        start = min(start, back)
        for token in range(first - 1, start - 1, -1):
            if page.folded[token] in NOT_IN_NAME or page.deps[token] == "det":
                start = token + 1
                break
        while start < first and page.deps[start] == "advmod":
            start += 1
        if any(not self.taken[t] and match_noun(page, self.lexicon, t) for t in range(start, first)):
            return start, first
        if start < first and page.folded[first - 1] in self.lexicon.titles:
            return start, first
        return (start, first) if self._is_origin(start, first, head) else None

    def _is_origin(self, start: int, first: int, head: int) -> bool:
        """Whether a demonym and nouns in small letters stand before a name, whatever they are: "Moroccan rapper"."""
        hit = self.hit_at.get(start)
        if hit is None or hit.entry.part != "ADJECTIVE" or hit.last >= first or self.page.deps[head] in MODIFIERS:
            return False
        return all(self.page.words[t].islower() and not self.taken[t] for t in range(hit.last, first))

    def _may_be_title(self, token: int) -> bool:
        page = self.page
        hit = self.hit_at.get(token)
        if page.folded[token] in self.lexicon.nouns or page.folded[token] in self.lexicon.titles:
            return True
        return (hit is not None and hit.entry.part == "ADJECTIVE") or page.folded[token] in {
            "foreign",
            "defence",
            "defense",
            "prime",
            "vice",
            "interior",
            "deputy",
            "former",
        }

    def _scare_quoted(self, first: int, last: int) -> bool:
        """Whether the name alone stands in quotation marks after an article: an effigy of the man, not the man."""
        page = self.page
        if (first, last) not in page.quotes or first == 0:
            return False
        start = page.phrase_start(last - 1)
        return page.folded[start] in {"the", "a", "an", "this", "that"} or page.child(last - 1, "det") is not None

    def _add(self, candidate: Candidate) -> None:
        self.found.append(candidate)
        for token in range(candidate.first, candidate.last):
            self.taken[token] = True

    def _add_person(self, first: int, last: int) -> None:
        if any(self.taken[first:last]):
            return
        if self._scare_quoted(first, last):
            self.taken[first:last] = [True] * (last - first)
            return
        title = self._title(first, last - 1)
        noun = match_noun(self.page, self.lexicon, title[1] - 1) if title else None
        thing = noun is not None and noun[1].sort in {"THING", "BODY"}
        self._add(
            Candidate(
                form="BODY" if thing else "PERSON", first=first, last=last, head=last - 1, title=title,
                noun=noun[1] if noun else None,
            )
        )  # fmt: skip
        self._take_title(title)

    def _take_title(self, title: Range | None) -> None:
        if title is not None:
            self.taken[title[0] : title[1]] = [True] * (title[1] - title[0])

    def _known_surnames(self) -> None:
        """Surnames of the page's people wherever they stand alone, with whatever label or none."""
        page = self.page
        known = {page.folded[one.last - 1] for one in self.found if one.form == "PERSON"}
        famous = load_surnames()
        for token, word in enumerate(page.folded):
            if word in famous and page.deps[token] in {"nsubj", "poss", "nsubjpass", "pobj", "dobj"}:
                known.add(word)
            if word in known and not self.taken[token] and page.words[token][0].isupper() and token not in self.hit_at:
                first = token
                while (
                    first
                    and not self.taken[first - 1]
                    and page.deps[first - 1] == "compound"
                    and page.heads[first - 1] == token
                    and page.words[first - 1][0].isupper()
                    and page.folded[first - 1] not in self.lexicon.nouns
                    and first - 1 not in self.hit_at
                ):
                    first -= 1
                self._add_person(first, token + 1)

    def _companions(self) -> None:
        """A single unlabelled name joined to a person's by "and": "talks with Vidal and Amaro"."""
        page = self.page
        labelled = {t for e in page.entities for t in range(*page.tokens_of(e.start, e.end))}
        for token in range(page.size):
            above = page.heads[token]
            joined = page.deps[token] == "conj" and any(c.head == above and c.form == "PERSON" for c in self.found)
            bare = all(page.deps[c] in {"punct", "cc", "appos"} for c in page.children[token])
            if joined and bare and token not in labelled and token not in self.hit_at and self._is_bare_name(token):
                self._add_person(token, token + 1)

    def _is_bare_name(self, token: int) -> bool:
        """Whether a word with a capital is no noun that the tables know."""
        word = self.page.words[token]
        return word[:1].isupper() and not word.isupper() and not match_noun(self.page, self.lexicon, token)

    def _add_body(self, first: int, last: int) -> None:
        page = self.page
        while (
            last - first > 1
            and first in self.hit_at
            and self.hit_at[first].entry.part == "NAME"
            and page.folded[self.hit_at[first].last % page.size] == "'s"
        ):
            first = min(self.hit_at[first].last + 1, last - 1)
        while (
            last < page.size
            and page.words[last - 1][0].isupper()
            and page.words[last][0].isupper()
            and page.deps[last - 1] == "compound"
            and page.heads[last - 1] == last
            and not self.taken[last]
            and last not in self.hit_at
        ):
            last += 1
        first = self._with_particle(first)
        if any(self.taken[first:last]) or self.reader.is_known(first, last):
            return None
        head = last - 1
        if page.deps[head] in MODIFIERS and page.heads[head] > head and page.words[page.heads[head]].islower():
            return None
        if is_locative(page, head) or self._scare_quoted(first, last) or self._is_portfolio(first, head):
            return None
        opening = match_noun(page, self.lexicon, first)
        noun = match_noun(page, self.lexicon, last - 1) or (opening if opening and opening[1].sort == "BODY" else None)
        title = self._title(first, head)
        title_noun = match_noun(page, self.lexicon, title[1] - 1) if title else None
        if last - first == 1 and noun is not None and title is None:
            return None
        if noun is not None and noun[1].sort == "PERSON":
            return None
        if title_noun is not None and title_noun[1].sort == "PERSON":
            return self._add_person(first, last)
        found = title_noun or noun
        self._add(
            Candidate(form="BODY", first=first, last=last, head=head, title=title, noun=found[1] if found else None)
        )
        self._take_title(title)
        return None

    def _with_particle(self, first: int) -> int:
        """Where a name begins whose first words a small particle cut off: "Correio do Sul"."""
        page = self.page
        while first > 1 and page.folded[first - 1] in PARTICLES and page.words[first - 2][:1].isupper():
            if page.words[first - 1][0].isupper() or self.taken[first - 2] or first - 2 in self.hit_at:
                break
            first -= 2
        return first

    def _is_portfolio(self, first: int, head: int) -> bool:
        """Whether a name is what a minister is minister of."""
        page = self.page
        if first < 2 or page.folded[first - 1] not in {"of", "for"} or page.deps[head] not in {"pobj", "compound"}:
            return False
        return (
            page.folded[first - 2] in {"minister", "secretary", "ministry", "department", "minister's"}
            and head not in self.hit_at
        )

    def _add_hit(self, hit: Hit) -> None:
        """A name of the lexicon that stands for its actor here."""
        page, entry = self.page, hit.entry
        if any(self.taken[hit.first : hit.last]) or (entry.part == "ADJECTIVE" and not self._is_people(hit)):
            return
        head = hit.last - 1
        if hit.last - hit.first == 1 and head in self.inside:
            return
        before = self.lexicon.nouns.get(page.folded[hit.first - 1]) if hit.first else None
        if entry.part == "CAPITAL" and before and before.sort == "PERSON" and page.words[hit.first - 1][0].isupper():
            self._add_person(hit.first, hit.last)
            return
        if entry.part in {"ADJECTIVE", "PEOPLE"}:
            if page.deps[head] not in MODIFIERS or page.heads[head] < head:
                self._add(Candidate(form="PEOPLE", first=hit.first, last=hit.last, head=head, entry=entry))
            return
        modified = page.heads[head]
        if page.deps[head] in {"compound", "nmod", "amod"} and head < modified and self._heads_actor(modified):
            return
        place = entry.kind == "STATE" or entry.part in {"CAPITAL", "SEAT"}
        if place and is_locative(page, head):
            return
        if entry.part in {"CAPITAL", "SEAT"} and not stands_for_state(page, head):
            return
        if not self._scare_quoted(hit.first, hit.last):
            self._add(Candidate(form="ENTRY", first=hit.first, last=hit.last, head=head, entry=entry))

    def _is_people(self, hit: Hit) -> bool:
        """Whether a demonym is used as a noun: "three Guyanese had perished"."""
        page, head = self.page, hit.last - 1
        return (
            page.deps[head] in {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "attr"} and page.heads[head] != head + 1
        )

    def _heads_actor(self, token: int) -> bool:
        return self.taken[token] or match_noun(self.page, self.lexicon, token) is not None

    def _titled_names(self) -> None:
        """Capitalised words after a title that no label covers: "President Aro Kestan", "the corvette Rosal"."""
        page = self.page
        for token in range(page.size - 1):
            noun = self.lexicon.nouns.get(page.folded[token])
            if noun is None or noun.sort == "BODY" or noun.plural or self.taken[token] or self.taken[token + 1]:
                continue
            last = token + 1
            while (
                last < page.size
                and not self.taken[last]
                and page.words[last][:1].isupper()
                and last not in self.hit_at
                and page.folded[last] not in self.lexicon.nouns
                and page.sentence_of[last] == page.sentence_of[token]
            ):
                last += 1
            if (
                last > token + 1
                and page.deps[token] in MODIFIERS | {"appos"}
                and page.heads[token] in range(token + 1, last)
            ):
                self._add_person(token + 1, last)

    def _descriptions(self) -> None:
        page = self.page
        for token in range(page.size - 1, -1, -1):
            if self.taken[token]:
                continue
            match = match_noun(page, self.lexicon, token)
            if token in self.hit_at and self.hit_at[token].last - self.hit_at[token].first > 1:
                continue
            if page.folded[token] in SIDES and self._is_counted(token):
                self._add(Candidate(form="DESCRIPTION", first=token, last=token + 1, head=token))
                continue
            if page.folded[token] in SHARED and page.folded[max(0, token - 1)] in MUTUAL:
                self._add(Candidate(form="DESCRIPTION", first=token - 1, last=token + 1, head=token))
                continue
            if is_polity(page, token, self.hit_at):
                self._add(Candidate(form="DESCRIPTION", first=token, last=token + 1, head=token))
                continue
            if match is None or (page.deps[token] in MODIFIERS and page.heads[token] > token):
                continue
            if page.deps[token] in {"advmod", "aux", "mark", "prep", "cc", "det"} or self._is_verb(token):
                continue
            head = match[0] if " of " in match[1].noun else token
            if self._is_thing_word(head, match) or is_predicate(page, head, match):
                continue
            first = min(self._chunk_start(head), self._chunk_start(match[0]))
            self._add(Candidate(form="DESCRIPTION", first=first, last=token + 1, head=head, noun=match[1]))

    def _is_counted(self, token: int) -> bool:
        """Whether "both" or "two" stands before the noun."""
        return any(self.page.folded[t] in {"both", "two"} for t in range(self.page.phrase_start(token), token))

    def _chunk_start(self, head: int) -> int:
        """First token of a noun's phrase after its determiner, possessor and number."""
        page = self.page
        first = page.phrase_start(head)
        for token in range(head - 1, first - 1, -1):
            if page.folded[token] in NOT_IN_NAME or page.deps[token] in {"det", "poss", "predet", "case", "nummod"}:
                return token + 1
            if self.taken[token] and token not in self.hit_at:
                return token + 1
            if page.words[token] == "-" and page.starts[token] > page.ends[token - 1]:
                return token + 1
        while first < head and not page.words[first][0].isalnum():
            first += 1
        return first

    def _is_thing_word(self, head: int, match: tuple[int, Noun]) -> bool:
        """Whether a word of two meanings stands for no actor here: "its head", "by radio", "the use of force"."""
        page, noun = self.page, match[1]
        bare = page.phrase_start(head) == head
        if noun.noun == "head":
            return (
                match[0] == head
                and page.child(head, "prep") is None
                and (bare or page.child(head, "poss", "det") is not None)
            )
        if noun.noun in {
            "radio",
            "television",
            "force",
            "intelligence",
            "leadership",
            "defence",
            "source",
            "state",
            "justice",
            "resistance",
            "chair",
        }:
            return bare and not noun.plural
        if noun.noun == "force" and not noun.plural and page.folded[head - 1] in MEASURES:
            return True
        if noun.sort == "BODY" and not noun.plural and noun.noun not in COLLECTIVE and page.words[head].islower():
            return bare and page.deps[head] in {"pobj", "dobj", "conj"} and page.child(head, "prep") is None
        return False

    def _is_verb(self, token: int) -> bool:
        """Whether a word that may be a noun ("judge", "force", "shell") is a verb here."""
        page = self.page
        if page.deps[token] in {"ROOT", "conj", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp"}:
            if any(
                page.deps[child] in {"nsubj", "aux", "auxpass", "dobj", "nsubjpass"} for child in page.children[token]
            ):
                return True
            return page.deps[token] in {"xcomp", "advcl", "relcl", "acl", "ccomp"}
        return False

    def _pronouns(self) -> None:
        page = self.page
        for token, word in enumerate(page.folded):
            kind = PRONOUNS.get(word)
            if kind is None or self.taken[token] or (word == "us" and page.words[token].isupper()):
                continue
            if kind == "r" and not (
                page.deps[token] in {"nsubj", "nsubjpass"} and page.deps[page.heads[token]] == "relcl"
            ):
                continue
            self._add(Candidate(form="PRONOUN", first=token, last=token + 1, head=token))


def is_predicate(page: Page, head: int, match: tuple[int, Noun]) -> bool:
    """Whether a noun says what somebody is or might be, and so stands for nobody: "to become president"."""
    if match[1].plural or match[1].sort != "PERSON":
        return False
    if page.deps[head] in {"attr", "oprd"}:
        return True
    above = page.heads[head]
    office = page.phrase_start(head) == match[0] and page.words[match[0]].islower()
    return (
        office
        and page.deps[head] in {"dobj", "pobj"}
        and page.folded[above]
        in {"as", "for", "become", "became", "becoming", "elected", "named", "appointed", "sworn", "becomes", "of"}
    )
