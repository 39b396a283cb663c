"""The map expectation as an oracle: where nothing is blank, it must agree with the verdicts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.expectations import ExpectMulticolumnLinearCombinationToBeZero
from gongkai.forms import Identity
from gongkai.rules import Answer, Catalogue, catalogues, judge

EVERY = pytest.mark.parametrize("pack", catalogues(), ids=lambda pack: pack.name)
IDS = {"result_format": "COMPLETE", "return_unexpected_index_query": False}


def stock(identity: Identity) -> ExpectMulticolumnLinearCombinationToBeZero:
    return ExpectMulticolumnLinearCombinationToBeZero(
        column_list=list(identity.cells),
        coefficients=[1] * len(identity.left) + [-1] * len(identity.right),
    )


@EVERY
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_both_find_the_same_violations(
    pack: Catalogue,
    data: st.DataObject,
    make_frame: Callable[..., pd.DataFrame],
    as_batch: Callable[..., Any],
) -> None:
    identity = data.draw(st.sampled_from(pack.edition.identities))
    values = st.one_of(st.integers(0, 99), st.sampled_from(["blank", "missing"]))
    changes = st.dictionaries(st.sampled_from(identity.cells), values, max_size=3)
    frame = make_frame(pack.edition, *data.draw(st.lists(changes, min_size=1, max_size=20)))
    answers = judge(pack, frame).of(identity.id)
    result = as_batch(frame).validate(stock(identity), result_format=IDS)
    full = frame[list(identity.cells)].notna().all(axis=1).to_numpy()
    violated = np.flatnonzero((answers == Answer.VIOLATED) & full)
    assert result.result.get("unexpected_index_list", []) == violated.tolist()
    assert set(answers[full]) <= {Answer.HOLDS, Answer.VIOLATED}


def test_nulls_are_left_out_and_coefficients_count(as_batch: Callable[..., Any]) -> None:
    frame = pd.DataFrame({"a": [3, 5, 0, None], "b": [1, 2, 0, 1]})
    expectation = ExpectMulticolumnLinearCombinationToBeZero(column_list=["a", "b"], coefficients=[1, -3])
    result = as_batch(frame).validate(expectation, result_format=IDS)
    assert result.result["unexpected_index_list"] == [1]


def test_a_string_cell_is_a_problem_and_no_success(as_batch: Callable[..., Any]) -> None:
    frame = pd.DataFrame({"a": ["x"], "b": [1]})
    result = as_batch(frame).validate(
        ExpectMulticolumnLinearCombinationToBeZero(column_list=["a", "b"], coefficients=[1, -1])
    )
    assert result.success is False
