"""Which event a toll is of: the one that its clause hangs on, or the attack that the page has told of so far."""

from dragoman.claims.events.merging import Found, is_outcome
from dragoman.claims.events.tolls import Bounds, find_tolls, is_denied
from dragoman.trees import SUBJECTS, Tree

TOLL_TYPES = {"killed": "ASSAULT", "injured": "ASSAULT", "arrested": "COERCE", "displaced": "ASSAULT"}
_NOBODY = Bounds(low=0, high=0)
RESULTS = frozenset({"conj", "oprd", "ccomp", "xcomp", "dobj", "acomp", "amod", "nummod"})
"""Labels by which a toll hangs on the verb whose subject caused it."""
_SINCE = "since"
_AT_LARGE = frozenset({"war", "wars", "conflict", "conflicts", "fighting", "unrest", "uprising", "insurgency", _SINCE})
"""Words that make a toll that of years, not of one attack."""
Columns = dict[str, int | None]


def find_costs(tree: Tree, found: list[Found]) -> dict[int, Columns]:
    """The columns of tolls by the token of the event's trigger."""
    violent = [one.trigger.token for one in found if one.verdict.type == "ASSAULT"]
    costs: dict[int, Columns] = {}
    for sentence, (first, last) in enumerate(tree.analysis.sentences):
        tolls = find_tolls(tree, first, last)
        here = [one for one in found if one.sentence == sentence]
        for token, (kind, bounds) in tolls.items():
            owners = [
                one for one in here if TOLL_TYPES[kind] == one.verdict.type and _belongs(tree, token, one, violent)
            ]
            if not owners and not _is_told_here(here):
                owners = _told_before(tree, found, sentence, kind, bounds)
            for one in owners:
                columns = costs.setdefault(one.trigger.token, {})
                said = bounds == _NOBODY if one.realis == "DENIED" else not is_denied(tree, token)
                if said and f"{kind}_low" not in columns:
                    columns |= {f"{kind}_low": bounds.low, f"{kind}_high": bounds.high}
    return costs


def _is_told_here(here: list[Found]) -> bool:
    """Whether the sentence names an attack, an arrest or a riot of its own: its toll is nobody else's."""
    return any(one.verdict.type in ("ASSAULT", "COERCE", "PROTEST") for one in here)


def _told_before(tree: Tree, found: list[Found], sentence: int, kind: str, bounds: Bounds) -> list[Found]:
    """`At least four sailors died on the ship.`: the attack told last, where all are between the same sides.

    That nobody died may be said of an attack that is denied too.
    """
    first, last = tree.analysis.sentences[sentence]
    if TOLL_TYPES[kind] != "ASSAULT" or _AT_LARGE.intersection(tree.words[first:last]):
        return []
    told = ("ACTUAL", "DENIED") if bounds == _NOBODY else ("ACTUAL",)
    attacks = [one for one in found if one.verdict.type == "ASSAULT" and one.realis in told]
    sides = [_sides(one) for one in attacks]
    most = max(sides, key=len, default=frozenset())
    if not all(one <= most for one in sides):
        return []
    return [one for one, own in zip(attacks, sides, strict=True) if own == most and one.sentence < sentence][-1:]


def _sides(one: Found) -> frozenset[str]:
    return frozenset(p.code for p in (*one.candidate.actors, *one.candidate.recipients) if p.code)


def _belongs(tree: Tree, token: int, one: Found, violent: list[int]) -> bool:
    """Whether a toll is this event's: said by the trigger, hanging on its clause, or told in the clause it hangs on."""
    base, support = one.trigger.token, one.trigger.support
    if token in (base, support):
        return True
    if is_outcome(tree, token) and tree.heads[token] not in violent:
        return base == max((other for other in violent if other < token), default=None)
    if base in set(tree.ancestors(token)) or _renames(tree, token, base):
        return True
    return _tells_of(tree, token, base if support is None else support)


def _tells_of(tree: Tree, token: int, base: int) -> bool:
    """Whether the toll is in the clause that the event hangs on: `ten died and six were hurt when rebels shelled`,
    `died in an attack`, `the strike left ten dead`, `a bomb planted by rebels killed ten`."""
    below, clause = base, tree.heads[base]
    while not tree.is_verb(clause) and tree.heads[clause] != clause:
        below, clause = clause, tree.heads[clause]
    if tree.deps[below] in SUBJECTS:
        return clause in (token, *tree.ancestors(token)) and _is_result(tree, token, clause)
    if tree.deps[below] not in ("advcl", "prep", "agent") or _SINCE in (
        tree.words[m] for m in tree.kids(below, "mark")
    ):
        return False
    told = {clause}
    while tree.deps[clause] == "conj":
        clause = tree.heads[clause]
        told.add(clause)
    return token in told


def _is_result(tree: Tree, token: int, clause: int) -> bool:
    """Whether what a verb says of its subject ends in the toll: `killed six`, `left six dead`."""
    while token != clause:
        if tree.deps[token] not in RESULTS:
            return False
        token = tree.heads[token]
    return True


def _renames(tree: Tree, token: int, base: int) -> bool:
    """`ramming a boat, an attack that left three dead`: a toll inside a noun that renames the event."""
    renamed = [other for other in tree.ancestors(token) if tree.deps[other] == "appos"]
    return any(base in set(tree.ancestors(other)) for other in renamed)
