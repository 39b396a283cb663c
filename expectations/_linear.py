"""Linear identities as a plain map expectation: slower, with no notion of a blank, and so a good oracle."""

from __future__ import annotations

from typing import Any, ClassVar, Final, Literal

import pandas as pd
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import MulticolumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider.multicolumn_condition_partial import (
    multicolumn_condition_partial,
)
from great_expectations.expectations.metrics.map_metric_provider.multicolumn_map_metric_provider import (
    MulticolumnMapMetricProvider,
)

_METRIC: Final = "multicolumn_values.linear_combination_zero"


class MulticolumnLinearCombinationZero(MulticolumnMapMetricProvider):
    """Whether the columns of `column_list`, each times its integer of `coefficients`, add up to 0."""

    condition_metric_name = _METRIC
    condition_value_keys = ("coefficients",)

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator] # GX's own
    def _pandas(cls, column_list: pd.DataFrame, **kwargs: Any) -> pd.Series:  # noqa: N805 - GX makes it a class method
        total = pd.Series(0, index=column_list.index)
        for name, coefficient in zip(column_list.columns, kwargs["coefficients"], strict=True):
            total = total + column_list[name] * coefficient
        return total == 0


class ExpectMulticolumnLinearCombinationToBeZero(MulticolumnMapExpectation):
    """Each row's columns, times their coefficients, add up to 0; a row with a null is left out.

    Attributes:
        column_list: the columns.
        coefficients: one integer a column; integers keep the arithmetic exact.
    """

    coefficients: list[int]
    ignore_row_if: Literal["any_value_is_missing"] = "any_value_is_missing"

    map_metric: ClassVar[str] = _METRIC
    success_keys: ClassVar[tuple[str, ...]] = ("coefficients", "mostly")
    args_keys: ClassVar[tuple[str, ...]] = ("column_list", "coefficients")
