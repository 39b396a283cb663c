"""An organ's numbers of earlier years: what is usual for it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gongkai import forms
from gongkai.loaders import STATUS_LETTERS, Frames, StoredFrames, facts_name
from gongkai.relations._pairs import STATED, disputed, numbers_of, owner_of

PAST: Final = pa.struct(
    [
        ("cell", pa.string()),
        ("number", pa.float64()),
        ("median", pa.float64()),
        ("spread", pa.float64()),
        ("least", pa.float64()),
        ("most", pa.float64()),
        ("first_year", pa.float64()),
        ("last_year", pa.float64()),
    ]
)
HISTORY: Final = pa.schema([("report_id", pa.string()), ("path", pa.string()), ("history", pa.list_(PAST))])
"""One row a report; `history` has an item a cell that its edition watches, in the form's order, and is null
where the report's own year is not known for sure or its organ not at all.

`number` is in how many earlier years the organ printed that cell as a number of at least 0, on either
edition. The rest is of those numbers, null where there is none: `least` and `most`, the years of the first
and the last, and on the scale of log(1 + number) their `median` and their `spread`: the median distance from
it, times 1.4826, which is a standard deviation where they are normally distributed. Years are left out that
have several reports of different content, and those that title and data period disagree on; of the others the
last `YEARS` count.
"""

YEARS: Final = 10
_NORMAL: Final = 1.4826
_READ_LETTER: Final = STATUS_LETTERS["ok"]
_KEYS: Final = ("report_id", "path", "organ_id", "organ", "region", "year", *STATED)

Floats = NDArray[np.float64]


class _One(NamedTuple):
    """A report; `owner` is None where its organ or year is in doubt, `numbers` are of the cells watched."""

    report_id: str
    path: str
    owner: tuple[object, ...] | None
    year: int
    edition: str
    numbers: Floats


def history_of(frames: Frames | StoredFrames) -> pa.Table:
    """Every report with what its organ printed in earlier years; schema `HISTORY`."""
    watched = list(dict.fromkeys(cell for edition in forms.editions() for cell in edition.watched))
    reports = _read(frames, watched)
    by_owner: dict[tuple[object, ...], dict[int, dict[str, Floats]]] = defaultdict(lambda: defaultdict(dict))
    for one in reports:
        if one.owner is not None:
            by_owner[one.owner][one.year].setdefault(one.report_id, one.numbers)
    past = np.full((len(reports), YEARS, len(watched)), np.nan)
    years = np.full((len(reports), YEARS), np.nan)
    for row, one in enumerate(reports):
        told = by_owner[one.owner] if one.owner is not None else {}
        earlier = sorted(year for year, same in told.items() if year < one.year and len(same) == 1)[-YEARS:]
        for place, year in enumerate(earlier):
            years[row, place] = year
            (past[row, place],) = told[year].values()
    return _table(reports, watched, _summed_up(past, years))


def _read(frames: Frames | StoredFrames, watched: list[str]) -> list[_One]:
    found: list[_One] = []
    for edition_id in frames.facts:
        cell_ids = forms.edition(edition_id).cell_ids
        own = [cell for cell in watched if cell in cell_ids]
        places = [cell_ids.index(cell) for cell in own]
        for piece in frames.pieces(facts_name(edition_id)):
            numbers = np.full((piece.num_rows, len(watched)), np.nan)
            texts: list[Any] = piece["statuses"].to_pylist()
            for cell, place in zip(own, places, strict=True):
                read = np.array([text[place : place + 1] == _READ_LETTER for text in texts], np.bool_)
                numbers[:, watched.index(cell)] = _printed(numbers_of(piece, cell), read)
            columns = [piece[name].to_pylist() for name in _KEYS]
            for row, (report_id, path, organ_id, organ, region, year, *stated) in enumerate(
                zip(*columns, strict=True)
            ):
                doubtful = year is None or disputed(*stated)
                owner = None if doubtful else owner_of(organ_id, organ, region)
                found.append(_One(report_id, path, owner, year or 0, edition_id, numbers[row]))
    return found


def _printed(numbers: Floats, read: NDArray[np.bool_]) -> Floats:
    """NaN for what was not read, or is below 0."""
    return np.where(read & (numbers >= 0), numbers, np.nan)


def _summed_up(past: Floats, years: Floats) -> dict[str, Floats]:
    """(reports, cells) a field of `PAST`, from (reports, years, cells)."""
    there = ~np.isnan(past)
    when = np.where(there, years[:, :, np.newaxis], np.nan)
    scaled = np.log1p(past)
    median = _median(scaled)
    return {
        "number": there.sum(axis=1).astype(np.float64),
        "median": median,
        "spread": _NORMAL * _median(np.abs(scaled - median[:, np.newaxis, :])),
        "least": np.fmin.reduce(past, axis=1),
        "most": np.fmax.reduce(past, axis=1),
        "first_year": np.fmin.reduce(when, axis=1),
        "last_year": np.fmax.reduce(when, axis=1),
    }


def _median(numbers: Floats) -> Floats:
    """Over the years, of those that are there; NaN where none is."""
    in_order = np.sort(numbers, axis=1)  # NaN last
    count = (~np.isnan(numbers)).sum(axis=1)
    low, high = np.maximum(count - 1, 0) // 2, count // 2
    low, high = (np.minimum(one, numbers.shape[1] - 1)[:, np.newaxis, :] for one in (low, high))
    middle = np.take_along_axis(in_order, low, 1) + np.take_along_axis(in_order, high, 1)
    return np.where(count > 0, middle[:, 0, :] / 2, np.nan)


def _table(reports: list[_One], watched: list[str], fields: dict[str, Floats]) -> pa.Table:
    columns = {
        edition.id: np.array([watched.index(cell) for cell in edition.watched], np.intp)
        for edition in forms.editions()
    }
    owns = [columns[one.edition] if one.owner is not None else columns[one.edition][:0] for one in reports]
    rows = np.repeat(np.arange(len(reports)), [len(own) for own in owns])
    cells = np.concatenate(owns) if owns else np.empty(0, np.intp)
    arrays: list[Any] = [pa.array([watched[place] for place in cells.tolist()], pa.string())]
    arrays += [pa.array(fields[part.name][rows, cells], from_pandas=True) for part in list(PAST)[1:]]
    items: Any = pa.StructArray.from_arrays(arrays, fields=list(PAST))
    offsets: Any = pa.array(np.concatenate(([0], np.cumsum([len(own) for own in owns]))), pa.int32())
    unknown: Any = pa.array([one.owner is None for one in reports], pa.bool_())
    lists: Any = pa.ListArray.from_arrays(offsets, items, mask=unknown)
    keys: list[Any] = [
        pa.array([one.report_id for one in reports], pa.string()),
        pa.array([one.path for one in reports], pa.string()),
    ]
    return pa.Table.from_arrays([*keys, lists], schema=HISTORY)
