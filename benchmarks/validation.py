"""Validation of a large batch: our suite against the stock suite, which says less of the same reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import great_expectations as gx
from benchmarks._facts import EDITION, facts
from benchmarks._pairs import Comparison, Target, WrongResultError, by_turns
from great_expectations.core import ExpectationSuite, ExpectationSuiteValidationResult
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.datasource.fluent.interfaces import Batch
from great_expectations.expectations.core.expect_column_values_to_be_between import (
    ExpectColumnValuesToBeBetween,
)

from gongkai.expectations import SUITES, ExpectMulticolumnLinearCombinationToBeZero, build_suites
from gongkai.rules import catalogue

_TARGET: Final = Target("at least", 10)
_OURS: Final = {"result_format": "COMPLETE"}
_STOCK: Final = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": ["report_id"],
    # Its text is huge and names no report; stock is quicker without it.
    "return_unexpected_index_query": False,
}

Failing = set[tuple[str, str]]
"""Report id and what fails in it: the id of an identity or of a cell."""


def compare(pairs: int, number: int) -> list[Comparison]:
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    asset = context.data_sources.add_pandas("facts").add_dataframe_asset("facts")
    batch = asset.add_batch_definition_whole_dataframe("facts").get_batch({"dataframe": facts(number)})
    our_suite = next(suite for suite in build_suites(context) if suite.name == SUITES[EDITION.id])
    stock_suite = context.suites.add(_stock_suite())
    sums, negatives = _check(_validate(batch, our_suite, _OURS), _validate(batch, stock_suite, _STOCK))
    return [
        Comparison(
            "validation",
            f"our suite, {len(our_suite.expectations)} rules",
            f"stock suite, {len(stock_suite.expectations)} expectations",
            by_turns(
                lambda: _validate(batch, our_suite, _OURS),
                lambda: _validate(batch, stock_suite, _STOCK),
                pairs,
            ),
            "cpu",
            _TARGET,
            f"{number} reports of edition {EDITION.id}; both find the same {sums} failing (report, identity) "
            f"pairs and the same {negatives} (report, cell) pairs of negative counts",
        )
    ]


def _stock_suite() -> ExpectationSuite:
    """One map expectation an identity, one ExpectColumnValuesToBeBetween a count; not a rule more."""
    identities = [
        ExpectMulticolumnLinearCombinationToBeZero(
            column_list=list(identity.cells),
            coefficients=[1] * len(identity.left) + [-1] * len(identity.right),
            meta={"identity": identity.id},
        )
        for identity in EDITION.identities
    ]
    counts = [
        ExpectColumnValuesToBeBetween(column=cell.id, min_value=0, meta={"cell": cell.id})
        for cell in EDITION.cells.values()
        if cell.kind == "count"
    ]
    return ExpectationSuite(name="stock", expectations=[*identities, *counts])


def _validate(
    batch: Batch, suite: ExpectationSuite, result_format: dict[str, Any]
) -> ExpectationSuiteValidationResult:
    return batch.validate(suite, result_format=result_format)


def _check(
    ours: ExpectationSuiteValidationResult, stock: ExpectationSuiteValidationResult
) -> tuple[int, int]:
    """How many failing sums and negative counts both find.

    Raises:
        WrongResultError: they do not find the same.
    """
    found = []
    for subject, own in (("identity", _our_sums(ours)), ("cell", _our_negatives(ours))):
        other = set(_stock_failing(stock, subject))
        if own != other or not own:
            raise WrongResultError(
                f"{subject}: {len(own)} by ours, {len(other)} by stock; in one: {sorted(own ^ other)[:3]}"
            )
        found.append(len(own))
    return found[0], found[1]


def _our_sums(result: ExpectationSuiteValidationResult) -> Failing:
    identities = {identity.id for identity in EDITION.identities}
    return {
        (row["report_id"], rule)
        for rule, outcome in _by_rule(result)
        if rule in identities
        for row in outcome["unexpected_index_list"]
    }


def _our_negatives(result: ExpectationSuiteValidationResult) -> Failing:
    rules = catalogue(EDITION.id)
    return {
        (finding["report_id"], cell)
        for rule, outcome in _by_rule(result)
        if (rules.rule(rule).kind, rules.rule(rule).aspect) == ("cell_numbers", "count")
        for finding in outcome["gongkai"]["findings"]
        for cell in finding["cells"]
    }


def _by_rule(result: ExpectationSuiteValidationResult) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in result.results:
        if one.expectation_config is None or "gongkai" not in one.result:
            raise WrongResultError(f"a rule gave no result: {one.exception_info}")
        yield one.expectation_config.kwargs["rule"], one.result


def _stock_failing(result: ExpectationSuiteValidationResult, subject: str) -> Iterator[tuple[str, str]]:
    for one in result.results:
        meta = (one.expectation_config and one.expectation_config.meta) or {}
        if subject in meta:
            if "unexpected_count" not in one.result:
                raise WrongResultError(f"{meta[subject]} gave no result: {one.exception_info}")
            for row in one.result.get("unexpected_index_list") or ():
                yield row["report_id"], meta[subject]
