"""Columns that list something for each report: looked at for all reports at once, or read for one."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gongkai.rules._facts import Facts, Floats, Indices


class Listed(NamedTuple):
    """What the lists of all reports hold, one after another.

    `rows` (items,) are positions of reports, `numbers` (items,) a field of each; `names` another.
    """

    rows: Indices
    numbers: Floats
    names: list[str]

    def most(self, name: str, count: int) -> Floats:
        """(reports,): the largest number of those with that name, NaN where a report has none."""
        wanted = np.array([one == name for one in self.names], np.bool_)
        found = np.full(count, np.nan)
        np.fmax.at(found, self.rows[wanted], self.numbers[wanted])
        return found


def listed(facts: Facts, column: str, number: str, name: str) -> Listed:
    """The fields `number` and `name` of a column of lists of structs."""
    lists = facts.arrow(column)
    if not (pa.types.is_list(lists.type) and pa.types.is_struct(lists.type.value_type)):
        return Listed(np.empty(0, np.intp), np.empty(0), [])
    items = lists.flatten()
    numbers: Any = pc.cast(pc.struct_field(items, number), pa.float64())
    return Listed(
        np.asarray(pc.list_parent_indices(lists).to_numpy(), np.intp),
        np.asarray(numbers.to_numpy(zero_copy_only=False), np.float64),
        pc.struct_field(items, name).to_pylist(),
    )


def items_of(facts: Facts, column: str, row: int) -> list[dict[str, Any]]:
    """What one report's list holds; empty for null."""
    found: list[dict[str, Any]] | None = facts.arrow(column)[row].as_py()
    return found or []
