"""The first page: what came in, what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from gongkai.forms import Language, Text, editions
from gongkai.loaders import FAILURES
from gongkai.reviews import write_overview
from gongkai.reviews._overview import ORGANS_SHOWN, RULES_SHOWN
from gongkai.rules import catalogue

COLUMNS = ("report_id", "path", "organ", "year", "edition", "rule_id", "severity", "answer")
SCHEMA = pa.schema([(name, pa.int16() if name == "year" else pa.string()) for name in COLUMNS])
PACK = catalogue("2021")


@dataclass
class Batch:
    id: str
    edition: str
    year: int | None
    reports: int
    page: str | None = None


@dataclass
class Problem:
    batch: str
    rule_id: str | None
    message: Text


@dataclass
class Run:
    batches: Sequence[Batch] = ()
    rows: Sequence[tuple[Any, ...]] = ()
    failed: Sequence[Mapping[str, str]] = ()
    problems: Sequence[Problem] = ()
    versions: Mapping[str, str] = field(default_factory=lambda: {"gongkai": "0.1.0"})

    @property
    def findings(self) -> pa.Table:
        return pa.Table.from_pylist([dict(zip(COLUMNS, row, strict=True)) for row in self.rows], SCHEMA)

    @property
    def failures(self) -> pa.Table:
        return pa.Table.from_pylist(list(self.failed), FAILURES)


def finding(number: int, organ: str | None, rule_id: str, answer: str = "violated") -> tuple[Any, ...]:
    severity = PACK.rule(rule_id).severity
    return (f"{number:064x}", f"{number}.html", organ, 2023, "2021", rule_id, severity, answer)


ERROR = next(rule for rule in PACK.rules if rule.severity == "error" and rule.kind == "identity")
WARNING = next(rule for rule in PACK.rules if rule.severity == "warning")
BATCH = Batch("2021-2023", "2021", 2023, 6, "data_docs/validations/x/2021-2023.html")
EMPTY_BATCH = Batch("2019-unknown", "2019", None, 1)
ROWS = (
    *(finding(number, "甲局", ERROR.id) for number in range(3)),
    finding(0, "甲局", WARNING.id),
    finding(3, "乙局", ERROR.id, "cannot_tell"),
    finding(4, None, WARNING.id),
)


def cells(page: Any, heading: str) -> list[list[str]]:
    rows = page.locator(f"section:has(#{heading}) tbody tr")
    return [rows.nth(i).locator("th, td").all_inner_texts() for i in range(rows.count())]


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    def write(run: Run, lang: Language = "zh") -> Path:
        for name in ("findings.parquet", "findings.json"):
            (tmp_path / name).touch()
        return write_overview(run, tmp_path, lang)

    return write


@pytest.mark.browser
def test_the_first_page_counts_what_the_run_found(written: Any, visit: Callable[..., Any]) -> None:
    failed = [
        {"path": "坏.docx", "code": "broken", "zh": "坏.docx：压缩包不完整。请重新导出。", "en": "broken"}
    ]
    path = written(Run((BATCH, EMPTY_BATCH), ROWS, failed))
    seen = visit(java_script_enabled=False)
    seen.open(path)
    page = seen.page
    assert page.locator(".tiles dd").all_inner_texts() == ["8", "7", "1", "2"]
    assert page.locator(".verdict").inner_text() == "✗ 不通过"
    batches = cells(page, "batches")
    assert batches[0] == ["2021-2023", "✗ 不通过", editions()[-1].name, "2023", "6", "3", "2", "0", "1"]
    assert batches[1] == ["2019-unknown", "✓ 通过", editions()[0].name, "年度不明", "1", "0", "0", "0", "0"]
    assert page.locator("section:has(#batches) a").get_attribute("href") == BATCH.page
    assert cells(page, "findings")[:2] == [["■ 错误", "3", "1", "4"], ["▲ 警告", "2", "0", "2"]]
    assert [row[1:] for row in cells(page, "rules")] == [
        [f"{ERROR.title.zh} (2021)", "3", "3"],
        [f"{WARNING.title.zh} (2021)", "2", "2"],
    ]
    assert cells(page, "organs") == [
        ["甲局", "3", "3", "1", "0"],
        ["（未识别机关）", "1", "0", "1", "0"],
        ["乙局", "1", "0", "0", "1"],
    ]
    assert cells(page, "unread") == [["坏.docx", "坏.docx：压缩包不完整。请重新导出。"]]
    assert seen.outside == []
    assert seen.complaints == []


def test_only_files_that_are_there_are_linked(written: Any) -> None:
    html = written(Run((BATCH,), ROWS)).read_text("utf-8")
    assert re.findall(r'<li><a href="([^"]*)"', html) == ["findings.parquet", "findings.json"]
    assert not re.search(r"https?://|<script", html)


def test_a_rule_that_could_not_be_run_stands_above_all(written: Any) -> None:
    problem = Problem("2021-2023", ERROR.id, Text("规则包<不符>", "pack <differs>"))
    html = written(Run((BATCH,), ROWS, problems=(problem,))).read_text("utf-8")
    assert "规则包&lt;不符&gt;" in html
    assert html.index("规则包&lt;") < html.index('id="batches"')
    assert "⊘" in html
    assert "✗ 不通过</p>" not in html


def test_a_run_without_reports_is_no_pass(written: Any) -> None:
    html = written(Run()).read_text("utf-8")
    assert 'class="verdict not_run"' in html


@pytest.mark.parametrize("organs", [ORGANS_SHOWN, ORGANS_SHOWN + 3])
def test_a_long_list_of_organs_says_how_many_are_left(written: Any, organs: int) -> None:
    rows = [finding(number, f"第{number}局", ERROR.id) for number in range(organs)]
    html = written(Run((BATCH,), rows)).read_text("utf-8")
    assert html.count("局</bdi>") == ORGANS_SHOWN
    assert ("另有 3 个机关" in html) == (organs > ORGANS_SHOWN)


def test_ten_rules_and_no_more(written: Any) -> None:
    rows = [
        finding(number, "甲局", rule.id)
        for place, rule in enumerate(PACK.rules[: RULES_SHOWN + 5])
        for number in range(place + 1)
    ]
    html = written(Run((BATCH,), rows), "en").read_text("utf-8")
    section = html[html.index('id="rules"') : html.index('id="organs"')]
    titles = [rule.title.en for rule in PACK.rules[5 : RULES_SHOWN + 5]][::-1]
    counts = re.findall(r'<td class="number violated">(\d+)</td>', section)
    assert [int(count) for count in counts] == list(range(RULES_SHOWN + 5, 5, -1))
    places = [section.replace("&#34;", '"').replace("&#39;", "'").index(title) for title in titles]
    assert places == sorted(places)


@pytest.mark.browser
def test_hostile_organs_and_files_are_only_text(
    written: Any, visit: Callable[..., Any], hostile: Sequence[str]
) -> None:
    rows = [finding(number, name, ERROR.id) for number, name in enumerate(hostile)]
    failed = [{"path": name, "code": "x", "zh": f"{name}：坏", "en": name} for name in hostile]
    seen = visit()
    seen.open(written(Run((BATCH,), rows, failed)))
    page = seen.page
    assert page.locator("script, img, svg, iframe, base, link, object").count() == 0
    assert seen.complaints == []
    assert seen.outside == []
    assert len(cells(page, "organs")) == len(hostile)
    assert len(cells(page, "unread")) == len(hostile)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
