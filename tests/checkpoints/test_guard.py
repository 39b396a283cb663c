"""The false pass: what was not run is never called good."""

import datetime as dt
import json

import pytest

from gongkai.checkpoints._carry_out import carry_out
from gongkai.checkpoints._suite import StoredSuite, committed_suite
from gongkai.reviews import views
from gongkai.rules import catalogue


def tampered(change):
    """The committed suite of an edition after `change` to its JSON."""

    def suite_of(edition):
        suite = committed_suite(edition)
        stored = json.loads(suite.text)
        if edition == "2021":
            change(stored)
        return StoredSuite(suite.name, json.dumps(stored))

    return suite_of


def run_with(make, folder, change):
    frames = make.frames([make.report(1), make.report(2, edition="2019")])
    return carry_out(frames, folder, "zh", None, dt.datetime.now(dt.UTC), tampered(change))


def other_hash(suite):
    suite["meta"]["gongkai"]["hash"] = "0" * 64


def fewer_rules(suite):
    suite["expectations"].pop()


def no_rules(suite):
    suite["expectations"] = []
    suite["meta"]["gongkai"]["rules"] = 0


def no_meta(suite):
    suite["meta"] = {}


def one_rule_twice(suite):
    suite["expectations"][0]["kwargs"]["rule"] = suite["expectations"][1]["kwargs"]["rule"]


@pytest.mark.parametrize("change", [other_hash, fewer_rules, no_rules, no_meta, one_rule_twice])
def test_a_suite_that_is_not_the_pack_s_runs_nothing(make, tmp_path, change):
    run = run_with(make, tmp_path / "out", change)
    (problem,) = run.problems
    assert (problem.batch, problem.rule_id) == ("2021-2023", None)
    assert "python -m gongkai.expectations" in problem.message.zh
    assert run.exit_code("error") == 3
    outcomes = {batch.id: batch.outcomes for batch in run.batches}
    assert outcomes["2021-2023"] == {}
    assert len(outcomes["2019-2019"]) == len(catalogue("2019").rules)


def test_a_rule_whose_plugin_is_missing_is_a_problem_and_the_others_run(make, tmp_path):
    def forget(suite):
        suite["expectations"][0]["type"] = "expect_what_nobody_installed"

    run = run_with(make, tmp_path / "out", forget)
    first = catalogue("2021").rules[0].id
    assert [(problem.batch, problem.rule_id) for problem in run.problems] == [("2021-2023", first)]
    assert run.exit_code("info") == 3
    outcomes = {batch.id: batch.outcomes for batch in run.batches}["2021-2023"]
    assert list(outcomes) == [rule.id for rule in catalogue("2021").rules[1:]]


def test_a_rule_that_raises_is_a_problem_and_the_others_run(make, tmp_path):
    def mislead(suite):
        suite["expectations"][0]["kwargs"]["rule"], suite["expectations"][-1]["kwargs"]["rule"] = (
            suite["expectations"][-1]["kwargs"]["rule"],
            suite["expectations"][0]["kwargs"]["rule"],
        )

    run = run_with(make, tmp_path / "out", mislead)
    rules = catalogue("2021").rules
    assert [problem.rule_id for problem in run.problems] == [rules[0].id, rules[-1].id]
    assert all(problem.rule_id in problem.message.zh for problem in run.problems)
    assert all("没有类型" in problem.message.zh for problem in run.problems)


def test_one_broken_batch_does_not_stop_the_others(make, total, tmp_path):
    whole = make.frames([make.report(1, changes={total.left[0]: 3}), make.report(2, edition="2019")])
    broken = whole.facts["2021"].drop_columns([total.left[0]])
    torn = make.torn(whole, facts={**whole.facts, "2021": broken})
    run = carry_out(torn, tmp_path / "out", "zh", None, dt.datetime.now(dt.UTC))
    (problem,) = run.problems
    assert (problem.batch, problem.rule_id) == ("2021-2023", None)
    assert total.left[0] in problem.message.zh
    outcomes = {batch.id: batch.outcomes for batch in run.batches}
    assert outcomes["2021-2023"] == {}
    assert len(outcomes["2019-2019"]) == len(catalogue("2019").rules)
    assert run.exit_code("error") == 3


def test_a_page_that_gx_left_out_is_a_problem(make, tmp_path, monkeypatch):
    def fail(*_args, **_kwargs):
        raise ValueError("no page today")

    monkeypatch.setattr(views.ReviewPageView, "render", fail)
    run = carry_out(make.frames([make.report(1)]), tmp_path / "out", "zh", None, dt.datetime.now(dt.UTC))
    assert [problem.batch for problem in run.problems] == ["2021-2023", "submissions-2023"]
    assert [batch.page for batch in run.batches] == [None, None]
    assert run.exit_code("error") == 3
