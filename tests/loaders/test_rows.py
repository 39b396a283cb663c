"""Many look-ups at once find what a plain search finds, however the rows are cut into pieces."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from gongkai.loaders._rows import take_rows

NAMES = ("report_id", "path", "cell")
KEYS = st.tuples(*[st.sampled_from(["", "a", "b", "\0", "很"])] * len(NAMES))


def table(keys, first, chunk):
    """The keys, and the number of each."""
    chunks = [keys[start : start + chunk] for start in range(0, len(keys), chunk)]
    columns = [
        pa.chunked_array([pa.array([key[i] for key in part], pa.string()) for part in chunks], pa.string())
        for i in range(len(NAMES))
    ]
    return pa.table([*columns, pa.array(range(first, first + len(keys)), pa.int64())], names=[*NAMES, "n"])


def found(keys, wanted, piece=5, chunk=2):
    starts = range(0, max(len(keys), 1), piece)
    pieces = (table(keys[start : start + piece], start, chunk) for start in starts)
    return take_rows(pieces, wanted, NAMES)["n"].to_pylist()


@given(st.lists(KEYS, unique=True), st.lists(KEYS), st.integers(1, 4), st.integers(1, 9))
def test_every_row_is_found(keys, wanted, chunk, piece):
    assert found(keys, wanted, piece, chunk) == [keys.index(key) if key in keys else None for key in wanted]


def test_the_first_of_two_rows_with_one_key_is_found():
    key = ("a", "b", "")
    assert found([key, key], [key]) == found([key, key], [key], piece=1) == [0]
