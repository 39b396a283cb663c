"""The findings of a run as plain columns, for pages that list very many of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from gongkai.checkpoints import Run
from gongkai.reviews._site._index import Tally
from gongkai.rules import Rule

_FIELD = {"error": "errors", "warning": "warnings", "info": "notes"}


@dataclass(frozen=True)
class Told:
    """By position in the run's table: the rule, the year, the fingerprint, and what the finding counts for.

    `counts` has the names of the fields of `Tally`.
    """

    run: Run
    rules: Sequence[str]
    editions: Sequence[str]
    ids: Sequence[str]
    years: Sequence[int | None]
    counts: Sequence[str]

    @classmethod
    def of(cls, run: Run) -> Self:
        table = run.findings
        columns = {name: _list(table, name) for name in ("rule_id", "edition", "finding_id", "year")}
        waived: Any = table["waiver"]
        counts = [
            "waived" if is_waived else "cannot_tell" if answer == "cannot_tell" else _FIELD[severity]
            for is_waived, answer, severity in zip(
                waived.is_valid().to_pylist(), _list(table, "answer"), _list(table, "severity"), strict=True
            )
        ]
        return cls(
            run, columns["rule_id"], columns["edition"], columns["finding_id"], columns["year"], counts
        )

    def tally(self, positions: Iterable[int]) -> Tally:
        """The findings at these positions, counted."""
        sums = dict.fromkeys(Tally._fields, 0)
        for at in positions:
            sums[self.counts[at]] += 1
        return Tally(**sums)

    def rule(self, at: int) -> Rule:
        return self.run.catalogue(self.editions[at]).rule(self.rules[at])


def _list(table: Any, name: str) -> list[Any]:
    found: list[Any] = table[name].to_pylist()
    return found
