"""Facts into batches: one an edition and year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

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


def split(facts: Mapping[str, pa.Table]) -> list[FactsBatch]:
    """Every report in one batch, by edition, then year, those without a year last.

    Reports stand by path within a batch, so that a run does not depend on the order they came in.

    Args:
        facts: edition id → facts table.
    """
    batches = []
    for edition, table in sorted(facts.items()):
        ordered = table.sort_by([("path", "ascending"), ("report_id", "ascending")])
        years = pc.unique(ordered["year"]).to_pylist()
        for year in sorted(years, key=lambda year: (year is None, year)):
            own = pc.is_null(ordered["year"]) if year is None else pc.equal(ordered["year"], year)
            batches.append(FactsBatch(edition, year, ordered.filter(own)))
    return batches
