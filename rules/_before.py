"""The report that an organ submitted the year before, beside each report of a batch."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gongkai import forms
from gongkai.loaders import NIL_LETTER, STATUS_LETTERS
from gongkai.rules._answer import NotRun

if TYPE_CHECKING:
    from gongkai.rules._facts import Bools, Facts, Floats, Indices

_THERE: Final = 0
_BLANK: Final = (ord(STATUS_LETTERS["blank"]), ord(NIL_LETTER))


class Before:
    """Its cells, whatever edition it is on; see `relations.PAIRS` for where they come from.

    `state` is int8 (reports,): 0 where there is such a report, else why not (a `NotRun`).
    """

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._cells: dict[str, tuple[Floats, NDArray[np.uint8]]] = {}

    @cached_property
    def state(self) -> NDArray[np.int8]:
        facts = self._facts
        if not facts.has("before_number"):
            return np.full(facts.count, NotRun.NO_RELATIONS, np.int8)
        number = np.nan_to_num(facts.numbers("before_number"))
        there = np.where(number == 1, _THERE, NotRun.SEVERAL_YEARS_BEFORE)
        if facts.has("years_disputed"):
            disputed: Any = pc.fill_null(facts.arrow("years_disputed").cast(pa.bool_()), False)
            there = np.where(disputed.to_numpy(zero_copy_only=False), NotRun.YEARS_DISPUTED, there)
        return np.where(number == 0, NotRun.NO_YEAR_BEFORE, there).astype(np.int8)

    @cached_property
    def paths(self) -> list[str | None]:
        """Where each stands, None where there is none."""
        facts = self._facts
        return list(facts.texts("before_path")) if facts.has("before_path") else [None] * facts.count

    def has(self, cell_id: str) -> Bools:
        """(reports,): whether the report before is on an edition that has this cell."""
        return np.asarray(self._letters(cell_id) != 0)

    def read(self, cell_id: str) -> Bools:
        """(reports,): whether the cell was read as a printed number there."""
        return np.asarray(self._letters(cell_id) == ord(STATUS_LETTERS["ok"]))

    def blank(self, cell_id: str) -> Bools:
        """(reports,): whether the cell is blank there, or marked as nil."""
        return np.isin(self._letters(cell_id), _BLANK)

    def values(self, cell_id: str) -> Floats:
        """(reports,): the numbers, NaN where there is none."""
        return self._cell(cell_id)[0]

    def _letters(self, cell_id: str) -> NDArray[np.uint8]:
        return self._cell(cell_id)[1]

    def _cell(self, cell_id: str) -> tuple[Floats, NDArray[np.uint8]]:
        if cell_id not in self._cells:
            values = np.full(self._facts.count, np.nan)
            letters = np.zeros(self._facts.count, np.uint8)
            for edition_id, (rows, starts, statuses) in self._editions.items():
                cells = forms.edition(edition_id).cell_ids
                if cell_id in cells:
                    place = cells.index(cell_id)
                    values[rows] = self._numbers[starts + place]
                    letters[rows] = statuses[:, place]
            self._cells[cell_id] = values, letters
        return self._cells[cell_id]

    @cached_property
    def _editions(self) -> dict[str, tuple[Indices, Indices, NDArray[np.uint8]]]:
        """By the edition of the report before: which reports, where its numbers start, its letters."""
        if not self._facts.has("before_number"):
            return {}
        editions = np.where(self.state == _THERE, np.array(self._facts.texts("before_edition"), object), "")
        found = {}
        for edition in forms.editions():
            rows = np.flatnonzero(editions == edition.id)
            if len(rows):
                texts = self._facts.texts("before_statuses")
                letters = "".join(texts[row] for row in rows.tolist()).encode("ascii")
                statuses = np.frombuffer(letters, np.uint8).reshape(len(rows), len(edition.cells))
                found[edition.id] = (rows, self._starts[rows], statuses)
        return found

    @cached_property
    def _lists(self) -> Any:
        return self._facts.arrow("before_values")

    @cached_property
    def _numbers(self) -> Floats:
        """Of all reports before, one after another."""
        return np.asarray(self._lists.flatten().to_numpy(zero_copy_only=False), np.float64)

    @cached_property
    def _starts(self) -> Indices:
        """(reports,): where the numbers of each begin; of one that has none it says nothing."""
        lengths = pc.fill_null(pc.list_value_length(self._lists), 0).to_numpy(zero_copy_only=False)
        return np.asarray(np.cumsum(lengths) - lengths, np.intp)
