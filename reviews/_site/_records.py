"""The reports of a run some at a time, each with all that was read of it and found on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, pairwise
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gongkai.loaders import Frames, StoredFrames
from gongkai.reviews._site._index import Entry, Index, Key

_KEY: Final = ("report_id", "path")
_CELLS: Final = ("cell", "value", "raw", "status")
_SECTIONS: Final = ("section", "ordinal", "title", "characters", "prose")
_REPORTS: Final = 256

Row = Mapping[str, Any]


class Cell(NamedTuple):
    """A cell of the form in a report: its number, what is printed there, and how it was read."""

    value: Decimal | None
    raw: str | None
    status: str


@dataclass(frozen=True, slots=True)
class Record:
    """A report: `report` and `sections` are rows of the frames, `findings` of the run.

    `cells` go by their ids; `sections` have ordinal, title, characters and prose. Of a
    report without an edition there are no cells.
    """

    entry: Entry
    report: Row
    cells: Mapping[str, Cell]
    sections: Sequence[Row]
    findings: Sequence[Row]


class Rows(NamedTuple):
    """Rows of several reports, one report after the other; `counts` says how many each has."""

    table: pa.Table
    counts: tuple[int, ...]

    def spans(self) -> Iterator[tuple[int, int]]:
        """Where each report's rows begin and end."""
        return pairwise(np.cumsum([0, *self.counts]).tolist())


@dataclass(frozen=True, slots=True)
class Portion:
    """Some reports one after the other, in columns, as they can be handed to another process."""

    entries: tuple[Entry, ...]
    reports: pa.Table
    cells: Rows
    sections: Rows
    findings: Rows

    def records(self) -> Iterator[Record]:
        """Its reports one by one."""
        columns: list[list[Any]] = [self.cells.table[name].to_pylist() for name in _CELLS]
        ids, *told = columns
        cells = list(map(Cell, *told))
        sections, findings = self.sections.table.to_pylist(), self.findings.table.to_pylist()
        spans = (rows.spans() for rows in (self.cells, self.sections, self.findings))
        for entry, report, its_cells, its_sections, its_findings in zip(
            self.entries, self.reports.to_pylist(), *spans, strict=True
        ):
            own = slice(*its_cells)
            yield Record(
                entry,
                report,
                dict(zip(ids[own], cells[own], strict=True)),
                sections[slice(*its_sections)],
                findings[slice(*its_findings)],
            )


def portions(index: Index, frames: Frames | StoredFrames) -> Iterator[Portion]:
    """All reports in the order of the frames, some at a time; no more than those are in memory.

    Raises:
        FramesDisagreeError: the frames do not list the same reports in the same order.
    """
    cells, sections = _Aside(frames, "cells", _CELLS), _Aside(frames, "sections", _SECTIONS)
    for piece in frames.pieces("reports"):
        for start in range(0, piece.num_rows, _REPORTS):
            reports = piece.slice(start, _REPORTS)
            columns = (reports[name].to_pylist() for name in _KEY)
            keys = [Key(*key) for key in zip(*columns, strict=True)]
            entries = tuple(index.by_key[key] for key in keys)
            yield Portion(entries, reports, cells.of(keys), sections.of(keys), _findings(index, entries))
    cells.check_done()
    sections.check_done()


class FramesDisagreeError(Exception):
    """Frames of different runs; what they say of a report cannot be put together."""


def _findings(index: Index, entries: Sequence[Entry]) -> Rows:
    positions = [at for entry in entries for at in entry.findings]
    found = index.run.findings.take(pa.array(positions, pa.int64())).combine_chunks()
    return Rows(found, tuple(len(entry.findings) for entry in entries))


class _Aside:
    """The rows of a frame report by report, in the order of the reports."""

    def __init__(self, frames: Frames | StoredFrames, name: str, columns: Sequence[str]) -> None:
        pieces = frames.pieces(name, (*_KEY, *columns))
        first = next(pieces)
        self._name = name
        self._none = first.select(columns).schema.empty_table()
        self._groups = _groups(chain([first], pieces), columns)
        self._next = next(self._groups, None)

    def of(self, keys: Iterable[Key]) -> Rows:
        tables, counts = [self._none], []
        for key in keys:
            own: list[pa.Table] = []
            if self._next is not None and self._next[0] == key:
                own = self._next[1]
                self._next = next(self._groups, None)
            tables += own
            counts.append(sum(table.num_rows for table in own))
        # A copy of these rows alone: slices would take the whole piece along.
        return Rows(pa.concat_tables(tables).combine_chunks(), tuple(counts))

    def check_done(self) -> None:
        """Raises where rows are left: they belong to a report that did not come in its turn."""
        if self._next is not None:
            raise FramesDisagreeError(f"{self._name}: {self._next[0]}")


def _groups(pieces: Iterable[pa.Table], columns: Sequence[str]) -> Iterator[tuple[Key, list[pa.Table]]]:
    """Rows that stand together and are of one report; a piece may end in the midst of them."""
    held: tuple[Key, list[pa.Table]] | None = None
    for piece in pieces:
        for key, rows in _runs(piece, columns):
            if held is not None and held[0] == key:
                held[1].append(rows)
                continue
            if held is not None:
                yield held
            held = key, [rows]
    if held is not None:
        yield held


def _runs(piece: pa.Table, columns: Sequence[str]) -> Iterator[tuple[Key, pa.Table]]:
    if not piece.num_rows:
        return
    changes = np.zeros(piece.num_rows - 1, bool)
    keys: list[Any] = [piece[name].combine_chunks() for name in _KEY]
    for column in keys:
        changes |= pc.not_equal(column[1:], column[:-1]).to_numpy(zero_copy_only=False)
    starts = [0, *(np.flatnonzero(changes) + 1).tolist()]
    named = zip(*(column.take(pa.array(starts, pa.int64())).to_pylist() for column in keys), strict=True)
    bare = piece.select(columns)
    for key, (start, stop) in zip(named, pairwise([*starts, piece.num_rows]), strict=True):
        yield Key(*key), bare.slice(start, stop - start)
