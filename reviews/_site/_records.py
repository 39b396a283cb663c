"""The reports of a run one by one, each with all that was read of it and found on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from gongkai.loaders import Frames, StoredFrames
from gongkai.reviews._site._index import Entry, Index, Key

_CELLS: Final = ("report_id", "path", "cell", "value", "raw", "status")
_SECTIONS: Final = ("report_id", "path", "section", "ordinal", "title", "characters", "prose")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """A report: `report`, `cells` (by cell id) and `sections` are rows of the frames, `findings` of the run.

    `cells` have value (decimal), raw and status; `sections` ordinal, title, characters and prose as well. Of
    a report without an edition there are no cells.
    """

    entry: Entry
    report: Row
    cells: Mapping[str, Row]
    sections: Sequence[Row]
    findings: Sequence[Row]


def records(index: Index, frames: Frames | StoredFrames) -> Iterator[Record]:
    """All of them in the order of the frames, a few in memory at a time.

    Raises:
        FramesDisagreeError: the frames do not list the same reports in the same order.
    """
    cells, sections = _Aside(frames, "cells", _CELLS), _Aside(frames, "sections", _SECTIONS)
    for piece in frames.pieces("reports"):
        for report in piece.to_pylist():
            key = Key(report["report_id"], report["path"])
            entry = index.by_key[key]
            yield Record(
                entry,
                report,
                {row["cell"]: row for row in cells.of(key)},
                sections.of(key),
                index.rows(entry.findings),
            )
    cells.check_done()
    sections.check_done()


class FramesDisagreeError(Exception):
    """Frames of different runs; what they say of a report cannot be put together."""


class _Aside:
    """The rows of a frame report by report, in the order of the reports."""

    def __init__(self, frames: Frames | StoredFrames, name: str, columns: Sequence[str]) -> None:
        rows = (row for piece in frames.pieces(name, columns) for row in piece.to_pylist())
        self._groups = groupby(rows, key=lambda row: Key(row["report_id"], row["path"]))
        self._name = name
        self._next = self._advance()

    def of(self, key: Key) -> list[Row]:
        if self._next is None or self._next[0] != key:
            return []
        rows = self._next[1]
        self._next = self._advance()
        return rows

    def check_done(self) -> None:
        """Raises where rows are left: they belong to a report that did not come in its turn."""
        if self._next is not None:
            raise FramesDisagreeError(f"{self._name}: {self._next[0]}")

    def _advance(self) -> tuple[Key, list[Row]] | None:
        group = next(self._groups, None)
        return None if group is None else (group[0], list(group[1]))
