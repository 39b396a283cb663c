"""What an organ printed in earlier years, beside each report of a batch."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from gongkai.rules._facts import Facts, Floats, Indices

_COLUMN: Final = "history"


class Past:
    """What is usual for the cells that the edition watches; see `relations.HISTORY` for its fields."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    @cached_property
    def known(self) -> bool:
        """Whether the reports were compared at all."""
        return self._facts.has(_COLUMN)

    def of(self, cell_id: str, field: str) -> Floats:
        """(reports,): the field of that cell, NaN where there is none.

        Raises:
            ValueError: the edition does not watch the cell.
        """
        place = self._facts.edition.watched.index(cell_id)
        found = np.full(self._facts.count, np.nan)
        if len(self._rows):
            numbers: Any = pc.cast(self._items.field(field), pa.float64())
            width = len(self._facts.edition.watched)
            found[self._rows] = numbers.to_numpy(zero_copy_only=False).reshape(-1, width)[:, place]
        return found

    @cached_property
    def _lists(self) -> Any:
        """None where no report has any."""
        lists = self._facts.arrow(_COLUMN)
        return lists if pa.types.is_list(lists.type) and pa.types.is_struct(lists.type.value_type) else None

    @cached_property
    def _rows(self) -> Indices:
        """Positions of the reports that have a history."""
        if not self.known or self._lists is None:
            return np.empty(0, np.intp)
        return np.flatnonzero(pc.is_valid(self._lists).to_numpy(zero_copy_only=False))

    @cached_property
    def _items(self) -> Any:
        return self._lists.flatten()
