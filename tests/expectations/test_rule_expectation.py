"""What a stock Great Expectations user gets back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import great_expectations as gx
import numpy as np
import pandas as pd
import pytest
from great_expectations.expectations.registry import get_expectation_impl

from gongkai.expectations import BY_KIND, SUITES, build_suites
from gongkai.rules import KINDS, Answer, Catalogue, Finding, catalogues, describe, judge

PACK = catalogues()[-1]
EDITION = PACK.edition
IDENTITY = EDITION.identities[0]
COMPLETE = {"result_format": "COMPLETE", "return_unexpected_index_query": False}


@pytest.fixture(scope="session")
def suite(context: Any) -> gx.ExpectationSuite:
    build_suites(context)
    return context.suites.get(SUITES[EDITION.id])


def expectation(rule_id: str, **other: Any) -> Any:
    rule = PACK.rule(rule_id)
    return BY_KIND[rule.kind](**{"rule": rule_id, "pack": PACK.name, "pack_hash": PACK.hash, **other})


def test_there_is_one_registered_class_a_kind() -> None:
    assert set(BY_KIND) == set(KINDS)
    for kind, impl in BY_KIND.items():
        assert impl.kind() == kind
        assert get_expectation_impl(impl.expectation_type) is impl


def test_a_suite_answers_as_the_judge_does(
    suite: gx.ExpectationSuite, make_frame: Callable[..., pd.DataFrame], as_batch: Callable[..., Any]
) -> None:
    section = EDITION.sections[0].id
    frame = make_frame(
        EDITION,
        {},
        {IDENTITY.left[0]: 999},
        {IDENTITY.right[0]: "blank"},
        {cell.id: "missing" for cell in EDITION.tables[0].cells},
        {f"section.{section}": None, "title_year": None},
    )
    verdicts = judge(PACK, frame)
    validated = as_batch(frame).validate(suite, result_format=COMPLETE)
    results = {result.expectation_config.kwargs["rule"]: result for result in validated.results}
    assert list(results) == [rule.id for rule in PACK.rules]
    assert validated.statistics["evaluated_expectations"] == len(PACK.rules)
    for rule in PACK.rules:
        result = results[rule.id]
        answers = verdicts.of(rule.id)
        counts = {answer: int((answers == answer).sum()) for answer in Answer}
        ours = result.result["gongkai"]
        assert result.success == (counts[Answer.VIOLATED] == 0)
        assert result.result["element_count"] == len(frame)
        assert result.result["unexpected_count"] == ours["violated"] == counts[Answer.VIOLATED]
        assert result.result["unexpected_percent"] == 100 * counts[Answer.VIOLATED] / len(frame)
        assert ours["cannot_tell"] == counts[Answer.CANNOT_TELL]
        assert (ours["holds"], ours["holds_with_blanks"]) == (
            counts[Answer.HOLDS],
            counts[Answer.HOLDS_WITH_BLANKS],
        )
        assert result.result["unexpected_index_list"] == verdicts.reports(rule.id, Answer.VIOLATED)
        findings = [Finding.from_dict(one) for one in ours["findings"]]
        assert findings == list(verdicts.findings(rule.id))
        assert all(describe(rule, finding).zh for finding in findings)
    assert not validated.success


def test_every_violating_report_is_named_however_many(
    make_frame: Callable[..., pd.DataFrame], as_batch: Callable[..., Any]
) -> None:
    frame = make_frame(EDITION, {IDENTITY.left[0]: 999})
    many = pd.concat([frame] * 450, ignore_index=True).assign(report_id=[f"r{n}" for n in range(450)])
    result = as_batch(many).validate(expectation(IDENTITY.id), result_format="BASIC")
    assert [one["report_id"] for one in result.result["unexpected_index_list"]] == many["report_id"].tolist()


def test_a_stored_result_is_plain_json(
    context: Any, suite: gx.ExpectationSuite, make_frame: Callable[..., pd.DataFrame]
) -> None:
    frame = make_frame(EDITION, {IDENTITY.left[0]: 999}, {})
    batch = context.data_sources.add_pandas("stored").add_dataframe_asset("a")
    definition = gx.ValidationDefinition(
        name="stored", data=batch.add_batch_definition_whole_dataframe("b"), suite=suite
    )
    context.validation_definitions.add(definition)
    run = definition.run(batch_parameters={"dataframe": frame}, result_format=COMPLETE)
    key = context.validation_results_store.list_keys()[-1]
    stored = context.validation_results_store.get(key)
    found = {one.expectation_config.kwargs["rule"]: one.result for one in stored.results}[IDENTITY.id]
    assert found["unexpected_index_list"] == [{"report_id": "r0", "path": frame["path"][0]}]
    assert Finding.from_dict(found["gongkai"]["findings"][0]).difference == pytest.approx(
        frame[IDENTITY.left[0]][0] - frame[list(IDENTITY.right)].sum(axis=1)[0]
    )
    assert json.loads(json.dumps(run.to_json_dict()))["success"] is False


def test_cannot_tell_alone_does_not_fail(
    make_frame: Callable[..., pd.DataFrame], as_batch: Callable[..., Any]
) -> None:
    frame = make_frame(EDITION, {IDENTITY.right[0]: "blank"})
    result = as_batch(frame).validate(expectation(IDENTITY.id))
    assert result.success
    assert result.result["gongkai"]["cannot_tell"] == 1


def test_no_report_is_no_success(
    make_frame: Callable[..., pd.DataFrame], as_batch: Callable[..., Any]
) -> None:
    result = as_batch(make_frame(EDITION, {}).iloc[:0]).validate(expectation(IDENTITY.id))
    assert result.success is False
    assert result.result["element_count"] == 0


BROKEN: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "missing column": lambda frame: frame.drop(columns=EDITION.cell_ids[-1]),
    "string cell": lambda frame: frame.assign(**{EDITION.cell_ids[0]: "three"}),
    "statuses of a wrong length": lambda frame: frame.assign(statuses="oo"),
    "number called blank": lambda frame: frame.assign(**{EDITION.cell_ids[0]: np.nan}),
    "another edition": lambda frame: frame.assign(edition="1999"),
}


@pytest.mark.parametrize("how", list(BROKEN))
def test_a_broken_frame_is_a_problem_of_every_rule(
    how: str,
    suite: gx.ExpectationSuite,
    make_frame: Callable[..., pd.DataFrame],
    as_batch: Callable[..., Any],
) -> None:
    validated = as_batch(BROKEN[how](make_frame(EDITION, {}))).validate(suite)
    assert not validated.success
    assert len(validated.results) == len(PACK.rules)
    for result in validated.results:
        assert result.success is False
        raised = [info for info in result.exception_info.values() if isinstance(info, dict)]
        assert raised or result.exception_info["raised_exception"]
        assert "gongkai" not in result.result


@pytest.mark.parametrize(
    "other",
    [{"pack": "gongkai-1999"}, {"pack_hash": "0" * 64}, {"rule": "no.such.rule"}, {"rule": "sections.order"}],
    ids=["no such pack", "other rules", "no such rule", "rule of another kind"],
)
def test_a_suite_of_other_rules_is_a_problem(
    other: dict[str, str], make_frame: Callable[..., pd.DataFrame], as_batch: Callable[..., Any]
) -> None:
    result = as_batch(make_frame(EDITION, {})).validate(expectation(IDENTITY.id, **other))
    assert result.success is False
    assert "规则包" in json.dumps(result.exception_info, ensure_ascii=False)


@pytest.mark.parametrize("pack", catalogues(), ids=lambda pack: pack.name)
def test_clean_reports_pass_every_rule(
    pack: Catalogue, context: Any, make_frame: Callable[..., pd.DataFrame], as_batch: Callable[..., Any]
) -> None:
    build_suites(context)
    frame = make_frame(pack.edition, *[{}] * 20)
    validated = as_batch(frame).validate(context.suites.get(SUITES[pack.edition.id]))
    assert validated.success
    # A rule on what prose or other reports say is not run where they say nothing.
    assert {one.result["gongkai"]["holds"] for one in validated.results} == {0, len(frame)}
    assert not any(
        one.result["gongkai"][no] for one in validated.results for no in ("violated", "cannot_tell")
    )
