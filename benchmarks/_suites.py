"""Our suites with some rules alone, and the batches that Great Expectations runs them on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import great_expectations as gx
import pandas as pd
from great_expectations.core import ExpectationSuite, ExpectationSuiteValidationResult
from great_expectations.core.batch_definition import BatchDefinition
from great_expectations.data_context import EphemeralDataContext
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.datasource.fluent.interfaces import Batch
from great_expectations.validator.v1_validator import Validator

from gongkai.expectations import build_suite
from gongkai.rules import Catalogue, Rule, RulePack, use

_SOURCE: Final = "facts"


def quiet_context() -> EphemeralDataContext:
    """Without progress bars, which take time of their own."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    return context


def batches(context: EphemeralDataContext, frames: list[pd.DataFrame]) -> list[Batch]:
    """One a frame."""
    definition = definition_in(context)
    return [definition.get_batch({"dataframe": frame}) for frame in frames]


def definition_in(context: EphemeralDataContext) -> BatchDefinition[Any]:
    """A data source for frames, which is handed one at a time."""
    asset = context.data_sources.add_pandas(_SOURCE).add_dataframe_asset("facts")
    return asset.add_batch_definition_whole_dataframe("facts")


def validate(
    definition: BatchDefinition[Any],
    frame: pd.DataFrame,
    suite: ExpectationSuite,
    result_format: dict[str, Any],
) -> ExpectationSuiteValidationResult:
    """What a batch's own `validate` does; nothing of it is kept.

    A data source keeps all that was computed on its batches, gigabytes of a large one.
    """
    try:
        return Validator(
            batch_definition=definition, batch_parameters={"dataframe": frame}, result_format=result_format
        ).validate_expectation_suite(suite)
    finally:
        definition.data_asset.datasource.get_execution_engine().batch_manager.reset_batch_cache()


@contextmanager
def suite_of(
    context: EphemeralDataContext, whole: Catalogue, wanted: Callable[[Rule], bool]
) -> Iterator[ExpectationSuite]:
    """The suite of some rules of a catalogue; it can be run inside."""
    with use(_alone(whole, wanted)) as used:
        few = used[whole.edition.id]
        suite = build_suite(context, few)
        # Rules that are switched off cost an expectation each: those that are wanted stand without them.
        kept = [one.copy(update={"id": None}) for one in suite.expectations if not few.rule(one.rule).off]  # type: ignore[attr-defined]
        yield ExpectationSuite(name=suite.name, expectations=kept, meta=suite.meta)


def _alone(whole: Catalogue, wanted: Callable[[Rule], bool]) -> RulePack:
    off = {rule.id: "off" for rule in whole.rules if not wanted(rule)}
    return RulePack.parse(json.dumps({"name": "some", "version": "1", "severity": off}))
