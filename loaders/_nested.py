"""Columns of lists and structures in a pandas frame, which pandas itself cannot take a hash of.

Great Expectations takes a fingerprint of every frame that it is given. Of a frame with such a column it would
have to make a copy of the whole frame first.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
"""Odd, so that a product with it loses nothing."""
_NULL: Final = np.uint64(0xD6E8FEB86659FD93)


class NestedArray(pd.arrays.ArrowExtensionArray):
    """pandas' own array of Arrow's lists or structures, that has hashes as well."""

    def _hash_pandas_object(self, *, encoding: str, hash_key: str, categorize: bool) -> Hashes:
        # The name is pandas' own for what its extension arrays may define.
        del encoding, hash_key, categorize
        array: Any = self.__arrow_array__()
        return row_hashes(array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array)


class NestedDtype(pd.ArrowDtype):
    """What `NestedArray` is made by."""

    def construct_array_type(self) -> type[NestedArray]:
        return NestedArray


def row_hashes(array: Any) -> Hashes:
    """(rows,): a hash of each row of an Arrow array, which depends on what is in that row alone."""
    valid = array.is_valid().to_numpy(zero_copy_only=False)
    if pa.types.is_struct(array.type):
        hashes = np.zeros(len(array), np.uint64)
        for field in array.flatten():
            hashes = hashes * _FACTOR + row_hashes(field)
    elif pa.types.is_list(array.type):
        hashes = _of_lists(array)
    else:
        # Beside a null pandas would take the others for values of another kind.
        hashes = np.empty(len(array), np.uint64)
        hashes[valid] = pd.util.hash_array(pd.arrays.ArrowExtensionArray(array.drop_null()))
    return np.where(valid, hashes, _NULL)


def _of_lists(array: Any) -> Hashes:
    """The sum of all elements, each times a number that goes by its place."""
    lengths = pc.fill_null(pc.list_value_length(array), 0).to_numpy(zero_copy_only=False).astype(np.int64)
    ends = np.cumsum(lengths)
    places = np.arange(lengths.sum()) - np.repeat(ends - lengths, lengths)
    elements = _mixed(row_hashes(array.flatten()) + _mixed(places.astype(np.uint64)))
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(elements, dtype=np.uint64)])
    return _mixed(sums[ends] - sums[ends - lengths] + lengths.astype(np.uint64))


def _mixed(hashes: Hashes) -> Hashes:
    """So that neighbours lie far apart."""
    hashes = (hashes + _FACTOR) * _FACTOR
    return (hashes ^ (hashes >> np.uint64(32))) * _FACTOR
