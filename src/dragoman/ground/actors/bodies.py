"""Bodies and states by name, as the parser or the lexicon knows them."""

from dragoman.ground.actors.candidates import MODIFIERS, Candidate, Candidates
from dragoman.ground.actors.entities import EntityReader
from dragoman.ground.actors.hits import Hit
from dragoman.ground.actors.metonyms import is_locative, stands_for_state
from dragoman.ground.actors.people import add_person
from dragoman.ground.actors.titles import find_title, is_scare_quoted

PARTICLES = frozenset({"do", "da", "de", "del", "della", "di", "du", "des", "dos", "das"})
"""Small words inside foreign names."""


def add_body(sofar: Candidates, reader: EntityReader, first: int, last: int) -> None:
    """A body that the parser saw, its name made whole; a person's name after a person's title is a person."""
    page = sofar.page
    while (
        last - first > 1
        and first in sofar.hit_at
        and sofar.hit_at[first].entry.part == "NAME"
        and page.folded[sofar.hit_at[first].last % page.size] == "'s"
    ):
        first = min(sofar.hit_at[first].last + 1, last - 1)
    while (
        last < page.size
        and page.words[last - 1][0].isupper()
        and page.words[last][0].isupper()
        and page.deps[last - 1] == "compound"
        and page.heads[last - 1] == last
        and not sofar.taken[last]
        and last not in sofar.hit_at
    ):
        last += 1
    first = _with_particle(sofar, first)
    if any(sofar.taken[first:last]) or reader.is_known(first, last):
        return
    head = last - 1
    if page.deps[head] in MODIFIERS and page.heads[head] > head and page.words[page.heads[head]].islower():
        return
    if is_locative(page, head) or is_scare_quoted(sofar, first, last) or _is_portfolio(sofar, first, head):
        return
    opening = sofar.noun(first)
    noun = sofar.noun(last - 1) or (opening if opening and opening[1].sort == "BODY" else None)
    title = find_title(sofar, first, head)
    title_noun = sofar.noun(title[1] - 1) if title else None
    if last - first == 1 and noun is not None and title is None:
        return
    if noun is not None and noun[1].sort == "PERSON":
        return
    if title_noun is not None and title_noun[1].sort == "PERSON":
        add_person(sofar, first, last)
        return
    found = title_noun or noun
    sofar.add(Candidate(form="BODY", first=first, last=last, head=head, title=title, noun=found[1] if found else None))
    sofar.take(title)


def _with_particle(sofar: Candidates, first: int) -> int:
    """Where a name begins whose first words a small particle cut off: "Correio do Sul"."""
    page = sofar.page
    while first > 1 and page.folded[first - 1] in PARTICLES and page.words[first - 2][:1].isupper():
        if page.words[first - 1][0].isupper() or sofar.taken[first - 2] or first - 2 in sofar.hit_at:
            break
        first -= 2
    return first


def _is_portfolio(sofar: Candidates, first: int, head: int) -> bool:
    """Whether a name is what a minister is minister of."""
    page = sofar.page
    if first < 2 or page.folded[first - 1] not in {"of", "for"} or page.deps[head] not in {"pobj", "compound"}:
        return False
    return (
        page.folded[first - 2] in {"minister", "secretary", "ministry", "department", "minister's"}
        and head not in sofar.hit_at
    )


def add_hit(sofar: Candidates, inside: set[int], hit: Hit) -> None:
    """A name of the lexicon that stands for its actor here; `inside` are tokens inside longer names."""
    page, entry = sofar.page, hit.entry
    if any(sofar.taken[hit.first : hit.last]) or (entry.part == "ADJECTIVE" and not _is_people(sofar, hit)):
        return
    head = hit.last - 1
    if hit.last - hit.first == 1 and head in inside:
        return
    before = sofar.lexicon.nouns.get(page.folded[hit.first - 1]) if hit.first else None
    if entry.part == "CAPITAL" and before and before.sort == "PERSON" and page.words[hit.first - 1][0].isupper():
        add_person(sofar, hit.first, hit.last)
        return
    if entry.part in {"ADJECTIVE", "PEOPLE"}:
        if page.deps[head] not in MODIFIERS or page.heads[head] < head:
            sofar.add(Candidate(form="PEOPLE", first=hit.first, last=hit.last, head=head, entry=entry))
        return
    modified = page.heads[head]
    if page.deps[head] in {"compound", "nmod", "amod"} and head < modified and _heads_actor(sofar, modified):
        return
    place = entry.kind == "STATE" or entry.part in {"CAPITAL", "SEAT"}
    if place and is_locative(page, head):
        return
    if entry.part in {"CAPITAL", "SEAT"} and not stands_for_state(page, head):
        return
    if not is_scare_quoted(sofar, hit.first, hit.last):
        sofar.add(Candidate(form="ENTRY", first=hit.first, last=hit.last, head=head, entry=entry))


def _is_people(sofar: Candidates, hit: Hit) -> bool:
    """Whether a demonym is used as a noun: "three Guyanese had perished"."""
    page, head = sofar.page, hit.last - 1
    return page.deps[head] in {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "attr"} and page.heads[head] != head + 1


def _heads_actor(sofar: Candidates, token: int) -> bool:
    return sofar.taken[token] or sofar.noun(token) is not None
