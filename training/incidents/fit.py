"""Logistic regression in numpy, by Newton's steps, with a penalty on large weights."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
STEPS = 12


def fit_logistic(x: Floats, y: Floats, weights: Floats, penalty: float) -> tuple[Floats, float]:
    """Weights and constant; the penalty is on weights of features scaled to a spread of one."""
    spread = x.std(axis=0)
    spread[spread == 0] = 1.0
    table = np.hstack([x / spread, np.ones((len(x), 1))])
    pull = np.full(table.shape[1], penalty)
    pull[-1] = 1e-6
    found = np.zeros(table.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(table @ found, -30, 30)))
        slope = table.T @ (weights * (chance - y)) + pull * found
        curve = (table * (weights * chance * (1 - chance))[:, None]).T @ table + np.diag(pull)
        found = found - np.linalg.solve(curve, slope)
    return found[:-1] / spread, float(found[-1])
