"""Looks up many cells (or sections) of many reports at once, in frames that come piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Indices = NDArray[np.int64]

# Columns are Any: pyarrow's stubs know neither chunked structs nor lists of them.


def take_rows(pieces: Iterable[pa.Table], wanted: Sequence[tuple[str, ...]], keys: Sequence[str]) -> pa.Table:
    """The rows with these keys, beside `wanted`; a row of nulls where there is none.

    No more than one piece and what is found is in memory. Of two rows with one key the first is found.

    Args:
        pieces: of one frame, each with the columns `keys` and those that are asked for; at least one.
        wanted: values of `keys`.
        keys: names of columns of strings.
    """
    columns: list[Any] = [pa.array(values, pa.string()) for values in zip(*wanted, strict=True)]
    places = np.full(len(wanted), -1, dtype=np.int64)
    taken: list[pa.Table] = []
    number = 0
    for piece in pieces:
        rows = find_rows(piece, columns, keys) if wanted else places
        found = np.flatnonzero((rows >= 0) & (places < 0))
        places[found] = np.arange(number, number + len(found))
        number += len(found)
        taken.append(piece.take(rows[found]))
    indices: Any = pa.array(places, mask=places < 0)
    return pa.concat_tables(taken).combine_chunks().take(indices)


def find_rows(table: pa.Table, wanted: Sequence[Any], keys: Sequence[str]) -> Indices:
    """Where in `table` the rows stand whose `keys` have the `wanted` values; -1 where there is none.

    Millions of rows are searched in a fraction of a second: each key column becomes a number first.

    Args:
        table: to search.
        wanted: Arrow arrays of one length, one a key.
        keys: names of columns of strings.
    """
    count = len(wanted[0])
    if not table.num_rows:
        return np.full(count, -1, dtype=np.int64)
    numbers = np.zeros(table.num_rows, dtype=np.int64)
    sought = np.zeros(count, dtype=np.int64)
    known = np.ones(count, dtype=np.bool_)
    for name, values in zip(keys, wanted, strict=True):
        codes, places, size = _codes(table[name], values)
        numbers = numbers * size + codes
        sought = sought * size + places
        known &= places >= 0
    candidates = np.flatnonzero(np.isin(numbers, sought[known]))
    order = candidates[np.argsort(numbers[candidates], kind="stable")]
    return _search(numbers[order], order, np.where(known, sought, -1))


def _codes(column: Any, values: Any) -> tuple[Indices, Indices, int]:
    """The column's and the values' numbers in the column's dictionary, -1 for a value it has not."""
    encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
    places = pc.index_in(values, value_set=encoded.dictionary)
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
