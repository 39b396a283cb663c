"""Hashes of columns of lists and structures."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from great_expectations.execution_engine import pandas_execution_engine
from hypothesis import given
from hypothesis import strategies as st

from gongkai import demo, loaders
from gongkai.loaders._nested import NestedArray, NestedDtype, row_hashes

KIND = pa.list_(
    pa.struct(
        [
            ("topic", pa.string()),
            ("value", pa.float64()),
            ("day", pa.date32()),
            ("sure", pa.bool_()),
            ("lists", pa.list_(pa.int32())),
        ]
    )
)
ITEM = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {
            "topic": st.one_of(st.none(), st.sampled_from(["", "a", "b", "收费"])),
            "value": st.one_of(st.none(), st.sampled_from([0.0, 1.0, 2.5])),
            "day": st.one_of(st.none(), st.dates()),
            "sure": st.one_of(st.none(), st.booleans()),
            "lists": st.one_of(st.none(), st.lists(st.one_of(st.none(), st.integers(0, 2)), max_size=3)),
        }
    ),
)
ROWS = st.lists(st.one_of(st.none(), st.lists(ITEM, max_size=3)), max_size=8)


@given(ROWS)
def test_rows_have_the_same_hash_where_they_are_the_same(rows):
    hashes = row_hashes(pa.array(rows, KIND))
    assert hashes.dtype == np.uint64
    for one, its in zip(rows, hashes, strict=True):
        for other, others in zip(rows, hashes, strict=True):
            assert (one == other) == (its == others), (one, other)


def test_a_null_beside_changes_no_hash():
    for values in ([1, None], [True, None], [0.5, None], ["a", None], [dt.date(2024, 1, 1), None]):
        both, alone = pa.array(values), pa.array(values[:1])
        assert row_hashes(both)[0] == row_hashes(alone)[0], values


@given(ROWS, st.data())
def test_a_hash_does_not_depend_on_the_rows_beside(rows, data):
    whole = pa.array(rows, KIND)
    start = data.draw(st.integers(0, len(rows)))
    stop = data.draw(st.integers(start, len(rows)))
    assert row_hashes(whole.slice(start, stop - start)).tolist() == row_hashes(whole)[start:stop].tolist()
    parts = pd.Series(pa.chunked_array([whole[:start], whole[start:]], KIND), dtype=NestedDtype(KIND))
    assert pd.util.hash_pandas_object(parts, index=False).tolist() == row_hashes(whole).tolist()


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    for place, sample in enumerate(demo.clean_samples(3, years=(2023,))):
        (folder / f"{place}.txt").write_bytes(demo.render(sample, "text.tabs").data)
    (table,) = loaders.load([folder]).facts.values()
    return table


def test_great_expectations_takes_a_fingerprint_of_facts_without_copying_them(facts, monkeypatch):
    def refuse(*_):
        raise AssertionError("the frame was pickled")

    monkeypatch.setattr(pandas_execution_engine.pickle, "dumps", refuse)
    frame = loaders.facts_to_pandas(facts)
    prints = [
        pandas_execution_engine.hash_pandas_dataframe(one)
        for one in (frame, frame.iloc[[0, 1, 2]], frame.iloc[[1, 0, 2]])
    ]
    assert prints[0] == prints[1] != prints[2]
    assert isinstance(frame["claims"].array, NestedArray)


def test_another_claim_is_another_fingerprint(facts):
    claims = facts["claims"].to_pylist()
    assert claims[0]
    place = facts.column_names.index("claims")
    kind = facts["claims"].type
    fewer = facts.set_column(place, "claims", pa.array([claims[0][1:], *claims[1:]], kind))
    frames = map(loaders.facts_to_pandas, (facts, fewer))
    one, other = map(pandas_execution_engine.hash_pandas_dataframe, frames)
    assert one != other
