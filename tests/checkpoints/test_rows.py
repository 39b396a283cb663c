"""Many look-ups at once find what a plain search finds."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checkpoints._rows import find_rows

KEYS = st.tuples(*[st.sampled_from(["", "a", "b", "\0", "很"])] * 3)
NAMES = ("report_id", "path", "cell")


def table(keys, chunk):
    chunks = [keys[start : start + chunk] for start in range(0, len(keys), chunk)]
    columns = [
        pa.chunked_array([pa.array([key[i] for key in part], pa.string()) for part in chunks], pa.string())
        for i in range(3)
    ]
    return pa.table(columns, names=NAMES)


@given(st.lists(KEYS, unique=True), st.lists(KEYS), st.integers(1, 4))
def test_find_rows(keys, wanted, chunk):
    found = find_rows(table(keys, chunk), wanted, "cell").tolist()
    assert found == [keys.index(key) if key in keys else -1 for key in wanted]


def test_the_first_of_two_rows_with_one_key_is_found():
    assert find_rows(table([("a", "b", ""), ("a", "b", "")], 1), [("a", "b", "")], "cell").tolist() == [0]
