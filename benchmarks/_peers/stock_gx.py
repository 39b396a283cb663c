"""Great Expectations without us: a map expectation a sum, and one of its own expectations a count."""

from __future__ import annotations

from functools import partial
from typing import Final

import pandas as pd
from benchmarks._arithmetic import COUNTS, IDENTITIES, REPORT, Failing, Side
from benchmarks._pairs import WrongResultError
from benchmarks._suites import batches, quiet_context
from great_expectations.core import ExpectationSuite
from great_expectations.datasource.fluent.interfaces import Batch
from great_expectations.expectations.core.expect_column_values_to_be_between import (
    ExpectColumnValuesToBeBetween,
)

from gongkai.expectations import ExpectMulticolumnLinearCombinationToBeZero

_FORMAT: Final = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": [REPORT],
    # Its text is huge and names no report; it is quicker without it.
    "return_unexpected_index_query": False,
}


def prepare(narrow: pd.DataFrame) -> Side:
    context = quiet_context()
    (batch,) = batches(context, [narrow])
    return partial(_run, batch, context.suites.add(_suite()))


def _suite() -> ExpectationSuite:
    sums = [
        ExpectMulticolumnLinearCombinationToBeZero(
            column_list=list(identity.cells),
            coefficients=[1] * len(identity.left) + [-1] * len(identity.right),
            meta={"what": identity.id},
        )
        for identity in IDENTITIES
    ]
    counts = [ExpectColumnValuesToBeBetween(column=cell, min_value=0, meta={"what": cell}) for cell in COUNTS]
    return ExpectationSuite(name="stock", expectations=[*sums, *counts])


def _run(batch: Batch, suite: ExpectationSuite) -> Failing:
    failing: Failing = set()
    for one in batch.validate(suite, result_format=_FORMAT).results:
        if one.expectation_config is None or "unexpected_count" not in one.result:
            raise WrongResultError(f"an expectation gave no result: {one.exception_info}")
        what = (one.expectation_config.meta or {})["what"]
        failing.update((row[REPORT], what) for row in one.result.get("unexpected_index_list") or ())
    return failing
