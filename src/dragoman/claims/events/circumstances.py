"""When and where: the time and the place that the tree attaches to a trigger, and nothing from elsewhere."""

from datetime import date

from dragoman.claims.events.subjects import speech_verbs
from dragoman.trees import Tree
from dragoman.values import DatePrecision, Place, Time

STATIC = frozenset(
    """in at near off on outside around inside over along across within throughout through above beside beyond by
    between above""".split()  # noqa: SIM905
)
"""Prepositions that place what happens."""
DIRECTED = frozenset({"to", "into", "from", "towards", "toward", "onto"})
"""Prepositions of place that count only where something is moved or visited."""
COMPASS = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "outside"})
SITES = frozenset(
    """airport airbase airfield area bank banks barracks base border bridge camp capital center centre city coast corner
    countryside crossing district downtown east edge enclave front frontline gates governorate half headquarters heart
    hill hills hospital island km kilometers kilometres market miles mosque mountains neighborhood neighbourhood north
    outskirts part parts port positions prison province quarter refinery region rest road shore shores side south
    square state station streets suburb suburbs town towns university vicinity village villages waters west
    zone""".split()  # noqa: SIM905
)
"""Nouns that, with `of` or a possessor, are as much a place as the name beside them."""
MEETINGS = frozenset({"talks", "meeting", "meetings", "summit", "negotiations", "conference", "visit", "ceremony"})
SPEAKING = frozenset({"speaking", "addressing", "meeting", "gathered", "gathering", "visiting", "appearing", "talking"})
"""Participles of those who then act where they speak."""
LEAVING = frozenset({"coming", "emerging", "leaving", "attending"})
"""Participles of those who then tell what a meeting led to."""
SETTLED = frozenset({"agreed", "agree", "signed", "sign", "pledged", "promised"})
"""Verbs of what talks lead to."""
SENDING = frozenset(
    """send sends sent sending ship shipped shipping deliver delivered delivering fly flew flown bring brought dispatch
    dispatched transfer transferred deploy deployed moved move moving""".split()  # noqa: SIM905
)
COUNTRYWIDE = 6
"""UCDP's where-precision of a country: struck as a whole, it is an actor and no place."""
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
        shares = tree.deps[here] in ("conj", "xcomp") or (tree.deps[here] == "advcl" and _goes_with(tree, here))
        if not shares or tree.heads[here] == here:
            break
        here = tree.heads[here]
        homes.append(here)
    return homes


def _goes_with(tree: Tree, clause: int) -> bool:
    """Whether an adverbial clause is of the time of the one it hangs on: `sailing off`, `when a corvette struck it`."""
    when = any(tree.words[one] in ("when", "as", "while") for one in tree.kids(clause, "advmod", "mark"))
    return when or tree.words[clause].endswith("ing")


def find_place(tree: Tree, homes: list[int], places: dict[int, Place], moves: bool) -> Place | None:
    """The most exact place that the trigger's own clause holds, else one that frames it; none from elsewhere.

    `homes` are the trigger, its support verb and, where the act touches things, its objects. A sentence's first
    adverbial frames the clauses joined after it (Charolles 1997), and the last of joined verbs may place them all.
    """
    sentence = tree.analysis.sentence_of[homes[0]]
    near = {token: row for token, row in places.items() if tree.analysis.sentence_of[token] == sentence}
    joined = [t for t in tree.conjuncts(homes[0])[1:] if not tree.kids(t, "nsubj", "nsubjpass")]
    joined = [t for t in joined if tree.words[t] not in speech_verbs()]  # where it is told is not where it was
    series = [[t, *tree.kids(t, "dobj")] for t in joined]
    for found in (
        [token for token, row in near.items() if _lies_in_clause(tree, token, row, homes, moves)],
        [token for token in near if _frames(tree, token, homes[0])],
        [token for token, row in near.items() if any(_lies_in_clause(tree, token, row, t, False) for t in series)],
    ):
        if found:
            return near[min(found, key=lambda t: (near[t].precision or 9, abs(t - homes[0]), t))]
    return None


def _lies_in_clause(tree: Tree, token: int, row: Place, homes: list[int], moves: bool) -> bool:
    """Whether the place is the trigger's object or site, or hangs on one of its homes by a preposition of place."""
    if token in homes[1:] or (tree.heads[token] == homes[0] and tree.deps[token] == "dobj"):
        return moves or (token in homes and (row.precision or 9) < COUNTRYWIDE)
    if tree.deps[token] == "compound" and tree.heads[token] == homes[0]:
        return (row.precision or 9) < COUNTRYWIDE
    placed = False
    for _ in range(10):
        head = tree.heads[token]
        step = _step(tree, token, moves or not SENDING.isdisjoint(tree.words[home] for home in homes))
        if step is None or head == token:
            return False
        placed = placed or step
        if head in homes:
            return placed
        token = head
    return False


def _step(tree: Tree, token: int, moves: bool) -> bool | None:
    """One step up from a place: True where it places what is above, False where it is neutral, None where it leads
    out of the place's own phrase."""
    dep, word, above = tree.deps[token], tree.words[token], tree.words[tree.heads[token]]
    if dep in ("prep", "dative", "agent"):
        if word in STATIC or (moves and word in DIRECTED):
            return True
        if word == "of":
            return above in SITES or above in COMPASS
        return False if word in ("with", "against", "by") else None
    if dep == "poss":
        return True if above in SITES else None
    if dep in ("advmod", "npadvmod"):
        return word in COMPASS
    inside = dep in ("pobj", "dobj", "compound", "appos", "nmod") or (dep == "conj" and not tree.is_verb(token))
    return False if inside else None


def _frames(tree: Tree, token: int, home: int) -> bool:
    """Whether the place stands in the adverbial that opens the clause which the trigger belongs to."""
    anchor = _adverbial(tree, token)
    verb = tree.heads[anchor]
    subject = next(iter(tree.kids(verb, "nsubj", "nsubjpass")), verb)
    if tree.deps[anchor] not in ("prep", "advcl") or not token < subject or anchor == verb:
        return False
    chain = _joined(tree, home)
    if not MEETINGS.isdisjoint(tree.words[t] for t in tree.descendants(anchor)):
        return _settles(tree, home) and (verb in chain or verb in tree.ancestors(home))
    return verb in chain and tree.words[anchor] in STATIC | SPEAKING | {"from"}


def _adverbial(tree: Tree, token: int) -> int:
    """The head of the phrase that the token is in, below the nearest verb; `speaking in X` is a phrase."""
    for above in tree.ancestors(token):
        if tree.is_verb(above) and tree.words[above] not in SPEAKING | LEAVING:
            break
        token = above
    return token


def _settles(tree: Tree, home: int) -> bool:
    """Whether the trigger is what talks lead to."""
    return tree.words[home] in SETTLED or tree.words[tree.heads[home]] in SETTLED


def _joined(tree: Tree, home: int) -> list[int]:
    """The trigger and the verbs that it is joined to."""
    chain = [home]
    while tree.deps[chain[-1]] in ("conj", "xcomp", "dobj") and tree.heads[chain[-1]] != chain[-1]:
        chain.append(tree.heads[chain[-1]])
    return chain


def precision_of(earliest: date | None, latest: date | None) -> DatePrecision:
    """How exact two days make a date."""
    if earliest is None or latest is None:
        return "NONE"
    days = (latest - earliest).days
    return "DAY" if days == 0 else "WEEK" if days <= 7 else "MONTH" if days <= 31 else "YEAR" if days <= 366 else "NONE"
