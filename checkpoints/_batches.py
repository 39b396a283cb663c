"""Facts into batches: one an edition and year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

_UNKNOWN: Final = "unknown"


class FactsBatch(NamedTuple):
    """The facts of one edition and year; `year` None where the reports name none."""

    edition: str
    year: int | None
    facts: pa.Table

    @property
    def id(self) -> str:
        return f"{self.edition}-{_UNKNOWN if self.year is None else self.year}"

    def without_cells(self) -> FactsBatch:
        """The same with only the columns that say whose the reports are, which need little memory."""
        return self._replace(facts=self.facts.select(["report_id", "path", "organ", "region"]))


def split(facts: Mapping[str, pa.Table]) -> list[FactsBatch]:
    """Every report in one batch, by edition, then year, those without a year last.

    Reports stand by path within a batch, so that a run does not depend on the order they came in.

    Args:
        facts: edition id → facts table.
    """
    batches = []
    for edition in sorted(facts):
        table = facts[edition]
        order = pc.sort_indices(table, sort_keys=[("path", "ascending"), ("report_id", "ascending")])
        years = table["year"].take(order)
        for year in sorted(pc.unique(years).to_pylist(), key=lambda year: (year is None, year)):
            own: Any = pc.is_null(years) if year is None else pc.equal(years, year)
            # Those without a year are null in the second case, and left out.
            batches.append(FactsBatch(edition, year, table.take(order.filter(own.combine_chunks()))))
    return batches
