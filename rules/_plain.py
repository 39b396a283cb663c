"""Reports that print a number in every cell: most of them, and quick to judge."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

from gongkai.forms import Edition
from gongkai.loaders import STATUS_LETTERS
from gongkai.rules._columns import Columns
from gongkai.rules._facts import EXACT, Floats, Indices

_READ: Final = ord(STATUS_LETTERS["ok"])


class CellRows:
    """Where the cells of an edition stand, one below the other; looked up once for all parts of a frame."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._index = {cell_id: place for place, cell_id in enumerate(edition.cell_ids)}
        self._of: dict[tuple[str, ...], slice | list[int]] = {}
        self._room: Floats | None = None

    def of(self, cells: tuple[str, ...]) -> slice | list[int]:
        """Positions of some cells; a slice where they are evenly apart, which copies nothing."""
        if cells not in self._of:
            places = [self._index[cell_id] for cell_id in cells]
            steps = {after - before for before, after in pairwise(places)}
            even = len(steps) == 1 and min(steps) > 0
            self._of[cells] = slice(places[0], places[-1] + 1, steps.pop()) if even else places
        return self._of[cells]

    def room(self, cells: int, reports: int) -> Floats:
        """Where the numbers of a part are put, the same memory for each: to ask for it anew takes longer."""
        if self._room is None or self._room.shape[1] < reports:
            self._room = np.empty((cells, reports))
        return self._room[:, :reports]


class PlainFacts:
    """Some reports of a frame, as far as they are plain: every cell read as a number that adds up exactly.

    Good until the next part is looked at with the same `cells`, whose numbers take the place of these.

    Attributes:
        cells: where the cells stand.
        count: how many reports.
        odd: positions of those that are not plain, which are to be judged otherwise.
    """

    def __init__(self, cells: CellRows, columns: Columns, rows: slice) -> None:
        self.cells = cells
        edition = cells.edition
        letters = columns.letters("statuses", len(edition.cell_ids))
        numbers = [columns.numbers(cell_id) for cell_id in edition.cell_ids]
        if not numbers or letters is None or any(one is None for one in numbers):
            self.count = len(columns.frame.index[rows])
            self.odd: Indices = np.arange(self.count)
            return
        parts = [one[rows] for one in numbers if one is not None]
        self._values = np.stack(parts, out=cells.room(len(parts), len(parts[0])))
        self.count = self._values.shape[1]
        # Both are NaN where a number is missing, and then neither comparison holds.
        small = (self._values.max(axis=0) <= EXACT) & (self._values.min(axis=0) >= -EXACT)
        self.odd = np.flatnonzero(~(small & (letters[rows] == _READ).all(axis=1)))

    def values(self, cells: tuple[str, ...]) -> Floats:
        """(cells, reports): the numbers; of a report that is odd they mean nothing. A view where possible."""
        return self._values[self.cells.of(cells)]
