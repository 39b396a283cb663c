"""The same report submitted twice: the same bytes, or another report of the same organ and year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

import pyarrow as pa

from gongkai.loaders._frames import DUPLICATES
from gongkai.loaders._organ_names import is_place, name_key


class Pieces(Protocol):
    """Frames that can be read some rows at a time."""

    def pieces(self, name: str, columns: Sequence[str]) -> Iterator[pa.Table]: ...


class _Entry(NamedTuple):
    path: str
    report_id: str
    organ: str | None
    organ_id: str | None
    region: str | None
    year: int | None

    @property
    def whose(self) -> tuple[object, ...] | None:
        """The organ and the year, None where one is not known.

        Without the registry an organ is known by its name and by the places in whose folders it lies: many
        cities have a 鼓楼区教育局.
        """
        if self.organ is None or self.year is None:
            return None
        if self.organ_id is not None:
            return self.organ_id, self.year
        places = tuple(name_key(part) for part in (self.region or "").split("/") if is_place(part))
        return name_key(self.organ), places, self.year


def find_duplicates(frames: Pieces) -> pa.Table:
    """Every report that is there already, by path; schema `DUPLICATES`. Both rows stay in all frames."""
    entries = sorted(_entries(frames), key=lambda entry: (entry.path, entry.report_id))
    contents: dict[str, _Entry] = {}
    owners: dict[tuple[object, ...], _Entry] = {}
    rows: list[dict[str, Any]] = []
    for entry in entries:
        first = contents.setdefault(entry.report_id, entry)
        if first is not entry:
            rows.append(_row("content", entry, first))
        elif entry.whose is not None:
            first = owners.setdefault(entry.whose, entry)
            if first is not entry:
                rows.append(_row("organ_year", entry, first))
    return pa.Table.from_pylist(rows, schema=DUPLICATES)


def _entries(frames: Pieces) -> Iterator[_Entry]:
    for piece in frames.pieces("reports", _Entry._fields):
        columns = (piece[name].to_pylist() for name in _Entry._fields)
        yield from map(_Entry, *columns)


def _row(kind: str, entry: _Entry, first: _Entry) -> dict[str, Any]:
    return {
        "kind": kind,
        "report_id": entry.report_id,
        "path": entry.path,
        "first_report_id": first.report_id,
        "first_path": first.path,
        "organ": entry.organ,
        "organ_id": entry.organ_id,
        "year": entry.year,
    }
