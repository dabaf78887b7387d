"""What a definite description presupposes where nobody has used its noun before: the crew of a ship, a navy's vessel.

Bridging, as linguists call it: "the vessel" after a coast guard has fired on a corvette is one of the coast guard's.
"""

from dragoman.ground.actors.book import PLANES, SHIPS, Book
from dragoman.ground.actors.coreference import Referent, subjecthood
from dragoman.ground.actors.roles import Description

ABOARD = frozenset({"crew", "castaway"})
"""Nouns for people who presuppose a ship or plane."""
AFLOAT = frozenset({"navy", "coast guard", "coastguard", "naval forces", "fleet", "marines", "border guards"})
ALOFT = frozenset({"air force", "navy", "military", "armed forces"})
"""Nouns for the forces that have ships, and planes."""


def find_craft(book: Book, token: int, owner: Referent | None) -> Referent | None:
    """The ship or plane of those aboard: the owner, if it is one, else the one mentioned last before the token.

    People in the water are rather of the craft to which something was done.
    """
    if owner is not None:
        return owner if owner.craft else None
    before = [(seen.token, r) for r in book.referents if r.craft for seen in r.seen if seen.token < token]
    if book.page.folded[token].startswith("castaway"):
        before = [one for one in before if subjecthood(book.page, one[0]) < 0.5] or before
    return max(before, key=lambda pair: pair[0])[1] if before else None


def find_fleet(book: Book, said: Description, token: int, others: list[Referent]) -> Referent | None:
    """The forces whose a definite craft is, where it is none of the `others` in its own clause: those mentioned last,
    of another country than the others.
    """
    noun = said.noun.noun if said.noun is not None else ""
    owners = AFLOAT if noun in SHIPS else ALOFT if noun in PLANES else frozenset()
    foreign = {other.country for other in others if other.country is not None}
    near = [
        (seen.token, referent)
        for referent in book.referents
        if referent.nouns & owners and referent.country is not None and referent.country not in foreign
        for seen in referent.seen
        if seen.token < token
    ]
    return max(near, key=lambda pair: pair[0])[1] if near and foreign else None
