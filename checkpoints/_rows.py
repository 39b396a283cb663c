"""Looks up many cells (or sections) of many reports at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Indices = NDArray[np.int64]


def find_rows(table: pa.Table, wanted: Sequence[tuple[str, str, str]], third: str) -> Indices:
    """Where in `table` the rows of (report_id, path, `third`) stand; -1 where there is none.

    Two million cells are searched in a fraction of a second: each key column becomes a number first.
    """
    if not wanted or not table.num_rows:
        return np.full(len(wanted), -1, dtype=np.int64)
    keys = np.zeros(table.num_rows, dtype=np.int64)
    sought = np.zeros(len(wanted), dtype=np.int64)
    known = np.ones(len(wanted), dtype=np.bool_)
    for name, values in zip(("report_id", "path", third), zip(*wanted, strict=True), strict=True):
        codes, places, size = _codes(table[name], values)
        keys = keys * size + codes
        sought = sought * size + places
        known &= places >= 0
    candidates = np.flatnonzero(np.isin(keys, sought[known]))
    order = candidates[np.argsort(keys[candidates], kind="stable")]
    return _search(keys[order], order, np.where(known, sought, -1))


def _codes(column: Any, values: Sequence[str]) -> tuple[Indices, Indices, int]:
    """The column's and the values' numbers in the column's dictionary, -1 for a value it has not."""
    encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
    places: Any = pc.index_in(pa.array(values, pa.string()), value_set=encoded.dictionary)
    return (
        encoded.indices.to_numpy().astype(np.int64),
        places.fill_null(-1).to_numpy().astype(np.int64),
        len(encoded.dictionary),
    )


def _search(keys: Indices, rows: Indices, sought: Indices) -> Indices:
    if not len(keys):
        return np.full(len(sought), -1, dtype=np.int64)
    places = np.minimum(np.searchsorted(keys, sought), len(keys) - 1)
    return np.where(keys[places] == sought, rows[places], -1)
