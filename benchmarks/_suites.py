"""Our suites with some rules alone, and the batches that Great Expectations runs them on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import great_expectations as gx
import pandas as pd
from great_expectations.core import ExpectationSuite
from great_expectations.data_context import EphemeralDataContext
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.datasource.fluent.interfaces import Batch

from gongkai.expectations import build_suite
from gongkai.rules import Catalogue, Rule, RulePack, use


def quiet_context() -> EphemeralDataContext:
    """Without progress bars, which take time of their own."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    return context


def batches(context: EphemeralDataContext, frames: list[pd.DataFrame]) -> list[Batch]:
    """One a frame."""
    asset = context.data_sources.add_pandas("facts").add_dataframe_asset("facts")
    definition = asset.add_batch_definition_whole_dataframe("facts")
    return [definition.get_batch({"dataframe": frame}) for frame in frames]


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
    off = "\n".join(f"  {rule.id}: off" for rule in whole.rules if not wanted(rule))
    return RulePack.parse(f"name: some\nversion: '1'\nseverity:\n{off}\n")
