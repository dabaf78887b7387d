"""Bonds: what a person has said of two events, that they are one incident or that they are not. The table `bond`.

No relation makes it and none overrules it: it is given with the record's tables, and is empty where nobody corrected.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

BOND = pa.schema(
    [
        pa.field("event_id", pa.string(), nullable=False),
        pa.field("other", pa.string(), nullable=False),
        pa.field("same", pa.bool_(), nullable=False),
    ]
)
NO_BONDS = BOND.empty_table()


def place_bonds(bond: pa.Table, events: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """The bonds by the places of their events in `events`: the earlier, the later, whether they are the same; each
    once, sorted. Bonds of events that are no longer there bind nothing; where two bonds differ on a pair, it stays
    apart."""
    both = [pc.fill_null(pc.index_in(bond[name], events), -1).to_numpy() for name in ("event_id", "other")]
    known = (both[0] >= 0) & (both[1] >= 0) & (both[0] != both[1])
    rows = np.column_stack([np.minimum(*both), np.maximum(*both), bond["same"].to_numpy()])[known]
    rows = np.unique(rows.astype(np.int64), axis=0)  # of a pair, `apart` comes first
    first = np.ones(len(rows), bool)
    first[1:] = (rows[1:, :2] != rows[:-1, :2]).any(axis=1)
    return rows[first, 0], rows[first, 1], rows[first, 2].astype(bool)
