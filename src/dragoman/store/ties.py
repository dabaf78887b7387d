"""What people said of which events are one incident: the table `bond`, as the grouping of reports reads it."""

from collections import defaultdict

import pyarrow as pa

BOND = pa.schema(
    [
        pa.field("event_id", pa.string(), nullable=False),
        pa.field("other", pa.string(), nullable=False),
        pa.field("same", pa.bool_(), nullable=False),
    ]
)


class Ties:
    """Pairs of events, in the order in which people tied them or kept them apart; the last word on a pair holds.

    Who says that some events are one incident takes back whatever kept any two of them apart, and who takes some out
    of an incident takes back whatever tied those to the rest.
    """

    def __init__(self) -> None:
        self._acts: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)

    def add(self, entry_id: str, one: str, two: str, *, same: bool) -> None:
        """One pair of an act."""
        self._acts[entry_id].append((one, two, same))

    def bonds(self) -> pa.Table:
        """The pairs that hold, each once, sorted."""
        holding: dict[frozenset[str], bool] = {}
        for act in self._acts.values():
            together, rest = _sides(act)
            for pair, same in list(holding.items()):
                if (pair <= together and not same) or (same and len(pair & together) == len(pair & rest) == 1):
                    del holding[pair]
            holding |= {frozenset((one, two)): same for one, two, same in act if one != two}
        rows = sorted((*sorted(pair), same) for pair, same in holding.items())
        columns = zip(*rows, strict=True) if rows else ((), (), ())
        return pa.Table.from_arrays(
            [pa.array(column, field.type) for column, field in zip(columns, BOND, strict=True)], schema=BOND
        )


def _sides(act: list[tuple[str, str, bool]]) -> tuple[frozenset[str], frozenset[str]]:
    """What one act said belongs together, and what it was kept apart from."""
    rest = frozenset(two for _, two, same in act if not same)
    return frozenset(event for one, two, _ in act for event in (one, two)) - rest, rest
