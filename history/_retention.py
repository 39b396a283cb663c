"""Which nights are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Retention:
    """The last `nights` runs, and of those before them the last of each month, for so many months."""

    nights: int = 30
    months: int = 24

    def kept(self, runs: Sequence[str]) -> list[str]:
        """The runs that are kept.

        Args:
            runs: their ids in order, which begin with year and month: `20261127T020000Z`.
        """
        last = list(runs[-self.nights :])
        months: dict[str, str] = {}
        for run in runs[: -self.nights]:
            months[run[:6]] = run
        return [*list(months.values())[-self.months :], *last]
