"""Our side of the validation benchmark: the rules of sums and of counts, through Great Expectations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import pandas as pd
from benchmarks._arithmetic import EDITION, Failing, Side
from benchmarks._pairs import WrongResultError
from benchmarks._suites import definition_in, quiet_context, suite_of, validate
from great_expectations.core import ExpectationSuiteValidationResult

from gongkai.rules import Rule, catalogue

_COMPLETE: Final = {"result_format": "COMPLETE"}


def asked(rule: Rule) -> bool:
    """Whether a rule is one that the peers check too."""
    return rule.kind == "identity" or _of_counts(rule)


@contextmanager
def prepared(facts: pd.DataFrame, wanted: Callable[[Rule], bool] = asked) -> Iterator[Side]:
    """The side of a facts frame, which is not changed; to be run inside.

    Of other rules that are wanted it names nothing, however they are run.
    """
    context = quiet_context()
    with suite_of(context, catalogue(EDITION.id), wanted) as suite:
        definition = definition_in(context)
        yield lambda: _failing(validate(definition, facts, suite, _COMPLETE))


def _failing(result: ExpectationSuiteValidationResult) -> Failing:
    failing: Failing = set()
    for one in result.results:
        if one.expectation_config is None or "gongkai" not in one.result:
            raise WrongResultError(f"a rule gave no result: {one.exception_info}")
        failing.update(_named(one.expectation_config.kwargs["rule"], one.result))
    return failing


def _named(rule_id: str, result: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """An identity fails as a whole; of counts, each cell that its findings name."""
    rule = catalogue(EDITION.id).rule(rule_id)
    if rule.kind == "identity":
        for row in result["unexpected_index_list"]:
            yield row["report_id"], rule_id
    elif _of_counts(rule):
        for finding in result["gongkai"]["findings"]:
            for cell in finding["cells"]:
                yield finding["report_id"], cell


def _of_counts(rule: Rule) -> bool:
    return (rule.kind, rule.aspect) == ("cell_numbers", "count")
