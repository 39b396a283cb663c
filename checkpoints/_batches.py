"""Facts into batches: one an edition and year; and the list of submissions, one a year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from gongkai import forms
from gongkai.loaders import Frames, StoredFrames, facts_name
from gongkai.relations import Relations

_UNKNOWN: Final = "unknown"
_YEAR: Final = "year"
OWNERS: Final = ("report_id", "path", "organ", "region")
"""The columns that say whose the reports are; they need little memory."""


class FactsBatch(NamedTuple):
    """The facts of one edition and year; `year` None where the reports name none.

    Of the list of submissions (`edition` is its id) the rows are organs instead of reports.
    """

    edition: str
    year: int | None
    facts: pa.Table

    @property
    def id(self) -> str:
        return f"{self.edition}-{_UNKNOWN if self.year is None else self.year}"

    def without_cells(self) -> FactsBatch:
        """The same with only the columns `OWNERS`."""
        return self._replace(facts=self.facts.select(list(OWNERS)))

    def with_relations(self, relations: Relations) -> FactsBatch:
        """The same with what the reports say of each other beside their facts."""
        return self._replace(facts=relations.beside(self.facts))


class BatchKey(NamedTuple):
    """Which reports are in a batch, before it is read."""

    edition: str
    year: int | None

    def read(self, frames: Frames | StoredFrames, columns: Sequence[str] | None = None) -> FactsBatch:
        """The batch, all of its columns or these.

        Its reports stand by path, so that a run does not depend on the order they came in.
        """
        wanted = None if columns is None else [*columns, _YEAR]
        pieces = frames.pieces(facts_name(self.edition), wanted)
        facts = pa.concat_tables(_of_year(piece, self.year) for piece in pieces)
        in_order = facts.sort_by([("path", "ascending"), ("report_id", "ascending")])
        if columns is not None:
            in_order = in_order.select(list(columns))
        return FactsBatch(self.edition, self.year, in_order)


def split(frames: Frames | StoredFrames) -> list[BatchKey]:
    """Every report in one batch, by edition, then year, those without a year last."""
    keys = []
    for edition in sorted(frames.facts):
        years = {year for piece in frames.pieces(facts_name(edition), ["year"]) for year in _years(piece)}
        keys += [BatchKey(edition, year) for year in sorted(years, key=lambda year: (year is None, year))]
    return keys


def lists(relations: Relations) -> list[FactsBatch]:
    """The list of submissions, a batch a year, those without a year last."""
    table = relations.submissions
    years = sorted(_years(table), key=lambda year: (year is None, year))
    return [FactsBatch(forms.SUBMISSIONS, year, _of_year(table, year)) for year in years]


def _years(facts: pa.Table) -> list[int | None]:
    years: list[int | None] = pc.unique(facts["year"]).to_pylist()
    return years


def _of_year(facts: pa.Table, year: int | None) -> pa.Table:
    years: Any = facts["year"]
    # Where a year is asked for, those without one are null, and left out.
    return facts.filter(pc.is_null(years) if year is None else pc.equal(years, pa.scalar(year)))
