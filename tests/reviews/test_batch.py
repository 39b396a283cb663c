"""What a batch's page says, before it is drawn."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from gongkai.forms import Language
from gongkai.reviews._batch import CORRECTIONS_SHOWN, SHOWN, page
from gongkai.reviews._model import BatchPage
from gongkai.reviews._render import render
from gongkai.reviews._result import take_apart
from gongkai.reviews._words import SUPPORT
from gongkai.rules import catalogue

PACK = catalogue("2021")


def page_of(stored: dict[str, Any], lang: Language = "zh") -> BatchPage:
    return page(take_apart(stored), PACK, lang)


def own(stored: dict[str, Any], rule_id: str) -> dict[str, Any]:
    entry = next(e for e in stored["results"] if e["expectation_config"]["kwargs"]["rule"] == rule_id)
    counts: dict[str, Any] = entry["result"]["gongkai"]
    return counts


def test_every_rule_stands_on_the_page_once(stored: dict[str, Any]) -> None:
    made = page_of(stored)
    idle = {rule.rule_id for group in made.unrun for rule in group.rules if rule.whole}
    listed = [rule.rule_id for rule in (*made.with_findings, *made.holding)]
    assert sorted([*listed, *idle]) == sorted(rule.id for rule in PACK.rules)
    assert made.not_run == ()


def test_violated_rules_come_first_then_severity_then_the_form(stored: dict[str, Any]) -> None:
    made = page_of(stored)
    place = {rule.id: index for index, rule in enumerate(PACK.rules)}
    ranks = [
        (rule.violated == 0, ("error", "warning", "info").index(rule.severity.name), place[rule.rule_id])
        for rule in made.with_findings
    ]
    assert ranks == sorted(ranks)
    assert any(rule.violated for rule in made.with_findings)
    assert any(not rule.violated and rule.cannot_tell for rule in made.with_findings)


def test_outcomes_are_those_of_the_result(stored: dict[str, Any]) -> None:
    made = page_of(stored)
    for rule in (*made.with_findings, *made.holding):
        counts = own(stored, rule.rule_id)
        assert (rule.holds, rule.holds_with_blanks, rule.violated, rule.cannot_tell) == (
            counts["holds"],
            counts["holds_with_blanks"],
            counts["violated"],
            counts["cannot_tell"],
        )
        judged = rule.passes + rule.violated + rule.cannot_tell
        assert judged + counts["not_run"] == made.summary.reports == 10
    assert any(rule.holds_with_blanks for rule in (*made.with_findings, *made.holding))


def test_a_sentence_does_not_repeat_what_stands_beside_it(stored: dict[str, Any]) -> None:
    for rule in page_of(stored).with_findings:
        for found in (*rule.violations.shown, *rule.undecided.shown):
            assert found.message
            assert found.path not in found.message
            assert rule.remedy not in found.message
        assert all(rule.title not in found.message for found in rule.undecided.shown)


def test_findings_stand_by_organ_then_path_and_those_without_one_last(stored: dict[str, Any]) -> None:
    made = page_of(stored)
    tables = [table for rule in made.with_findings for table in (rule.violations, rule.undecided)]
    for table in [made.reports, *(table.shown for table in tables)]:
        places = [(one.organ is None, one.organ or "", one.path) for one in table]
        assert places == sorted(places)
    assert {one.organ is None for one in made.reports} == {True, False}


@pytest.mark.parametrize("count", [0, 1, 2, CORRECTIONS_SHOWN, CORRECTIONS_SHOWN + 3])
def test_every_correction_of_a_finding_is_given_or_counted(stored: dict[str, Any], count: int) -> None:
    many = copy.deepcopy(stored)
    rule_id, plain = next(
        (entry["expectation_config"]["kwargs"]["rule"], finding)
        for entry in many["results"]
        for finding in entry["result"]["gongkai"]["findings"]
        if finding["corrections"]
    )
    for entry in many["results"]:
        entry["result"]["gongkai"]["findings"] = []
    one = plain["corrections"][0] | {"from": None}
    own(many, rule_id)["findings"] = [plain | {"corrections": [one] * count}]
    html = render("batch.html.j2", "zh", page=page_of(many), index="index.html")
    assert html.count(f"{PACK.edition.cells[one['cell']].label} 空白 → <b>{one['to']}</b>") == min(
        count, CORRECTIONS_SHOWN
    )
    assert ("一种最小更正：" in html) == (count == 1)
    assert (f"{count} 种最小更正（并列）：" in html) == (count > 1)
    assert ("另有 3 种" in html) == (count > CORRECTIONS_SHOWN)


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("zh", "与上一年度报告一致 · 与正文一致"),
        ("en", "as last year&#39;s report says · as the text says"),
    ],
)
def test_a_correction_says_what_speaks_for_it(stored: dict[str, Any], lang: Language, wanted: str) -> None:
    told = copy.deepcopy(stored)
    for entry in told["results"]:
        counts = entry["result"]["gongkai"]
        counts["findings"] = [
            finding | {"corrections": [one | {"support": list(SUPPORT)} for one in finding["corrections"]]}
            for finding in counts["findings"]
        ]
    assert wanted in render("batch.html.j2", lang, page=page_of(told, lang), index="index.html")
    assert wanted not in render("batch.html.j2", lang, page=page_of(stored, lang), index="index.html")


def test_figures_are_shown_where_there_are_any(stored: dict[str, Any]) -> None:
    made = page_of(stored)
    shown = {
        found.figures
        for rule in made.with_findings
        for found in (*rule.violations.shown, *rule.undecided.shown)
    }
    assert () in shown
    for figures in shown - {()}:
        assert any(figure.value is not None for figure in figures)


def test_a_report_lists_every_rule_that_concerns_it(stored: dict[str, Any]) -> None:
    made = page_of(stored)
    assert made.reports_with_findings == len(made.reports)
    for report in made.reports:
        expected = {
            (entry["expectation_config"]["kwargs"]["rule"], finding["answer"])
            for entry in stored["results"]
            for finding in entry["result"]["gongkai"]["findings"]
            if finding["path"] == report.path
        }
        assert {(rule.anchor.removeprefix("rule-"), rule.answer.name) for rule in report.rules} == expected


@pytest.mark.parametrize("count", [SHOWN, SHOWN + 1, 3 * SHOWN])
def test_a_long_list_says_how_long_it_is(stored: dict[str, Any], count: int) -> None:
    many = copy.deepcopy(stored)
    rule_id = next(rule.rule_id for rule in page_of(stored).with_findings if rule.violated)
    first = next(f for f in own(many, rule_id)["findings"] if f["answer"] == "violated")
    own(many, rule_id)["findings"] = [
        first | {"report_id": f"{number:064x}", "path": f"{number:04}.txt"} for number in range(count)
    ]
    made = page_of(many)
    rule = next(rule for rule in made.with_findings if rule.rule_id == rule_id)
    assert len(rule.violations.shown) == SHOWN
    assert rule.violations.total == count
    html = render("batch.html.j2", "zh", page=made, index="index.html")
    sentence = f"共 {count} 条，此处列出前 {SHOWN} 条，其余 {count - SHOWN} 条见 findings.parquet"
    assert (sentence in html) == (count > SHOWN)
    for number in range(SHOWN):
        assert f"<code>{number:064x}</code>" in html


def test_a_rule_that_did_not_run_is_no_pass(stored: dict[str, Any]) -> None:
    broken = copy.deepcopy(stored)
    entry = broken["results"][0]
    entry["result"] = {}
    entry["exception_info"] = {"metric": {"raised_exception": True, "exception_message": "坏了 <b>"}}
    made = page_of(broken)
    assert [one.reason for one in made.not_run] == ["坏了 <b>"]
    assert made.summary.verdict.name == "violated"
    for entry in broken["results"][1:]:
        entry["result"]["gongkai"]["findings"] = []
    assert page_of(broken).summary.verdict.name == "not_run"
    html = render("batch.html.j2", "zh", page=made, index="index.html")
    assert "坏了 &lt;b&gt;" in html


def test_nothing_evaluated_is_no_pass(stored: dict[str, Any]) -> None:
    empty = {**stored, "results": []}
    made = page_of(empty)
    assert made.summary.verdict.name == "not_run"
    assert render("batch.html.j2", "zh", page=made, index="index.html")


@pytest.mark.parametrize(
    ("answer", "severity", "verdict"),
    [
        ("violated", "error", "violated"),
        ("violated", "warning", "warned"),
        ("cannot_tell", "error", "cannot_tell"),
        (None, None, "holds"),
    ],
)
def test_the_verdict_is_the_worst_there_is(
    stored: dict[str, Any], answer: str | None, severity: str | None, verdict: str
) -> None:
    kept = copy.deepcopy(stored)
    for entry in kept["results"]:
        counts = entry["result"]["gongkai"]
        fits = entry["expectation_config"]["meta"]["gongkai"]["severity"] == severity
        counts["findings"] = [f for f in counts["findings"] if fits and f["answer"] == answer]
    assert page_of(kept).summary.verdict.name == verdict


def test_an_unconfirmed_source_is_called_so(stored: dict[str, Any]) -> None:
    made = page_of(stored)
    rules = (*made.with_findings, *made.holding)
    standing = {rule.id: rule.standing for rule in PACK.rules}
    assert all(rule.confirmed == (standing[rule.rule_id] == "confirmed") for rule in rules)
    assert {rule.confirmed for rule in rules} == {True, False}
    html = render("batch.html.j2", "zh", page=made, index="index.html")
    assert html.count("依据未经核实") == sum(not rule.confirmed for rule in rules)
