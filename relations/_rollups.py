"""A government's report beside the sum of its organs' reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gongkai import forms
from gongkai.forms import Edition
from gongkai.loaders import NIL_LETTER, STATUS_LETTERS, Frames, Organ, Organs, StoredFrames, facts_name
from gongkai.relations._organs import is_government
from gongkai.relations._pairs import STATED, disputed, lists_of, numbers_of
from gongkai.relations._settings import Scope, Settings

_COLUMNS: Final[list[tuple[str, Any]]] = [
    ("report_id", pa.string()),
    ("path", pa.string()),
    ("rollup_state", pa.string()),
    ("rollup_values", pa.list_(pa.float64())),
    ("rollup_statuses", pa.string()),
    ("rollup_organs", pa.list_(pa.string())),
    ("rollup_missing", pa.list_(pa.string())),
]
ROLLUPS: Final = pa.schema(_COLUMNS)
"""One row a report. `rollup_state` is "summed", or why there is no sum: "no_registry", "no_scope",
"no_government" (the report is of no government of county level or above that has registered organs),
"years_disputed" (title and data period state different years), "no_organs" (none of them has a report that
can be added). The other columns are null unless it is "summed".

`rollup_values` holds the sum of each cell of the report's edition over the organs in scope, in the form's
order; what was not read counts as 0. `rollup_statuses` has a letter a cell: "o" where every organ's number
was read, "b" where one is blank, "u" where one was not read. `rollup_organs` are the paths of the reports
that were added, `rollup_missing` the names of the organs without one.

An organ's report is added where it is the organ's only one on that year (the same bytes twice count once), is
of the same edition, and agrees with itself on the year: of several nobody can say which counts. A
government's own office is an organ like the others where the registry has it."""

SUMMED: Final = "summed"
_LEVELS: Final = ("national", "province", "city", "county")
_OK: Final = ord(STATUS_LETTERS["ok"])
_BLANK: Final = (ord(STATUS_LETTERS["blank"]), ord(NIL_LETTER))
_LARGEST: Final = 2.0**47
"""Sums of whole numbers up to this size are exact in float64."""
_SIGNED: Final = "change"

Floats = NDArray[np.float64]
Letters = NDArray[np.uint8]


_Owner = tuple[str | None, int | None]
"""Id of an organ, and a year."""


class _Report(NamedTuple):
    report_id: str
    path: str
    organ_id: str | None
    year: int | None
    disputed: bool


class _Sum(NamedTuple):
    values: Floats
    statuses: str
    paths: list[str]
    missing: list[str]


def rollups_of(frames: Frames | StoredFrames, organs: Organs | None, settings: Settings) -> pa.Table:
    """Every report with the sum of the reports below it; schema `ROLLUPS`."""
    whole = organs is not None and settings.scope != "none"
    below = _below(organs, settings.scope) if organs is not None and whole else {}
    idle = "no_registry" if organs is None else "no_scope"
    columns: dict[str, list[Any]] = {name: [] for name in ROLLUPS.names}
    contents: dict[_Owner, set[str]] = defaultdict(set)
    adders = [_Adder(frames, forms.edition(edition_id), contents, whole=whole) for edition_id in frames.facts]
    for adder in adders:
        for report in adder.reports:
            state, added = adder.add(report, below) if whole else (idle, None)
            columns["report_id"].append(report.report_id)
            columns["path"].append(report.path)
            columns["rollup_state"].append(state)
            columns["rollup_values"].append(added and added.values)
            columns["rollup_statuses"].append(added and added.statuses)
            columns["rollup_organs"].append(added and added.paths)
            columns["rollup_missing"].append(added and added.missing)
    arrays = [
        lists_of(columns[part.name])
        if part.name == "rollup_values"
        else pa.array(columns[part.name], part.type)
        for part in ROLLUPS
    ]
    return pa.Table.from_arrays(arrays, schema=ROLLUPS)


def _below(organs: Organs, scope: Scope) -> Mapping[str, Sequence[Organ]]:
    """Government (id) → the organs that it adds up, where there are any."""
    governments = {organ.id for organ in organs if organ.level in _LEVELS and is_government(organ.name)}
    found: dict[str, list[Organ]] = defaultdict(list)
    for organ in organs:
        wanted = scope == "all_below" or not is_government(organ.name)
        if organ.parent in governments and wanted:
            found[organ.parent].append(organ)
    return found


class _Adder:
    """Adds up the reports of one edition. `contents` takes what each organ submitted, on any edition."""

    def __init__(
        self,
        frames: Frames | StoredFrames,
        edition: Edition,
        contents: dict[_Owner, set[str]],
        *,
        whole: bool,
    ) -> None:
        self.reports, self._numbers, self._letters = _read(frames, edition, whole=whole)
        self._signed = np.array([cell.kind == _SIGNED for cell in edition.cells.values()])
        self._contents = contents
        self._rows: dict[_Owner, int] = {}
        for row, report in enumerate(self.reports):
            owner = report.organ_id, report.year
            contents[owner].add(report.report_id)
            self._rows.setdefault(owner, row)

    def add(self, report: _Report, below: Mapping[str, Sequence[Organ]]) -> tuple[str, _Sum | None]:
        organs = below.get(report.organ_id or "", ())
        if not organs or report.year is None:
            return "no_government", None
        if report.disputed:
            return "years_disputed", None
        rows, missing = [], []
        for organ in organs:
            owner = organ.id, report.year
            row = self._rows.get(owner)
            if row is None or len(self._contents[owner]) > 1 or self.reports[row].disputed:
                missing.append(organ.name)
            else:
                rows.append(row)
        return (SUMMED, self._sum(rows, missing)) if rows else ("no_organs", None)

    def _sum(self, rows: list[int], missing: list[str]) -> _Sum:
        numbers, letters = self._numbers[rows], self._letters[rows]
        blank = np.isin(letters, _BLANK)
        # A count below 0 is a slip, and would make the sum less than it is at least.
        sound = (np.abs(numbers) <= _LARGEST) & ((numbers >= 0) | self._signed)
        read = (letters == _OK) & sound
        values = np.where(read, numbers, 0.0).sum(axis=0)
        unread = ~(read | blank)
        codes = np.where(unread.any(axis=0), "u", np.where(blank.any(axis=0), "b", "o"))
        return _Sum(values, "".join(codes), [self.reports[row].path for row in rows], missing)


_READ: Final = ("report_id", "path", "organ_id", "year", *STATED, "statuses")


def _read(
    frames: Frames | StoredFrames, edition: Edition, *, whole: bool
) -> tuple[list[_Report], Floats, Letters]:
    """The reports of an edition; where they are to be added, their numbers and letters (reports, cells)."""
    reports: list[_Report] = []
    numbers, texts = [], []
    for piece in frames.pieces(facts_name(edition.id)):
        columns = [piece[name].to_pylist() for name in _READ]
        for report_id, path, organ_id, year, *stated, statuses in zip(*columns, strict=True):
            reports.append(_Report(report_id, path, organ_id, year, disputed(*stated)))
            texts.append(statuses)
        if whole:
            numbers.append(np.column_stack([numbers_of(piece, cell) for cell in edition.cell_ids]))
    if not whole:
        return reports, np.empty((0, 0)), np.empty((0, 0), np.uint8)
    letters = np.frombuffer("".join(texts).encode("ascii"), np.uint8).reshape(len(texts), len(edition.cells))
    return reports, np.concatenate(numbers), letters
