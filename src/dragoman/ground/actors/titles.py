"""What stands before a name: titles, offices, origins, and quotation marks that make a name no name."""

from dragoman.ground.actors.candidates import MODIFIERS, NOT_IN_NAME, Candidates
from dragoman.ground.actors.entities import Range

OFFICE = frozenset({"foreign", "defence", "defense", "prime", "vice", "interior", "deputy", "former"})
"""Words of titles that are in no table."""


def find_title(sofar: Candidates, first: int, head: int) -> Range | None:
    """The words before a name that say what the person or thing is."""
    page = sofar.page
    start = min(page.phrase_start(head), first)
    back = first
    while back > 0 and page.sentence_of[back - 1] == page.sentence_of[first] and _may_be_title(sofar, back - 1):
        back -= 1
    start = min(start, back)
    for token in range(first - 1, start - 1, -1):
        if page.folded[token] in NOT_IN_NAME or page.deps[token] == "det":
            start = token + 1
            break
    while start < first and page.deps[start] == "advmod":
        start += 1
    if any(not sofar.taken[t] and sofar.noun(t) for t in range(start, first)):
        return start, first
    if start < first and page.folded[first - 1] in sofar.lexicon.titles:
        return start, first
    return (start, first) if _is_origin(sofar, start, first, head) else None


def _is_origin(sofar: Candidates, start: int, first: int, head: int) -> bool:
    """Whether a demonym and nouns in small letters stand before a name, whatever they are: "Moroccan rapper"."""
    hit = sofar.hit_at.get(start)
    if hit is None or hit.entry.part != "ADJECTIVE" or hit.last >= first or sofar.page.deps[head] in MODIFIERS:
        return False
    return all(sofar.page.words[t].islower() and not sofar.taken[t] for t in range(hit.last, first))


def _may_be_title(sofar: Candidates, token: int) -> bool:
    page = sofar.page
    hit = sofar.hit_at.get(token)
    if page.folded[token] in sofar.lexicon.nouns or page.folded[token] in sofar.lexicon.titles:
        return True
    return (hit is not None and hit.entry.part == "ADJECTIVE") or page.folded[token] in OFFICE


def is_scare_quoted(sofar: Candidates, first: int, last: int) -> bool:
    """Whether the name alone stands in quotation marks after an article: an effigy of the man, not the man."""
    page = sofar.page
    if (first, last) not in page.quotes or first == 0:
        return False
    start = page.phrase_start(last - 1)
    return page.folded[start] in {"the", "a", "an", "this", "that"} or page.child(last - 1, "det") is not None
