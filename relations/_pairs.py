"""A report beside its organ's report of the year before."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gongkai import forms
from gongkai.loaders import Frames, StoredFrames, facts_name

_COLUMNS: Final[list[tuple[str, Any]]] = [
    ("report_id", pa.string()),
    ("path", pa.string()),
    ("before_number", pa.int32()),
    ("before_report_id", pa.string()),
    ("before_path", pa.string()),
    ("before_edition", pa.string()),
    ("before_statuses", pa.string()),
    ("before_values", pa.list_(pa.float64())),
    ("years_disputed", pa.bool_()),
]
PAIRS: Final = pa.schema(_COLUMNS)
"""One row a report. `before_number` counts the reports of different content that the same organ submitted on
the year before; the other columns are of that report where there is one, null where there is none or several.
`before_values` holds a number a cell of `before_edition`, in the form's order, NaN where there is none;
`before_statuses` a letter a cell, as `facts` has them. `years_disputed` is whether this report or the one
before states one year in its title and another in its data period: it may be of another year."""

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class _Key(NamedTuple):
    report_id: str
    path: str
    owner: tuple[object, ...] | None
    year: int | None
    edition: str
    row: int
    disputed: bool


def pairs_of(frames: Frames | StoredFrames) -> pa.Table:
    """Every report with the one before it; schema `PAIRS`.

    An organ is known by its id of the registry, else by its name and the folder that it lies in, whatever
    year that folder is named after. The same bytes submitted twice count once, under the
    path that sorts first.
    """
    keys, numbers, letters = _read(frames)
    by_owner: dict[tuple[object, ...], dict[str, _Key]] = defaultdict(dict)
    for key in sorted(keys, key=lambda key: key.path):
        if key.owner is not None and key.year is not None:
            by_owner[*key.owner, key.year].setdefault(key.report_id, key)
    befores = [
        list(by_owner.get((*key.owner, key.year - 1), {}).values())
        if key.owner is not None and key.year is not None
        else []
        for key in keys
    ]
    ones = [before[0] if len(before) == 1 else None for before in befores]
    columns: dict[str, Any] = {
        "report_id": [key.report_id for key in keys],
        "path": [key.path for key in keys],
        "before_number": [len(before) for before in befores],
        "before_report_id": [one and one.report_id for one in ones],
        "before_path": [one and one.path for one in ones],
        "before_edition": [one and one.edition for one in ones],
        "before_statuses": [None if one is None else letters[one.edition][one.row] for one in ones],
        "before_values": lists_of([None if one is None else numbers[one.edition][one.row] for one in ones]),
        "years_disputed": [
            key.disputed or (one is not None and one.disputed) for key, one in zip(keys, ones, strict=True)
        ],
    }
    arrays = [
        columns[part.name]
        if isinstance(columns[part.name], pa.Array)
        else pa.array(columns[part.name], part.type)
        for part in PAIRS
    ]
    return pa.Table.from_arrays(arrays, schema=PAIRS)


def owner_of(organ_id: str | None, organ: str | None, region: str | None) -> tuple[object, ...] | None:
    """What makes two reports the same organ's; None where no organ was read."""
    if organ_id is not None:
        return (organ_id,)
    return None if organ is None else (organ, _YEAR.sub("", region or ""))


def disputed(title_year: int | None, start: dt.date | None, end: dt.date | None) -> bool:
    """Whether title and data period state different years."""
    return title_year is not None and any(day is not None and day.year != title_year for day in (start, end))


STATED: Final = ("title_year", "period_start", "period_end")
"""What `disputed` is asked of."""
_READ: Final = ("report_id", "path", "organ_id", "organ", "region", "year", "statuses", *STATED)


def _read(
    frames: Frames | StoredFrames,
) -> tuple[list[_Key], dict[str, NDArray[np.float64]], dict[str, list[str]]]:
    keys: list[_Key] = []
    numbers: dict[str, NDArray[np.float64]] = {}
    letters: dict[str, list[str]] = {}
    for edition_id in frames.facts:
        cells = forms.edition(edition_id).cell_ids
        parts: list[NDArray[np.float64]] = []
        texts: list[str] = []
        for piece in frames.pieces(facts_name(edition_id)):
            columns = [piece[name].to_pylist() for name in _READ]
            for report_id, path, organ_id, organ, region, year, statuses, *stated in zip(
                *columns, strict=True
            ):
                owner = owner_of(organ_id, organ, region)
                keys.append(_Key(report_id, path, owner, year, edition_id, len(texts), disputed(*stated)))
                texts.append(statuses)
            parts.append(np.column_stack([numbers_of(piece, cell) for cell in cells]))
        numbers[edition_id], letters[edition_id] = np.concatenate(parts), texts
    return keys, numbers, letters


def numbers_of(facts: pa.Table, cell_id: str) -> NDArray[np.float64]:
    """A column as float64. A frame that lacks it is refused when it is judged: there the reason is told."""
    if cell_id not in facts.column_names:
        return np.full(facts.num_rows, np.nan)
    return np.asarray(facts[cell_id].cast(pa.float64()).to_numpy(), np.float64)


def lists_of(rows: list[NDArray[np.float64] | None]) -> Any:
    """A column of lists of float64, null where there is no row."""
    lengths = [0 if row is None else len(row) for row in rows]
    offsets: Any = pa.array(np.concatenate(([0], np.cumsum(lengths))), pa.int32())
    there = [row for row in rows if row is not None]
    values: Any = pa.array(np.concatenate(there) if there else np.empty(0), pa.float64())
    return pa.ListArray.from_arrays(offsets, values, mask=pa.array([row is None for row in rows], pa.bool_()))
