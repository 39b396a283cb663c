"""A facts frame column by column, each taken out of pandas once however many parts of it are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

_ASCII: Final = 128


class Columns:
    """The columns of a frame. Arrays are views of what pandas holds where that is possible.

    `checked` is whether they are known to be those of facts of one edition.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self.names = frozenset(frame.columns)
        self.checked = False
        self._numbers: dict[str, NDArray[np.float64] | None] = {}
        self._letters: dict[tuple[str, int], NDArray[np.uint8] | None] = {}

    def numbers(self, name: str) -> NDArray[np.float64] | None:
        """The column as float64, NaN for null; None where it is no column of numbers."""
        if name not in self._numbers:
            column = self.frame[name]
            self._numbers[name] = (
                column.to_numpy(dtype=np.float64, na_value=np.nan) if column.dtype.kind in "iuf" else None
            )
        return self._numbers[name]

    def letters(self, name: str, width: int) -> NDArray[np.uint8] | None:
        """(rows, width): the bytes of a column of ASCII texts of that width, where Arrow holds such.

        None for everything else.
        """
        if (name, width) not in self._letters:
            self._letters[name, width] = _letters(self.frame[name], width)
        return self._letters[name, width]


def _letters(column: pd.Series, width: int) -> NDArray[np.uint8] | None:
    array: Any = pa.array(column.array)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)) or array.null_count:
        return None
    _, offsets, data = array.buffers()
    kind = np.int64 if pa.types.is_large_string(array.type) else np.int32
    if data is None or offsets is None:
        return None
    ends = np.frombuffer(offsets, kind)[array.offset :][: len(array) + 1]
    if not (np.diff(ends) == width).all():
        return None
    codes = np.frombuffer(data, np.uint8)[ends[0] : ends[-1]]
    if codes.size and codes.max() >= _ASCII:
        return None
    return codes.reshape(len(array), width)
