"""What a stage costs: so much however few the reports, and so much a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

_LEAST: Final = 1e-3
"""What is less is as good as nothing: seconds are not measured closer, and bytes are whole."""


class Cost(NamedTuple):
    """`fixed` and `each` in the unit of what was measured."""

    fixed: float
    each: float

    def of(self, reports: float) -> float:
        return self.fixed + self.each * reports

    def residuals(self, measured: Mapping[int, float]) -> list[float]:
        """By how much of it each measurement is above (or, negative, below) what the model says."""
        return [(taken - self.of(reports)) / max(taken, _LEAST) for reports, taken in measured.items()]


def fit(measured: Mapping[int, float]) -> Cost:
    """The line of least squares through reports → what they took, of which there are two sizes at least.

    What is small is that of the residuals as a share: of the plain ones the largest size would decide alone.
    Neither part is below 0, which no cost is: where the line would say so, it is fitted without that part.
    """
    if not any(measured.values()):
        return Cost(0.0, 0.0)
    sizes = np.array(list(measured), np.float64)
    taken = np.maximum(np.array(list(measured.values()), np.float64), _LEAST)
    parts = np.column_stack((np.ones(len(sizes)), sizes)) / taken[:, np.newaxis]
    fixed, each = np.linalg.lstsq(parts, np.ones(len(sizes)), rcond=None)[0].tolist()
    if fixed >= 0 and each >= 0:
        return Cost(fixed, each)
    alone = parts[:, 0 if each < 0 else 1]
    only = float(alone.sum() / (alone @ alone))
    return Cost(only, 0.0) if each < 0 else Cost(0.0, only)
