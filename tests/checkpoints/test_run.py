"""What a run counts, and how it ends."""

import datetime as dt
import json

import pyarrow as pa
import pytest

from gongkai.checkpoints import FINDINGS, Batch, Outcome, Problem, Run
from gongkai.checkpoints._not_run import NOT_RUN
from gongkai.forms import Text
from gongkai.loaders import DUPLICATES, FAILURES, UNIDENTIFIED

NOW = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


def run(*answers, problems=(), failures=(), batches=1, not_run=()):
    """`answers`: severity and answer of each finding; `not_run`: rule and reason, once a report."""
    rows = [{"severity": severity, "answer": answer} for severity, answer in answers]
    return Run(
        batches=tuple(Batch(f"2021-{n}", "2021", n, 2, {}, None) for n in range(batches)),
        findings=pa.Table.from_pylist(rows, schema=FINDINGS),
        failures=pa.Table.from_pylist(list(failures), schema=FAILURES),
        duplicates=DUPLICATES.empty_table(),
        unidentified=UNIDENTIFIED.empty_table(),
        problems=problems,
        versions={},
        packs={},
        started=NOW,
        finished=NOW,
        not_run=pa.Table.from_pylist(
            [{"rule_id": rule, "reason": reason} for rule, reason in not_run], schema=NOT_RUN
        ),
    )


@pytest.mark.parametrize(
    ("severity", "answer", "fail_on", "code"),
    [
        ("error", "violated", "error", 1),
        ("error", "violated", "info", 1),
        ("warning", "violated", "error", 0),
        ("warning", "violated", "warning", 1),
        ("info", "violated", "warning", 0),
        ("info", "violated", "info", 1),
        ("error", "cannot_tell", "info", 0),
    ],
)
def test_exit_code(severity, answer, fail_on, code):
    assert run((severity, answer)).exit_code(fail_on) == code


def test_what_was_not_read_or_not_run_comes_before_findings():
    problem = Problem("2021-2023", None, Text("没有运行", "not run"))
    assert run(("error", "violated"), problems=(problem,)).exit_code("error") == 3
    assert run(("error", "violated"), failures=[{"path": "x"}]).exit_code("error") == 3
    assert run(batches=0).exit_code("error") == 3
    assert run().exit_code("error") == 0


def test_counts():
    counts = run(
        ("error", "violated"),
        ("error", "violated"),
        ("error", "cannot_tell"),
        ("info", "violated"),
        failures=[{"path": "x"}],
        batches=2,
    ).counts
    assert (counts.submissions, counts.reports, counts.failures) == (5, 4, 1)
    assert counts.findings == {
        "error": {"violated": 2, "cannot_tell": 1},
        "warning": {},
        "info": {"violated": 1},
    }


def test_what_was_not_run_is_counted_by_rule_and_reason_and_fails_nothing():
    made = run(not_run=[("a", "no_claim"), ("b", "no_claim"), ("a", "no_claim"), ("a", "no_date")])
    assert made.unrun == {"a": {"no_claim": 2, "no_date": 1}, "b": {"no_claim": 1}}
    assert json.loads(json.dumps(made.to_dict()))["not_run"] == made.unrun
    assert made.exit_code("info") == 0
    assert run().unrun == {}


@pytest.mark.parametrize(
    ("outcomes", "judged"),
    [
        ({"a": Outcome(0, 0, 0, 0, 2)}, False),
        ({"a": Outcome(0, 0, 0, 0, 2), "b": Outcome(0, 0, 0, 1, 1)}, True),
        ({}, True),
    ],
)
def test_a_batch_is_judged_where_any_rule_was_run_on_any_report(outcomes, judged):
    assert Batch("2021-2023", "2021", 2023, 2, outcomes, None).judged == judged
