"""Frames of some reports in one folder, taken report by report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from gongkai import forms
from gongkai.loaders import FACTS, facts_name

RANK: Final = "rank"
"""The place of a row's report among those of tonight: of its submission, then in it."""
ORDINAL: Final = "ordinal"
"""The place of a report among those of its submission: several come of an archive."""
_MOST: Final = 1 << 20
"""More reports than a submission holds."""
RankOf = Callable[[str], int | None]
"""A path as the frames have it → the place of its submission tonight, None where its rows are not wanted."""
_OF_REPORTS: Final = ("path", "edition", "year", "sections")


class Slot(NamedTuple):
    """What the frames are kept by."""

    edition: str
    year: int | None

    @property
    def name(self) -> str:
        """The name of its folder: `2021-2023`, `2021-unknown`."""
        return f"{self.edition}-{'unknown' if self.year is None else self.year}"


class _Rows:
    """The rows of a Parquet file one after the other; those of a row group lie in memory at a time."""

    def __init__(self, path: Path) -> None:
        self._file = pq.ParquetFile(path)
        self._group = 0
        self._held = self._file.schema_arrow.empty_table()
        self.schema = self._file.schema_arrow

    def take(self, number: int) -> pa.Table:
        """The next rows.

        Raises:
            ValueError: there are fewer.
        """
        parts = []
        while number:
            if not self._held.num_rows:
                if self._group == self._file.num_row_groups:
                    raise ValueError(f"{self._file} ends {number} rows early")
                self._held = self._file.read_row_group(self._group, use_threads=False)
                self._group += 1
                continue
            taken = min(number, self._held.num_rows)
            parts.append(self._held.slice(0, taken))
            self._held = self._held.slice(taken)
            number -= taken
        return pa.concat_tables(parts) if parts else self.schema.empty_table()


class Bundle:
    """The frames in a folder: `reports`, `cells`, `sections`, `facts-<edition>`, aligned report by report.

    Args:
        folder: with the frames, as `gongkai.loaders` writes them.
        rank: of which submission a report is.

    Raises:
        ValueError: the reports do not stand in the order of their submissions, or their frames do not fit.
    """

    def __init__(self, folder: Path, rank: RankOf) -> None:
        file = folder / "reports.parquet"
        has_ordinals = ORDINAL in pq.read_schema(file).names
        columns = [*_OF_REPORTS, ORDINAL] if has_ordinals else list(_OF_REPORTS)
        reports = pq.read_table(file, columns=columns)
        rows: list[Any] = reports.to_pylist()
        editions: list[str] = [row["edition"] for row in rows]
        ranks = [rank(row["path"]) for row in rows]
        self.slots = [Slot(row["edition"], row["year"]) for row in rows]
        self._wanted = np.array([one is not None for one in ranks], np.bool_)
        # One that is not wanted stands where the one before it does, so that the order is one.
        self._ranks: NDArray[np.int64] = np.maximum.accumulate(
            np.array([-1 if one is None else one for one in ranks], np.int64)
        )
        if any(one is not None and one != at for one, at in zip(ranks, self._ranks.tolist(), strict=True)):
            raise ValueError(f"the reports of {folder} are not in the order of their submissions")
        self._ordinals = (
            reports[ORDINAL].to_numpy().astype(np.int64) if has_ordinals else _counted(self._ranks)
        )
        self._ends = {
            "reports": np.arange(1, len(editions) + 1),
            "cells": np.cumsum([len(forms.edition(edition).cells) for edition in editions], dtype=np.int64),
            "sections": np.cumsum([len(row["sections"]) for row in rows], dtype=np.int64),
        }
        for edition in sorted(set(editions)):
            of_it = np.array([one == edition for one in editions], np.int64)
            self._ends[facts_name(edition)] = np.cumsum(of_it)
        self._rows = {name: _Rows(folder / f"{name}.parquet") for name in self._ends}
        self._at = 0

    @property
    def frames(self) -> list[str]:
        """The names of its frames."""
        return list(self._ends)

    @property
    def is_whole(self) -> bool:
        """Whether all of its reports are wanted."""
        return bool(self._wanted.all())

    def until(self, rank: int) -> Iterator[tuple[Slot, dict[str, pa.Table]]]:
        """The rows of the next reports whose submissions stand before `rank`: slot by slot, frame by frame.

        Every table has one more column, `RANK`.
        """
        first, last = self._at, int(np.searchsorted(self._ranks, rank))
        self._at = last
        if first == last:
            return
        taken = {name: self._taken(name, first, last) for name in self._ends}
        slots, wanted = self.slots[first:last], self._wanted[first:last]
        for slot in dict.fromkeys(slots):
            chosen = wanted & np.array([one == slot for one in slots])
            if chosen.any():
                names = [
                    name for name in taken if not name.startswith(FACTS) or name == facts_name(slot.edition)
                ]
                yield slot, {name: self._chosen(taken[name], name, first, last, chosen) for name in names}

    def _taken(self, name: str, first: int, last: int) -> pa.Table:
        rows = self._rows[name].take(self._row(name, last) - self._row(name, first))
        places = self._ranks[first:last] * _MOST + self._ordinals[first:last]
        ranks = np.repeat(places, self._lengths(name, first, last))
        if name == "reports" and ORDINAL not in rows.column_names:
            rows = rows.append_column(ORDINAL, pa.array(self._ordinals[first:last].astype(np.int32)))
        return rows.append_column(RANK, pa.array(ranks))

    def _chosen(
        self, table: pa.Table, name: str, first: int, last: int, chosen: NDArray[np.bool_]
    ) -> pa.Table:
        if chosen.all():
            return table
        rows: Any = pa.array(np.flatnonzero(np.repeat(chosen, self._lengths(name, first, last))))
        return table.take(rows)

    def _lengths(self, name: str, first: int, last: int) -> NDArray[np.int64]:
        """Rows of each of these reports."""
        return np.diff(self._ends[name][first:last], prepend=self._row(name, first))

    def _row(self, name: str, report: int) -> int:
        return int(self._ends[name][report - 1]) if report else 0


def _counted(ranks: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of rows in runs of equal ranks, the place of each in its run."""
    places = np.arange(len(ranks))
    starts = np.flatnonzero(np.diff(ranks, prepend=-2))
    return places - np.repeat(starts, np.diff([*starts, len(ranks)]))


def in_order(parts: Sequence[pa.Table]) -> pa.Table:
    """Rows of several bundles by their rank, without it."""
    table = pa.concat_tables(parts)
    ranks = table[RANK].to_numpy()
    if (np.diff(ranks) < 0).any():
        places: Any = pa.array(np.argsort(ranks, kind="stable"))
        table = table.take(places)
    return table.drop_columns([RANK])
