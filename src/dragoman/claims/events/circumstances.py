"""When and where: the time and the place that the tree attaches to a trigger, and nothing from elsewhere."""

from datetime import date

from dragoman.trees import Tree
from dragoman.values import DatePrecision, Place, Time

WHERE = frozenset(
    {
        "in",
        "at",
        "near",
        "off",
        "on",
        "outside",
        "around",
        "inside",
        "over",
        "along",
        "across",
        "within",
        "to",
        "into",
        "from",
        "towards",
    }
)
DIRECTED = frozenset({"to", "into", "from", "towards"})
"""Prepositions of place that count only where something is moved or visited."""
SHARED = frozenset({"conj", "xcomp", "advcl", "acl"})


def locate(tree: Tree, rows: tuple[Place, ...] | tuple[Time, ...]) -> dict[int, Place | Time]:
    """Rows by the token that heads their words."""
    found: dict[int, Place | Time] = {}
    starts = {start: k for k, start in enumerate(tree.analysis.starts)}
    for row in rows:
        first = starts.get(row.start)
        if first is None:
            continue
        last = first
        while last + 1 < len(tree.words) and tree.analysis.starts[last + 1] < row.end:
            last += 1
        heads = [t for t in range(first, last + 1) if not first <= tree.heads[t] <= last or tree.heads[t] == t]
        found.setdefault(heads[0], row)
    return found


def _home(tree: Tree, token: int) -> int:
    """The verb or noun that a time or a place hangs on: up through prepositions and `town of`."""
    head = tree.heads[token]
    while (
        tree.deps[head] in ("prep", "npadvmod", "advmod", "quantmod", "pcomp")
        and tree.heads[head] != head
        and not tree.is_verb(head)
    ):
        head = tree.heads[head]
    return head


def find_time(tree: Tree, homes: list[int], times: dict[int, Time], others: set[int]) -> Time | None:
    """The time attached to the first of these tokens that has one: the trigger, its support verb, one it shares."""
    for home in homes:
        near = [(abs(token - home), token) for token, row in times.items() if _fits(tree, token, home, row, others)]
        if near:
            return times[min(near)[1]]
    return None


def _fits(tree: Tree, token: int, home: int, row: Time, others: set[int]) -> bool:
    if row.type not in ("DATE", "TIME") or tree.analysis.sentence_of[token] != tree.analysis.sentence_of[home]:
        return False
    found = token
    for _ in range(6):
        if _home(tree, found) == home:
            return True
        up = tree.heads[found]
        if tree.is_verb(up) or up == found or up in others:
            return False
        found = up
    return False


def homes_of(tree: Tree, token: int, support: int | None) -> list[int]:
    """The trigger, its support verb, and the verbs whose time it shares: joined, controlled, participle."""
    homes = [token] + ([support] if support is not None else [])
    here = support if support is not None else token
    for _ in range(4):
        shares = tree.deps[here] in ("conj", "xcomp") or (
            tree.deps[here] == "advcl" and tree.words[here].endswith("ing")
        )
        if not shares or tree.heads[here] == here:
            break
        here = tree.heads[here]
        homes.append(here)
    return homes


def find_place(tree: Tree, homes: list[int], places: dict[int, Place], moves: bool) -> Place | None:
    """The most exact place attached to the trigger or to its object by a preposition of place."""
    best: Place | None = None
    for token, row in places.items():
        if tree.analysis.sentence_of[token] != tree.analysis.sentence_of[homes[0]]:
            continue
        if _place_fits(tree, token, homes, moves) and (best is None or (row.precision or 9) < (best.precision or 9)):
            best = row
    return best


def _place_fits(tree: Tree, token: int, homes: list[int], moves: bool) -> bool:
    preposition = False
    for _ in range(8):
        head, dep = tree.heads[token], tree.deps[token]
        if dep == "prep":
            word = tree.words[token]
            if word in WHERE and (moves or word not in DIRECTED):
                preposition = True
            elif word not in ("of", "between"):
                return False
        elif dep not in ("pobj", "compound", "appos", "nmod", "conj", "npadvmod") and not (
            dep == "dobj" and preposition
        ):
            return False
        if head in homes:
            return preposition
        if head == token:
            return False
        token = head
    return False


def precision_of(earliest: date | None, latest: date | None) -> DatePrecision:
    """How exact two days make a date."""
    if earliest is None or latest is None:
        return "NONE"
    days = (latest - earliest).days
    return "DAY" if days == 0 else "WEEK" if days <= 7 else "MONTH" if days <= 31 else "YEAR" if days <= 366 else "NONE"
