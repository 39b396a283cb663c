"""Tables that hold the same figures in the reports of two organs on one year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gongkai import forms
from gongkai.forms import Edition, Table
from gongkai.loaders import NIL_LETTER, STATUS_LETTERS, Frames, StoredFrames, facts_name
from gongkai.relations._organs import governs, of_other_organs
from gongkai.relations._pairs import numbers_of

SAME: Final = pa.struct(
    [
        ("table", pa.string()),
        ("report_id", pa.string()),
        ("path", pa.string()),
        ("organ", pa.string()),
        ("digits", pa.int32()),
    ]
)
_COLUMNS: Final[list[tuple[str, Any]]] = [
    ("report_id", pa.string()),
    ("path", pa.string()),
    ("same_tables", pa.list_(SAME)),
    ("peers", pa.int32()),
]
SAME_TABLES: Final = pa.schema(_COLUMNS)
"""One row a report. `same_tables` lists the reports of other organs, on the same edition and year, that
hold the same figures in every cell of a table, blanks read as 0; three a table at most. `digits` counts
the digits of the different figures other than 0 that are no totals: it tells how little chance could
have made them the same. Tables of fewer than `FEWEST` are not listed, nor those in which a cell was not
read. A government's figures may rightly be its only organ's: a pair with a government in it is listed
only where both are of one level."""

FEWEST: Final = 6
_MOST: Final = 3
_SETTLED: Final = tuple(map(ord, (STATUS_LETTERS["ok"], STATUS_LETTERS["blank"], NIL_LETTER)))
_READ: Final = ("report_id", "path", "organ", "organ_id", "level", "year", "statuses")
_SCALE: Final = 6
"""Decimals of a number in the facts."""


class _Report(NamedTuple):
    report_id: str
    path: str
    organ: str | None
    organ_id: str | None
    level: str | None
    year: int | None
    statuses: str


def same_tables_of(frames: Frames | StoredFrames) -> pa.Table:
    """Every report with the others that hold its figures; schema `SAME_TABLES`."""
    rows = [row for edition_id in frames.facts for row in _in_edition(frames, forms.edition(edition_id))]
    return pa.Table.from_pylist(rows, SAME_TABLES)


def _in_edition(frames: Frames | StoredFrames, edition: Edition) -> Iterator[dict[str, object]]:
    reports: list[_Report] = []
    parts: list[NDArray[np.float64]] = []
    for piece in frames.pieces(facts_name(edition.id)):
        reports += map(_Report._make, zip(*(piece[name].to_pylist() for name in _READ), strict=True))
        parts.append(np.column_stack([numbers_of(piece, cell) for cell in edition.cell_ids]))
    settled = _settled(reports, len(edition.cell_ids))
    found: dict[int, list[dict[str, object]]] = defaultdict(list)
    for table in edition.tables:
        places = [edition.cell_ids.index(cell.id) for cell in table.cells]
        values = np.nan_to_num(np.concatenate([part[:, places] for part in parts]))
        totals = {identity.left[0] for identity in edition.identities if len(identity.left) == 1}
        single = np.array([cell.id not in totals for cell in table.cells])
        for group in _groups(reports, np.asarray(settled[:, places].all(axis=1)), values):
            digits = _digits(values[group[0], single])
            if digits >= FEWEST:
                for at in group:
                    found[at] += _told(table, at, group, reports, digits)
    organs: dict[int, set[str]] = defaultdict(set)
    for report in reports:
        if report.year is not None and report.organ is not None:
            organs[report.year].add(report.organ)
    for at, report in enumerate(reports):
        own = organs[report.year] if report.year is not None else set()
        yield {
            "report_id": report.report_id,
            "path": report.path,
            "same_tables": found.get(at, []),
            "peers": len(own) - (report.organ in own),
        }


def _settled(reports: Sequence[_Report], width: int) -> NDArray[np.bool_]:
    """(reports, cells): printed as a number, or blank. A damaged frame is refused when it is judged."""
    letters = "".join(report.statuses.ljust(width)[:width] for report in reports).encode("ascii", "replace")
    return np.isin(np.frombuffer(letters, np.uint8).reshape(len(reports), width), _SETTLED)


def _groups(
    reports: Sequence[_Report], settled: NDArray[np.bool_], values: NDArray[np.float64]
) -> Iterator[list[int]]:
    """Reports of one year with the same numbers in a table that is `settled`, not all of them 0."""
    groups: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for at in np.flatnonzero(settled & values.any(axis=1)).tolist():
        if (year := reports[at].year) is not None:
            groups[year, values[at].tobytes()].append(at)
    return (group for group in groups.values() if len(group) > 1)


def _digits(values: NDArray[np.float64]) -> int:
    """Of the different numbers other than 0; 0s at the end count before the decimal point only."""
    texts = {f"{abs(value):.{_SCALE}f}".rstrip("0").rstrip(".") for value in values.tolist() if value}
    return sum(len(text.replace(".", "").lstrip("0")) for text in texts)


def _told(
    table: Table, at: int, group: Sequence[int], reports: Sequence[_Report], digits: int
) -> Iterator[dict[str, object]]:
    comparable = (other for other in group if _comparable(reports[at], reports[other]))
    for its in map(reports.__getitem__, islice(comparable, _MOST)):
        yield {
            "table": table.id,
            "report_id": its.report_id,
            "path": its.path,
            "organ": its.organ,
            "digits": digits,
        }


def _comparable(one: _Report, other: _Report) -> bool:
    if not of_other_organs(one, other):
        return False
    if not any(governs(report.organ or "") for report in (one, other)):
        return True
    both = all(governs(report.organ or "") for report in (one, other))
    return both and one.level is not None and one.level == other.level
