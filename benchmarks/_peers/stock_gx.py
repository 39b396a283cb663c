"""Great Expectations without us: a map expectation a sum, and one of its own expectations a count."""

from __future__ import annotations

from typing import Final

import pandas as pd
from benchmarks._arithmetic import COUNTS, IDENTITIES, REPORT, Failing, Side
from benchmarks._pairs import WrongResultError
from benchmarks._suites import definition_in, quiet_context, validate
from great_expectations.core import ExpectationSuite, ExpectationSuiteValidationResult
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
    suite = context.suites.add(_suite())
    definition = definition_in(context)
    return lambda: _failing(validate(definition, narrow, suite, _FORMAT))


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


def _failing(result: ExpectationSuiteValidationResult) -> Failing:
    failing: Failing = set()
    for one in result.results:
        if one.expectation_config is None or "unexpected_count" not in one.result:
            raise WrongResultError(f"an expectation gave no result: {one.exception_info}")
        what = (one.expectation_config.meta or {})["what"]
        failing.update((row[REPORT], what) for row in one.result.get("unexpected_index_list") or ())
    return failing
