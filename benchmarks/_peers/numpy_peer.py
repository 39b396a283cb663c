"""Plain numpy on a matrix with a row a cell: the least that finding the same takes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from benchmarks._arithmetic import COUNTS, IDENTITIES, REPORT, Failing, Side
from numpy.typing import NDArray

Row = NDArray[np.float64]


def prepare(narrow: pd.DataFrame) -> Side:
    cells = [name for name in narrow.columns if name != REPORT]
    values = np.ascontiguousarray(narrow[cells].to_numpy(np.float64).T)
    rows = dict(zip(cells, values, strict=True))
    sums = [
        (identity.id, [rows[cell] for cell in identity.left], [rows[cell] for cell in identity.right])
        for identity in IDENTITIES
    ]
    reports = narrow[REPORT].tolist()

    def run() -> Failing:
        failing: Failing = set()
        for name, left, right in sums:
            failing.update((reports[row], name) for row in np.flatnonzero(_residual(left, right)).tolist())
        for cell in COUNTS:
            failing.update((reports[row], cell) for row in np.flatnonzero(rows[cell] < 0).tolist())
        return failing

    return run


def _residual(left: Sequence[Row], right: Sequence[Row]) -> Row:
    """Row by row into one array: a third of the time of a matrix product, or of a sum over picked rows."""
    total = left[0].copy()
    for row in left[1:]:
        total += row
    for row in right:
        total -= row
    return total
