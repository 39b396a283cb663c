"""Where a run keeps what Great Expectations says of its batches."""

from __future__ import annotations

from typing import Any

from great_expectations.core.expectation_validation_result import expectationSuiteValidationResultSchema
from great_expectations.data_context.store import validation_results_store as stock


class ValidationResultsStore(stock.ValidationResultsStore):
    """Great Expectations' own store, whose JSON is not indented: no person reads it.

    Only without indentation does Python write JSON in C. Of a batch with 40,000 findings that saves more
    than a second, and millions of small texts that are in memory all at once. It has the name of the other
    because a project without a store of that name is given one.
    """

    def serialize(self, value: Any) -> str:
        return str(expectationSuiteValidationResultSchema.dumps(value.to_json_dict(), sort_keys=True))
