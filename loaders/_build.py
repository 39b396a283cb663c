"""Reports into frames: Arrow tables, built a batch at a time so that memory holds few reports at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from gongkai import forms
from gongkai.loaders._frames import (
    CELLS,
    FAILURES,
    NIL_LETTER,
    REPORTS,
    SECTIONS,
    STATUS_LETTERS,
    facts_schema,
)
from gongkai.loaders._report import Failure, ReadCell, Report

_BATCH: Final = 256
_FACT_FIELDS: Final = (
    "report_id",
    "path",
    "organ",
    "region",
    "year",
    "edition",
    "edition_source",
    "title_year",
    "file_year",
    "period_start",
    "period_end",
)


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
            yield f"facts-{edition}", table

    def to_pandas(self) -> dict[str, pd.DataFrame]:
        """Every frame as pandas, by name.

        Cell columns of `facts` are float64 (counts are exact, null is NaN); `cells.value` stays Decimal.
        """
        return {
            name: facts_to_pandas(table) if name.startswith("facts-") else table.to_pandas()
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

    Counts are integers below 2^53 and so exact; amounts keep 15 significant digits.
    """
    arrays = [
        column.cast(pa.float64()) if pa.types.is_decimal(column.type) else column for column in facts.columns
    ]
    return pa.table(arrays, names=facts.column_names).to_pandas()


class FramesBuilder:
    """Collects reports and failures into frames."""

    def __init__(self) -> None:
        self._reports: list[dict[str, Any]] = []
        self._sections: list[dict[str, Any]] = []
        self._failures: list[dict[str, Any]] = []
        self._cells: dict[str, list[Any]] = {name: [] for name in CELLS.names}
        self._cell_batches: list[pa.RecordBatch] = []
        self._facts: dict[str, list[tuple[Report, str]]] = {}
        self._fact_batches: dict[str, list[pa.RecordBatch]] = {}
        self._pending = 0

    def add(self, report: Report) -> None:
        """Adds a report and its cells."""
        self._reports.append(_report_row(report))
        self._sections += [
            {
                "report_id": report.report_id,
                "path": report.path,
                "section": section.id,
                "ordinal": section.ordinal,
                "title": section.title,
                "characters": section.characters,
                "prose": section.prose,
                "locator": section.locator._asdict(),
            }
            for section in report.sections
        ]
        self._add_cells(report)
        self._facts.setdefault(report.edition, []).append((report, _letters(report.cells.values())))
        self._pending += 1
        if self._pending >= _BATCH:
            self._flush()

    def fail(self, failure: Failure) -> None:
        """Adds a submission that could not be read."""
        self._failures.append(
            {"path": failure.path, "code": failure.code, "zh": failure.message.zh, "en": failure.message.en}
        )

    def build(self) -> Frames:
        """The frames of everything added."""
        self._flush()
        return Frames(
            reports=pa.Table.from_pylist(self._reports, schema=REPORTS),
            cells=pa.Table.from_batches(self._cell_batches, schema=CELLS),
            sections=pa.Table.from_pylist(self._sections, schema=SECTIONS),
            failures=pa.Table.from_pylist(self._failures, schema=FAILURES),
            facts={
                edition.id: pa.Table.from_batches(
                    self._fact_batches[edition.id], schema=facts_schema(edition)
                )
                for edition in forms.editions()
                if edition.id in self._fact_batches
            },
        )

    def _add_cells(self, report: Report) -> None:
        columns = self._cells
        known = forms.edition(report.edition).cells
        count = len(report.cells)
        columns["report_id"] += [report.report_id] * count
        columns["path"] += [report.path] * count
        columns["cell"] += report.cells
        columns["table"] += [known[cell].table for cell in report.cells]
        columns["row"] += [known[cell].row.id for cell in report.cells]
        columns["column"] += [known[cell].column.id for cell in report.cells]
        columns["value"] += [read.value for read in report.cells.values()]
        columns["raw"] += [read.raw for read in report.cells.values()]
        columns["status"] += [read.status for read in report.cells.values()]
        columns["locator"] += [read.locator for read in report.cells.values()]

    def _flush(self) -> None:
        if self._cells["report_id"]:
            self._cell_batches.append(_cells_batch(self._cells))
            self._cells = {name: [] for name in CELLS.names}
        for edition_id, entries in self._facts.items():
            edition = forms.edition(edition_id)
            self._fact_batches.setdefault(edition_id, []).append(_facts_batch(edition, entries))
        self._facts = {}
        self._pending = 0


def _report_row(report: Report) -> dict[str, Any]:
    row = {name: getattr(report, name) for name in REPORTS.names if name not in ("sections", "notes")}
    row["sections"] = [section.id for section in report.sections]
    row["notes"] = [
        {
            "code": note.code,
            "zh": note.text.zh,
            "en": note.text.en,
            "cell": note.cell,
            "locator": None if note.locator is None else note.locator._asdict(),
        }
        for note in report.notes
    ]
    return row


def _letters(cells: Iterable[ReadCell]) -> str:
    return "".join(
        NIL_LETTER if read.status == "blank" and read.raw else STATUS_LETTERS[read.status] for read in cells
    )


def _cells_batch(columns: Mapping[str, list[Any]]) -> pa.RecordBatch:
    locators = columns["locator"]
    absent = [locator is None for locator in locators]
    parts = [
        pa.array([None if locator is None else locator[index] for locator in locators], part.type)
        for index, part in enumerate(CELLS.field("locator").type)
    ]
    struct = pa.StructArray.from_arrays(
        parts, fields=list(CELLS.field("locator").type), mask=pa.array(absent, pa.bool_())
    )
    arrays = [
        struct if name == "locator" else pa.array(columns[name], CELLS.field(name).type)
        for name in CELLS.names
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=CELLS)


def _facts_batch(edition: forms.Edition, entries: list[tuple[Report, str]]) -> pa.RecordBatch:
    schema = facts_schema(edition)
    columns: dict[str, list[Any]] = {
        name: [getattr(report, name) for report, _ in entries] for name in _FACT_FIELDS
    }
    columns["section_order"] = [" ".join(section.id for section in report.sections) for report, _ in entries]
    for section in edition.sections:
        columns[f"section.{section.id}"] = [_characters(report, section.id) for report, _ in entries]
    columns["statuses"] = [letters for _, letters in entries]
    values = [[read.value for read in report.cells.values()] for report, _ in entries]
    columns.update(zip(edition.cell_ids, map(list, zip(*values, strict=True)), strict=True))
    return pa.RecordBatch.from_arrays([pa.array(columns[f.name], f.type) for f in schema], schema=schema)


def _characters(report: Report, section_id: str) -> int | None:
    return next((section.characters for section in report.sections if section.id == section_id), None)
