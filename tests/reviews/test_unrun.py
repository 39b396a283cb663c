"""Rules that had nothing to judge: told apart from those that hold, with the reason and some reports."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from gongkai.forms import Language
from gongkai.reviews import main_reasons
from gongkai.reviews._batch import page
from gongkai.reviews._model import BatchPage
from gongkai.reviews._render import render
from gongkai.reviews._result import take_apart
from gongkai.rules import UNRUN, NotRun, catalogue

PACK = catalogue("2021")
RULE = next(rule.id for rule in PACK.rules if rule.kind == "identity")


def unrun(stored: dict[str, Any], *rows: dict[str, Any], count: int, rule_id: str = RULE) -> dict[str, Any]:
    """The result with a rule that holds on all reports but `count`."""
    changed = copy.deepcopy(stored)
    for entry in changed["results"]:
        if entry["expectation_config"]["kwargs"]["rule"] == rule_id:
            reports = entry["result"]["element_count"]
            own = {"holds": reports - count, "not_run": count, "unrun": list(rows), "findings": []}
            none = {"holds_with_blanks": 0, "violated": 0, "cannot_tell": 0}
            entry["result"]["gongkai"] |= own | none
    return changed


def page_of(stored: dict[str, Any], lang: Language = "zh") -> BatchPage:
    return page(take_apart(stored), PACK, lang)


def html_of(stored: dict[str, Any], lang: Language = "zh") -> str:
    return render("batch.html.j2", lang, page=page_of(stored, lang), index="index.html")


def test_what_was_not_run_is_what_the_result_says(stored: dict[str, Any]) -> None:
    made = page_of(stored)
    told = {(rule.rule_id, group.reason): rule.reports for group in made.unrun for rule in group.rules}
    expected = {}
    for entry in stored["results"]:
        result = entry["result"]
        for row in result["gongkai"]["unrun"]:
            reports = result["element_count"] if row["reports"] is None else len(row["reports"])
            reason = UNRUN[NotRun[row["reason"].upper()]].zh
            expected[entry["expectation_config"]["kwargs"]["rule"], reason] = reports
    assert told == expected
    assert expected
    times = [group.times for group in made.unrun]
    assert times == sorted(times, reverse=True)


def test_a_rule_that_was_run_on_no_report_does_not_hold(stored: dict[str, Any]) -> None:
    half = [{"reason": "no_claim", "reports": [*range(4)], "first": ["a", "b", "c"]}]
    rest = [{"reason": "no_date", "reports": [*range(4, 10)], "first": ["d", "e", "f"]}]
    for rows, count in ((half, 4), (half + rest, 10)):
        made = page_of(unrun(stored, *rows, count=count))
        holding = {rule.rule_id: rule for rule in made.holding}
        whole = {rule.whole for group in made.unrun for rule in group.rules if rule.rule_id == RULE}
        assert (RULE in holding) == (count < 10)
        assert whole == {count == 10}
        assert RULE not in {rule.rule_id for rule in made.with_findings}
    assert page_of(unrun(stored, *half, count=4)).summary.reports == 10


def test_a_batch_in_which_nothing_was_run_is_no_pass(stored: dict[str, Any]) -> None:
    changed = stored
    row = {"reason": "switched_off", "reports": None, "first": ["a"]}
    for rule in PACK.rules:
        changed = unrun(changed, row, count=10, rule_id=rule.id)
    made = page_of(changed)
    assert made.summary.verdict.name == "not_run"
    assert made.holding == made.with_findings == ()
    assert [(group.reason, len(group.rules)) for group in made.unrun] == [
        (UNRUN[NotRun.SWITCHED_OFF].zh, len(PACK.rules))
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_says_why_and_names_some_reports(stored: dict[str, Any], lang: Language) -> None:
    row = {"reason": "no_claim", "reports": [*range(7)], "first": ["甲.txt", "乙.txt", "丙.txt"]}
    html = html_of(unrun(stored, row, count=7), lang)
    section = html[html.index('id="unrun"') :]
    assert UNRUN[NotRun.NO_CLAIM].of(lang) in section
    assert PACK.rule(RULE).id in section
    assert "甲.txt" in section
    assert {"zh": "另有 4 份", "en": "4 more"}[lang] in section
    assert "not_run.parquet" in section
    assert '<td class="number unrun">7</td>' in html


def test_a_page_on_which_everything_was_run_says_nothing_of_it(stored: dict[str, Any]) -> None:
    changed = stored
    for rule in PACK.rules:
        changed = unrun(changed, count=0, rule_id=rule.id)
    assert 'id="unrun"' not in html_of(changed)


@pytest.mark.browser
def test_hostile_paths_are_only_text(
    stored: dict[str, Any], tmp_path: Path, visit: Callable[..., Any], hostile: Sequence[str]
) -> None:
    row = {"reason": "no_claim", "reports": [*range(9)], "first": list(hostile)}
    page_file = tmp_path / "page.html"
    page_file.write_text(html_of(unrun(stored, row, count=9)), "utf-8")
    seen = visit(viewport={"width": 1366, "height": 900})
    seen.open(page_file)
    assert seen.page.locator("script, img, svg, iframe, base, link, object").count() == 0
    assert seen.page.locator("details bdi.path").count() == len(hostile)
    seen.page.locator("section:has(#unrun) summary").first.click()
    assert seen.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert seen.complaints == []
    assert seen.outside == []


def test_the_main_reasons_are_the_most_frequent_ones() -> None:
    counted = main_reasons(
        {
            "a": {"no_claim": 5, "no_date": 1},
            "b": {"no_claim": 2, "too_short": 3},
            "c": {"no_history": 4},
        }
    )
    assert counted.times == 15
    assert [(reason, count) for reason, count in counted.reasons] == [
        (UNRUN[NotRun.NO_CLAIM], 7),
        (UNRUN[NotRun.NO_HISTORY], 4),
        (UNRUN[NotRun.TOO_SHORT], 3),
    ]
    assert counted.more
    assert main_reasons({}) == (0, (), False)
    assert not main_reasons({"a": {"no_claim": 1}}).more
