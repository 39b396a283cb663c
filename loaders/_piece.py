"""Portions into frames: what every report's rows share is told from its edition, not carried along."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

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
from gongkai.loaders._portion import READ_CELLS, SECTION_PARTS, Portion
from gongkai.loaders._report import STATUSES

# Columns are Any: pyarrow's stubs know neither chunked structs nor lists of them.

Indices = NDArray[np.int32]

_OF_A_CELL: Final[Mapping[str, Callable[[forms.Cell], str]]] = {
    "cell": lambda cell: cell.id,
    "table": lambda cell: cell.table,
    "row": lambda cell: cell.row.id,
    "column": lambda cell: cell.column.id,
}
_LETTERS: Final = np.array([ord(STATUS_LETTERS[status]) for status in STATUSES], np.uint8)
_BLANK: Final = STATUSES.index("blank")

ENCODED_CELLS: Final = pa.schema(
    [
        pa.field(field.name, pa.dictionary(pa.int32(), pa.string()))
        if field.name in {*_OF_A_CELL, "report_id", "path", "status"}
        else field
        for field in CELLS
    ]
)
"""CELLS with the strings that recur as dictionaries, which are made and written in a fraction of the time."""


@dataclass(frozen=True)
class Piece:
    """The frames of some reports; `cells` has the schema ENCODED_CELLS, the others have their own."""

    reports: pa.Table
    cells: pa.Table
    sections: pa.Table
    failures: pa.Table
    facts: Mapping[str, pa.Table]


def piece_of(portions: Sequence[Portion]) -> Piece:
    """The frames of these portions, in their order."""
    reports = _joined([one.reports for one in portions], REPORTS)
    read = _joined([one.cells for one in portions], READ_CELLS)
    parts = _joined([one.sections for one in portions], SECTION_PARTS)
    failures = _joined([one.failures for one in portions], FAILURES)
    editions: list[Any] = reports["edition"].to_pylist()
    starts = _starts([len(forms.edition(edition).cells) for edition in editions])
    letters = _letters(read)
    return Piece(
        reports=reports,
        cells=_cells(reports, read, editions, starts),
        sections=_sections(reports, parts),
        failures=failures,
        facts={
            edition.id: _facts(edition, reports, parts, read["value"], letters, starts)
            for edition in forms.editions()
            if edition.id in editions
        },
    )


def _joined(batches: Sequence[pa.RecordBatch], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_batches(batches, schema=schema).combine_chunks()


def _starts(lengths: Sequence[int]) -> Indices:
    """Where each run of so many rows begins, and where the last ends."""
    return np.concatenate(([0], np.cumsum(lengths, dtype=np.int32))).astype(np.int32)


def _only(column: pa.ChunkedArray[Any]) -> Any:
    """The array of a column that is in one chunk or none."""
    return column.chunk(0) if column.num_chunks else pa.array([], column.type)


def _encoded(codes: Indices | NDArray[np.int8], names: Any) -> Any:
    return pa.DictionaryArray.from_arrays(codes.astype(np.int32), names)


def _owners(reports: pa.Table, starts: Indices) -> dict[str, Any]:
    """Id and path of the report that each row is of."""
    owner = np.repeat(np.arange(reports.num_rows, dtype=np.int32), np.diff(starts))
    return {name: _encoded(owner, _only(reports[name])) for name in ("report_id", "path")}


def _cells(reports: pa.Table, read: pa.Table, editions: Sequence[str], starts: Indices) -> pa.Table:
    columns = _owners(reports, starts)
    for name in _OF_A_CELL:
        names, codes = _names_of_cells(name)
        columns[name] = _encoded(np.concatenate([*(codes[edition] for edition in editions), _NONE]), names)
    columns["status"] = _encoded(_only(read["status"]).to_numpy(), pa.array(STATUSES, pa.string()))
    for name in ("value", "raw", "locator"):
        columns[name] = _only(read[name])
    return pa.Table.from_arrays([columns[name] for name in ENCODED_CELLS.names], schema=ENCODED_CELLS)


_NONE: Final = np.array([], np.int32)


@cache
def _names_of_cells(name: str) -> tuple[Any, Mapping[str, Indices]]:
    """The strings that a column of `cells` can hold, and which of them each edition's cells have."""
    of = _OF_A_CELL[name]
    columns = {edition.id: [of(cell) for cell in edition.cells.values()] for edition in forms.editions()}
    places = {text: place for place, text in enumerate(dict.fromkeys(chain(*columns.values())))}
    codes = {
        edition: np.array([places[text] for text in texts], np.int32) for edition, texts in columns.items()
    }
    return pa.array(list(places), pa.string()), codes


def _sections(reports: pa.Table, parts: pa.Table) -> pa.Table:
    lengths = _only(reports["sections"]).value_lengths().to_numpy()
    owners = {name: column.cast(pa.string()) for name, column in _owners(reports, _starts(lengths)).items()}
    return pa.Table.from_arrays(
        [owners[name] if name in owners else parts[name] for name in SECTIONS.names], schema=SECTIONS
    )


def _letters(read: pa.Table) -> NDArray[np.uint8]:
    """A letter a cell, as `facts.statuses` has them."""
    codes = _only(read["status"]).to_numpy()
    printed = pc.fill_null(pc.binary_length(_only(read["raw"])), 0).to_numpy()
    return np.where((codes == _BLANK) & (printed > 0), np.uint8(ord(NIL_LETTER)), _LETTERS[codes])


def _facts(
    edition: forms.Edition,
    reports: pa.Table,
    parts: pa.Table,
    values: pa.ChunkedArray[Any],
    letters: NDArray[np.uint8],
    starts: Indices,
) -> pa.Table:
    """One row a report of `edition`: its cells, which stand one after the other in `values`, beside it."""
    own = np.flatnonzero(reports["edition"].to_numpy() == edition.id)
    mine = reports.take(own)
    width = len(edition.cells)
    rows = starts[own][:, None] + np.arange(width, dtype=np.int32)
    columns: dict[str, Any] = {name: mine[name] for name in mine.column_names}
    columns["section_order"] = pc.binary_join(_only(mine["sections"]), " ")
    columns.update(_characters(edition, reports, parts, own))
    columns["statuses"] = pa.Array.from_buffers(
        pa.string(),
        len(own),
        [
            None,
            pa.py_buffer(_starts([width] * len(own)).tobytes()),
            pa.py_buffer(letters[rows].tobytes()),
        ],
    )
    by_cell = _only(values).take(pa.array(rows.T.ravel()))
    for place, cell in enumerate(edition.cell_ids):
        columns[cell] = by_cell.slice(place * len(own), len(own))
    schema = facts_schema(edition)
    return pa.Table.from_arrays([columns[name] for name in schema.names], schema=schema)


def _characters(
    edition: forms.Edition, reports: pa.Table, parts: pa.Table, own: NDArray[np.int64]
) -> dict[str, Any]:
    """The length of each section where it first stands, null in a report without it."""
    lengths = _only(reports["sections"]).value_lengths().to_numpy()
    owner = np.repeat(np.arange(reports.num_rows), lengths)
    ids, characters = parts["section"].to_numpy(), _only(parts["characters"])
    columns = {}
    for section in edition.sections:
        found = np.flatnonzero(ids == section.id)
        owners, first = np.unique(owner[found], return_index=True)
        place = np.full(reports.num_rows, -1)
        place[owners] = found[first]
        columns[f"section.{section.id}"] = characters.take(pa.array(place[own], mask=place[own] < 0))
    return columns
