"""The first page: what came in, what came of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gongkai.checkpoints import FINDINGS, Batch, Outcome, Problem, Run
from gongkai.checkpoints._not_run import NOT_RUN
from gongkai.forms import Language, Text, editions
from gongkai.loaders import DUPLICATES, FAILURES, REPORTS, UNIDENTIFIED, load
from gongkai.reviews import write_site
from gongkai.reviews._site import _write
from gongkai.reviews._site._overview_lists import DOUBTS_SHOWN
from gongkai.reviews._site._overview_page import ORGANS_SHOWN, write_overview
from gongkai.reviews._words import FILES
from gongkai.rules import UNRUN, NotRun, catalogue

PACK = catalogue("2021")
NOW = dt.datetime(2026, 1, 31, tzinfo=dt.UTC)


def run_of(
    batches: Sequence[Batch] = (),
    rows: Sequence[Mapping[str, object]] = (),
    failed: Sequence[Mapping[str, str]] = (),
    problems: Sequence[Problem] = (),
    duplicates: Sequence[Mapping[str, object]] = (),
    unidentified: Sequence[Mapping[str, object]] = (),
    not_run: Sequence[tuple[str, str, int]] = (),
) -> Run:
    """`not_run`: rule, reason, and on how many reports."""
    idle = [{"rule_id": rule, "reason": reason} for rule, reason, times in not_run for _ in range(times)]
    return Run(
        batches=tuple(batches),
        findings=pa.Table.from_pylist([dict(row) for row in rows], FINDINGS),
        failures=pa.Table.from_pylist([dict(row) for row in failed], FAILURES),
        duplicates=pa.Table.from_pylist([dict(row) for row in duplicates], DUPLICATES),
        unidentified=pa.Table.from_pylist([dict(row) for row in unidentified], UNIDENTIFIED),
        problems=tuple(problems),
        versions={"gongkai": "0.1.0"},
        packs={"2021": {"name": PACK.name, "version": PACK.version, "hash": PACK.hash}},
        started=NOW,
        finished=NOW,
        not_run=pa.Table.from_pylist(idle, NOT_RUN),
    )


def finding(number: int, organ: str | None, rule_id: str, answer: str = "violated") -> dict[str, object]:
    return {
        "report_id": f"{number:064x}",
        "path": f"{number}.html",
        "organ": organ,
        "year": 2023,
        "edition": "2021",
        "rule_id": rule_id,
        "severity": PACK.rule(rule_id).severity,
        "answer": answer,
    }


ERROR = next(rule for rule in PACK.rules if rule.severity == "error" and rule.kind == "identity")
WARNING = next(rule for rule in PACK.rules if rule.severity == "warning")
BATCH = Batch("2021-2023", "2021", 2023, 6, {}, "data_docs/validations/x/2021-2023.html")
EMPTY_BATCH = Batch("2019-unknown", "2019", None, 1, {}, None)
ROWS = (
    *(finding(number, "甲局", ERROR.id) for number in range(3)),
    finding(0, "甲局", WARNING.id),
    finding(3, "乙局", ERROR.id, "cannot_tell"),
    finding(4, None, WARNING.id),
)


FRAMES = ("reports.parquet", "cells.parquet", "failures.parquet")
"""Of the frames that any run has, those that the first page names."""


def cells(page: Any, heading: str) -> list[list[str]]:
    rows = page.locator(f"section:has(#{heading}) tbody tr")
    return [rows.nth(i).locator("th, td").all_inner_texts() for i in range(rows.count())]


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """The first page alone: its findings have no more than it needs."""
    monkeypatch.setattr(_write, "_PAGES", (write_overview,))
    monkeypatch.setattr(_write, "reports_beside", nullcontext)

    def write(run: Run, lang: Language = "zh") -> Path:
        for name in ("findings.parquet", "findings.json"):
            (tmp_path / name).touch()
        load([]).write(tmp_path)
        found = run.findings.select(["report_id", "path", "organ", "year", "edition"]).to_pylist()
        reports = list(
            {
                (row["report_id"], row["path"]): {**row, "format": "html", "edition_source": "tables"}
                for row in found
                if row["path"]
            }.values()
        )
        pq.write_table(pa.Table.from_pylist(reports, REPORTS), tmp_path / "reports.parquet")
        write_site(run, tmp_path, lang)
        return tmp_path / "index.html"

    return write


@pytest.mark.browser
def test_the_first_page_counts_what_the_run_found(written: Any, visit: Callable[..., Any]) -> None:
    failed = [
        {"path": "坏.docx", "code": "broken", "zh": "坏.docx：压缩包不完整。请重新导出。", "en": "broken"}
    ]
    path = written(run_of((BATCH, EMPTY_BATCH), ROWS, failed))
    seen = visit(java_script_enabled=False)
    seen.open(path)
    page = seen.page
    assert page.locator(".first .tiles dd").all_inner_texts() == ["6", "5", "1", "0", "3", "2", "1"]
    assert page.locator(".verdict").inner_text() == "✗ 不通过"
    batches = cells(page, "batches")
    assert batches[0] == ["2021-2023", "✗ 不通过", editions()[-1].name, "2023", "6", "3", "2", "0", "1"]
    assert batches[1] == ["2019-unknown", "✓ 通过", editions()[0].name, "年度不明", "1", "0", "0", "0", "0"]
    assert page.locator("section:has(#batches) a").get_attribute("href") == BATCH.page
    total = page.locator(".families tfoot td").all_inner_texts()
    assert (
        total
        == ["3", "2", "0", "1", "6"]
        == [
            *page.locator(".cities tfoot td").all_inner_texts()[4:],
            "6",
        ]
    )
    assert page.locator(".heat tfoot td").last.inner_text() == "6"
    assert [row[1:] for row in cells(page, "rules")] == [
        [f"{ERROR.title.zh} {ERROR.id}", "3", "3"],
        [f"{WARNING.title.zh} {WARNING.id}", "2", "2"],
    ]
    assert cells(page, "organs") == [
        ["甲局", "3", "3", "1", "0", "0"],
        ["机关不详", "1", "0", "1", "0", "0"],
        ["乙局", "1", "0", "0", "0", "1"],
    ]
    assert cells(page, "unread") == [["坏.docx", "坏.docx：压缩包不完整。请重新导出。"]]
    assert seen.outside == []
    assert seen.complaints == []


def test_only_files_that_are_there_are_linked(written: Any) -> None:
    html = written(run_of((BATCH,), ROWS)).read_text("utf-8")
    assert set(re.findall(r'<li><a href="([^"]*)"', html)) == {"findings.parquet", "findings.json", *FRAMES}
    assert not re.search(r"https?://|<script>", html)


@pytest.mark.parametrize(
    ("batch", "rule_id", "said"),
    [("2021-2023", ERROR.id, ERROR.title.zh), ("2021-2023", None, "整批"), ("", None, "全部批次")],
)
def test_what_could_not_be_run_stands_above_all(
    written: Any, batch: str, rule_id: str | None, said: str
) -> None:
    problem = Problem(batch, rule_id, Text("规则包<不符>", "pack <differs>"))
    html = written(run_of((BATCH,), ROWS, problems=(problem,))).read_text("utf-8")
    assert "规则包&lt;不符&gt;" in html
    assert html.index("规则包&lt;") < html.index('id="batches"')
    assert said in html
    assert "⊘" in html
    assert 'class="verdict violated"' in html
    assert 'class="verdict not_run"' in written(run_of((BATCH,), problems=(problem,))).read_text("utf-8")


def test_a_file_that_was_not_read_is_no_pass(written: Any) -> None:
    failed = [{"path": "坏.docx", "code": "broken", "zh": "坏", "en": "broken"}]
    assert 'class="verdict holds"' in written(run_of((BATCH,))).read_text("utf-8")
    assert 'class="verdict not_run"' in written(run_of((BATCH,), failed=failed)).read_text("utf-8")


def test_a_run_without_reports_is_no_pass(written: Any) -> None:
    html = written(run_of()).read_text("utf-8")
    assert 'class="verdict not_run"' in html


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_line_tells_what_was_not_run_and_mainly_why(written: Any, lang: Language) -> None:
    idle = (("a", "no_claim", 5), ("b", "no_claim", 2), ("b", "no_date", 1), ("c", "too_short", 3))
    html = written(run_of((BATCH,), not_run=idle), lang).read_text("utf-8")
    (line,) = re.findall(r'<p class="unrun">(.*?)</p>', html, re.DOTALL)
    assert "11 " in line
    assert f"{UNRUN[NotRun.NO_CLAIM].of(lang)} <b>7</b>" in line
    assert line.index("<b>7</b>") < line.index("<b>3</b>") < line.index("<b>1</b>")
    assert 'class="verdict holds"' in html
    assert 'class="unrun"' not in written(run_of((BATCH,)), lang).read_text("utf-8")


def test_a_batch_in_which_nothing_was_run_is_no_pass(written: Any) -> None:
    idle = {ERROR.id: Outcome(0, 0, 0, 0, not_run=6)}
    html = written(run_of((replace(BATCH, outcomes=idle),))).read_text("utf-8")
    assert html.count('class="verdict not_run"') == html.count('class="mark not_run"') == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_file_says_what_it_holds(written: Any, tmp_path: Path, lang: Language) -> None:
    for name in ("not_run.parquet", "pairs.parquet", "likeness.parquet"):
        (tmp_path / name).touch()
    html = written(run_of((BATCH,)), lang).read_text("utf-8")
    listed = re.findall(r'<li><a href="([^"]*)">.*?</a> <small>(.*?)</small>', html)
    assert {name: what.replace("&#39;", "'") for name, what in listed} == {
        name: FILES[name].of(lang)
        for name in (
            "findings.parquet",
            "findings.json",
            "not_run.parquet",
            "pairs.parquet",
            "likeness.parquet",
            *FRAMES,
        )
    }


@pytest.mark.parametrize("organs", [ORGANS_SHOWN, ORGANS_SHOWN + 3])
def test_a_long_list_of_organs_says_how_many_are_left(written: Any, organs: int) -> None:
    rows = [finding(number, f"第{number}局", ERROR.id) for number in range(organs)]
    html = written(run_of((BATCH,), rows)).read_text("utf-8")
    assert html.count("局</bdi>") == ORGANS_SHOWN
    assert ("另有 3 个机关" in html) == (organs > ORGANS_SHOWN)


def test_all_rules_that_are_violated_are_listed_most_first(written: Any) -> None:
    rows = [
        finding(number, "甲局", rule.id)
        for place, rule in enumerate(PACK.rules[:15])
        for number in range(place + 1)
    ]
    html = written(run_of((BATCH,), rows), "en").read_text("utf-8")
    section = html[html.index('id="rules"') : html.index('id="organs"')]
    listed = re.findall(r"<code>([^<]*)</code>", section)
    assert listed == [rule.id for rule in PACK.rules[:15]][::-1]
    counts = re.findall(r'<td class="number violated">(\d+)</td>', section)
    assert [int(count) for count in counts] == list(range(15, 0, -1))


@pytest.mark.parametrize("damage", ["", "{}", "[]", '{"packs": [1]}'])
def test_a_run_before_that_cannot_be_read_stops_nothing(written: Any, tmp_path: Path, damage: str) -> None:
    run = run_of((BATCH,), ROWS)
    page = written(run)
    assert "第一次审核" in page.read_text("utf-8")
    before = tmp_path / "before"
    before.mkdir()
    (before / "run.json").write_text(damage)
    for name in ("findings.parquet", "reports.parquet"):
        (before / name).write_bytes(b"PAR1")
    write_site(run, tmp_path, "zh", home=before)
    assert "没有上一次的结果可比：文件夹里原有的结果读不出" in page.read_text("utf-8")


def test_findings_without_a_report_are_in_every_sum(written: Any) -> None:
    listed = {**finding(9, "缺局", ERROR.id), "report_id": "", "path": ""}
    html = written(run_of((BATCH,), [*ROWS, listed])).read_text("utf-8")
    for name in ("families", "heat", "cities"):
        table = html[html.index(f'<table class="{name}') :]
        foot = table[table.index("<tfoot>") : table.index("</tfoot>")]
        numbers = [int(number) for number in re.findall(r">(\d+)</td>", foot)]
        if name == "cities":
            assert sum(numbers[-4:]) == len(ROWS) + 1
        else:
            assert numbers[-1] == sum(numbers[:-1]) == len(ROWS) + 1
    assert "其中 1 条是没有交报告的机关的" in html


REPEATED = (
    {"kind": "content", "path": "乙.txt", "first_path": "甲.txt", "organ": None, "year": None},
    {"kind": "organ_year", "path": "丁.txt", "first_path": "丙.txt", "organ": "丙局", "year": 2023},
)
UNKNOWN = (
    {
        "organ": "戊局",
        "code": "organ_unknown",
        "reports": 3,
        "path": "戊.txt",
        "zh": "不在名录",
        "en": "absent",
    },
    {
        "organ": None,
        "code": "organ_unknown",
        "reports": 1,
        "path": "己.txt",
        "zh": "没有写明",
        "en": "not said",
    },
)


@pytest.mark.browser
def test_what_was_submitted_twice_and_whose_is_not_known_is_told(
    written: Any, visit: Callable[..., Any]
) -> None:
    seen = visit(java_script_enabled=False)
    page = seen.page
    seen.open(written(run_of((BATCH,), duplicates=REPEATED, unidentified=UNKNOWN)))
    assert cells(page, "repeated") == [
        ["乙.txt", "甲.txt", "内容相同", "机关不详", "年度不明"],
        ["丁.txt", "丙.txt", "同一机关、同一年度", "丙局", "2023"],
    ]
    assert cells(page, "unidentified") == [
        ["戊局", "3", "戊.txt", "不在名录"],
        ["机关不详", "1", "己.txt", "没有写明"],
    ]
    assert page.locator(".doubts").inner_text() == "重复提交 2 · 没有认定的机关 4"
    assert page.locator(".verdict").inner_text() == "✓ 通过"
    page.locator(".doubts a").last.click()
    assert page.url.endswith("#unidentified")
    assert seen.complaints == []


@pytest.mark.parametrize("duplicates", [(), REPEATED])
def test_a_run_without_doubts_says_nothing_of_them(written: Any, duplicates: Any) -> None:
    html = written(run_of((BATCH,), duplicates=duplicates)).read_text("utf-8")
    assert ('id="repeated"' in html) == ('class="doubts"' in html) == bool(duplicates)
    assert 'id="unidentified"' not in html


def test_long_lists_of_doubts_say_how_many_are_left(written: Any) -> None:
    run = run_of((BATCH,), duplicates=REPEATED * 12, unidentified=UNKNOWN * 15)
    html = written(run, "en").read_text("utf-8")
    assert html.count("the same organ and year</td>") == DOUBTS_SHOWN / 2
    assert "Another 4: see duplicates.parquet" in html
    assert "Another 10 organs" in html
    assert "<b>24</b>" in html
    assert "<b>60</b>" in html


@pytest.mark.browser
def test_hostile_organs_and_files_are_only_text(
    written: Any, visit: Callable[..., Any], hostile: Sequence[str]
) -> None:
    rows = [finding(number, name, ERROR.id) for number, name in enumerate(hostile)]
    failed = [{"path": name, "code": "x", "zh": f"{name}：坏", "en": name} for name in hostile]
    twice = [
        {"kind": "organ_year", "path": name, "first_path": name, "organ": name, "year": 2023}
        for name in hostile
    ]
    unknown = [
        {"organ": name, "code": "x", "reports": 1, "path": name, "zh": name, "en": name} for name in hostile
    ]
    seen = visit()
    seen.open(written(run_of((BATCH,), rows, failed, duplicates=twice, unidentified=unknown)))
    page = seen.page
    assert (
        page.locator("script:not([src$='site.js']), img, svg svg, svg a, iframe, base, object").count() == 0
    )
    assert seen.complaints == []
    assert seen.outside == []
    assert len(cells(page, "organs")) == len(hostile)
    assert len(cells(page, "unread")) == len(hostile)
    assert len(cells(page, "repeated")) == len(cells(page, "unidentified")) == len(hostile)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
