"""The findings of a run as plain columns, for pages that list very many of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from gongkai.checkpoints import Run
from gongkai.reviews._tally import Tally, counts_for


@dataclass(frozen=True)
class Told:
    """By position in the run's table: the rule, the fingerprint, and which field of `Tally` it counts for."""

    run: Run
    rules: Sequence[str]
    ids: Sequence[str]
    counts: Sequence[int]

    @classmethod
    def of(cls, run: Run) -> Self:
        rules, ids = (_list(run.findings, name) for name in ("rule_id", "finding_id"))
        return cls(run, rules, ids, counts_for(run.findings).tolist())

    def tally(self, positions: Iterable[int]) -> Tally:
        """The findings at these positions, counted."""
        sums = [0] * len(Tally._fields)
        for at in positions:
            sums[self.counts[at]] += 1
        return Tally(*sums)


def _list(table: Any, name: str) -> list[Any]:
    found: list[Any] = table[name].to_pylist()
    return found
