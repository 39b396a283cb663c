"""Frames in memory, and what makes them of reports."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from gongkai import forms
from gongkai.loaders._frames import CELLS, FACTS, FAILURES, REPORTS, SECTIONS, facts_name
from gongkai.loaders._piece import Piece, piece_of
from gongkai.loaders._portion import Portion, portion_of
from gongkai.loaders._report import Failure, Report

if TYPE_CHECKING:
    import pandas as pd

    from gongkai.loaders._nested import NestedDtype

_BATCH: Final = 256


@dataclass(frozen=True)
class Frames:
    """The frames of a set of submissions, as Arrow tables (schemas in `_frames.py`).

    `reports`, `cells` and `sections` have a row a report, cell and section found; `failures` a row a
    submission that could not be read; `facts` a table an edition that occurs, keyed by its id.
    """

    reports: pa.Table
    cells: pa.Table
    sections: pa.Table
    failures: pa.Table
    facts: Mapping[str, pa.Table] = field(default_factory=dict)

    def tables(self) -> Iterator[tuple[str, pa.Table]]:
        """Every frame with the name its file has."""
        yield "reports", self.reports
        yield "cells", self.cells
        yield "sections", self.sections
        yield "failures", self.failures
        for edition, table in self.facts.items():
            yield facts_name(edition), table

    def rows(self, name: str) -> int:
        """How many rows the frame of that name has."""
        return dict(self.tables())[name].num_rows

    def pieces(self, name: str, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """These columns (by default all) of the frame of that name, some rows at a time: here all at once."""
        table = dict(self.tables())[name]
        yield table if columns is None else table.select(list(columns))

    def to_pandas(self) -> dict[str, pd.DataFrame]:
        """Every frame as pandas, by name.

        Cell columns of `facts` are float64 (counts are exact, null is NaN); `cells.value` stays Decimal.
        """
        return {
            name: facts_to_pandas(table) if name.startswith(FACTS) else table.to_pandas()
            for name, table in self.tables()
        }

    def write(self, directory: Path) -> list[Path]:
        """Writes every frame as Parquet, each beside its place and then renamed; returns the paths."""
        directory.mkdir(parents=True, exist_ok=True)
        return [write_parquet(table, directory / f"{name}.parquet") for name, table in self.tables()]


def write_parquet(table: pa.Table, path: Path) -> Path:
    """Writes a table so that `path` is never half-written."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        pq.write_table(table, beside, compression="zstd")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path


def facts_to_pandas(facts: pa.Table) -> pd.DataFrame:
    """A facts table as the pandas frame that rules are evaluated on: cell columns float64, null NaN.

    Counts are integers below 2^53 and so exact; amounts keep 15 significant digits. Columns of lists stay
    Arrow's own (`pandas.ArrowDtype`). Columns are Arrow's memory where pandas can use it: a column of numbers
    without nulls, in one chunk, is not copied once it is float64.
    """
    # Put together in blocks, as pandas has them by default, every column would be copied.
    return facts_to_doubles(facts).to_pandas(types_mapper=_kept, split_blocks=True)


def facts_to_doubles(facts: pa.Table) -> pa.Table:
    """A facts table with its decimals as float64, as rules are evaluated on them; all else as it is."""
    arrays = [
        column.cast(pa.float64()) if pa.types.is_decimal(column.type) else column for column in facts.columns
    ]
    return pa.table(arrays, names=facts.column_names)


def _kept(kind: pa.DataType) -> NestedDtype | None:
    """Lists as Arrow has them: Python's would be an object a number."""
    if not pa.types.is_nested(kind):
        return None
    from gongkai.loaders._nested import NestedDtype  # noqa: PLC0415 - it brings pandas; loading needs none

    return NestedDtype(kind)


class FramesBuilder:
    """Collects reports and failures into frames."""

    def __init__(self) -> None:
        self._reports: list[Report] = []
        self._failures: list[Failure] = []
        self._portions: list[Portion] = []

    def add(self, report: Report) -> None:
        """Adds a report and its cells."""
        self._reports.append(report)
        if len(self._reports) >= _BATCH:
            self._flush()

    def fail(self, failure: Failure) -> None:
        """Adds a submission that could not be read."""
        self._failures.append(failure)

    def build(self) -> Frames:
        """The frames of everything added."""
        self._flush()
        return frames_of(self._portions)

    def _flush(self) -> None:
        self._portions.append(portion_of(self._reports, self._failures))
        self._reports, self._failures = [], []


def frames_of(portions: Iterable[Portion]) -> Frames:
    """The frames of these portions, in their order."""
    pieces = [piece_of([portion]) for portion in portions]
    facts = {
        edition.id: pa.concat_tables(own)
        for edition in forms.editions()
        if (own := [piece.facts[edition.id] for piece in pieces if edition.id in piece.facts])
    }
    return Frames(
        reports=_concat([piece.reports for piece in pieces], REPORTS),
        cells=_concat([_decoded(piece) for piece in pieces], CELLS),
        sections=_concat([piece.sections for piece in pieces], SECTIONS),
        failures=_concat([piece.failures for piece in pieces], FAILURES),
        facts=facts,
    )


def _decoded(piece: Piece) -> pa.Table:
    return piece.cells.cast(CELLS)


def _concat(tables: Sequence[pa.Table], schema: pa.Schema) -> pa.Table:
    return pa.concat_tables(tables) if tables else schema.empty_table()
