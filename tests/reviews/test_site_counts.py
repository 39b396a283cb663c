"""Every number of findings and reports is the same, wherever it is printed."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from lxml import html
from openpyxl import load_workbook

from gongkai import forms
from gongkai.reviews import read_notices
from gongkai.rules import all_catalogues

KINDS = ("error", "warning", "info", "cannot_tell", "waived")


def kind(row: dict[str, Any]) -> str:
    if row["waiver"] is not None:
        return "waived"
    return "cannot_tell" if row["answer"] == "cannot_tell" else str(row["severity"])


def tally(page: Any) -> Counter[str]:
    """What the line of counts at the top of a page says."""
    numbers = [int(text) for text in page.xpath("//header//dl[contains(@class, 'tally')]//dd/text()")]
    return Counter({name: number for name, number in zip(KINDS, numbers, strict=False) if number})


def parsed(path: Path) -> Any:
    return html.fromstring(path.read_bytes())


@pytest.fixture(scope="module")
def truth(published: Any) -> Counter[str]:
    counts = Counter(map(kind, published.findings))
    assert all(counts[name] for name in KINDS)
    return counts


@pytest.mark.parametrize("pages", ["report", "city", "rule", "organ"])
def test_pages_of_a_kind_add_up_to_all_findings(published: Any, truth: Counter[str], pages: str) -> None:
    """Those of reports lack what stands on no report."""
    total: Counter[str] = Counter()
    for path in published.pages(pages):
        total += tally(parsed(path))
    absent = Counter(kind(row) for row in published.findings if not row["path"])
    assert absent
    assert total == (truth - absent if pages == "report" else truth)


def test_a_report_lists_as_many_findings_as_it_counts(published: Any) -> None:
    ids: Counter[str] = Counter()
    for path in published.pages("report"):
        page = parsed(path)
        listed = page.xpath("//article[contains(@class, 'finding')]/@id")
        assert len(listed) == tally(page).total()
        ids.update(listed)
    assert ids == Counter(f"f-{row['finding_id']}" for row in published.findings if row["path"])


def test_every_report_has_a_page_and_a_line_in_its_city(published: Any) -> None:
    reports = pq.read_table(published.folder / "reports.parquet", columns=["path"]).num_rows
    assert len(published.pages("report")) == reports
    cities = [parsed(path) for path in published.pages("city")]
    lines = [row for page in cities for row in page.xpath("//table[contains(@class,'reports')]/tbody/tr")]
    assert len(lines) == reports
    clean = sum(int(page.xpath("//dl[@class='tiles']//dd")[1].text) for page in cities)
    told = [tally(parsed(path)) for path in published.pages("report")]
    assert 0 < clean == sum(not (one["error"] or one["warning"] or one["cannot_tell"]) for one in told)


def test_the_overview_says_the_same(published: Any, truth: Counter[str]) -> None:
    page = parsed(published.folder / "index.html")
    tiles = [int(text) for text in page.xpath("//header//dl[contains(@class,'tiles')]//dd/text()")]
    run = json.loads((published.folder / "run.json").read_text("utf-8"))
    counts = run["counts"]
    assert tiles[:3] == [counts["submissions"], counts["reports"], counts["failures"]]
    assert tiles[4:] == [truth["error"], truth["warning"], truth["cannot_tell"]]
    families = page.xpath("//section[@aria-labelledby='families']//tfoot//td/text()")
    assert [int(text) for text in families][:4] == [truth[name] for name in KINDS[:4]]


def test_run_json_findings_json_and_the_console_say_the_same(published: Any, truth: Counter[str]) -> None:
    counts = json.loads((published.folder / "run.json").read_text("utf-8"))["counts"]
    assert {name: counts["findings"][name].get("violated", 0) for name in KINDS[:3]} == {
        name: truth[name] for name in KINDS[:3]
    }
    assert sum(one.get("cannot_tell", 0) for one in counts["findings"].values()) == truth["cannot_tell"]
    assert sum(sum(one.values()) for one in counts["waived"].values()) == truth["waived"]
    assert Counter(map(kind, json.loads((published.folder / "findings.json").read_text("utf-8")))) == truth
    for name, word in (("error", "错误"), ("warning", "警告"), ("info", "提示")):
        assert re.search(rf"{word}：(不通过|违反) {truth[name]}\b", published.console), published.console


def test_data_docs_say_the_same(published: Any, truth: Counter[str]) -> None:
    run = json.loads((published.folder / "run.json").read_text("utf-8"))
    total: Counter[str] = Counter()
    for batch in run["batches"]:
        rows = parsed(published.folder / batch["page"]).xpath("//table[@class='counts']/tbody/tr")
        for name, row in zip(KINDS[:3], rows, strict=True):
            violated, undecided = (int(cell.text) for cell in row.xpath("td")[:2])
            total += Counter({name: violated, "cannot_tell": undecided})
    assert total == truth - Counter(waived=truth["waived"])


def test_the_search_says_the_same(published: Any, truth: Counter[str]) -> None:
    (block,) = parsed(published.folder / "review" / "search.html").xpath("//script[@id='lines']/text()")
    data = json.loads(block)
    total: Counter[str] = Counter()
    for line in data["lines"]:
        total += Counter(dict(zip(KINDS, line[5], strict=True)))
    assert total == truth
    states = Counter(data["states"][line[4]][0] for line in data["lines"])
    assert states["unread"] == 1
    assert states["missing"] == sum(not row["path"] for row in published.findings)
    assert sum(states[name] for name in ("error", "warning", "cannot_tell", "clean")) == len(
        published.pages("report")
    )


def test_the_ledger_has_every_finding_once(published: Any, truth: Counter[str]) -> None:
    book = load_workbook(published.folder / "整改台账.xlsx", read_only=True)
    rows = list(book["整改台账"].iter_rows(values_only=True))
    head = rows[0]
    place = {name: head.index(name) for name in ("级别", "结果", "整改情况", "问题编号", "填报值")}
    assert [row[place["问题编号"]] for row in rows[1:]] == [row["finding_id"] for row in published.findings]
    words = {"错误": "error", "警告": "warning", "提示": "info"}
    told = Counter(
        "waived"
        if str(row[place["整改情况"]]).startswith("已豁免")
        else "cannot_tell"
        if row[place["结果"]] == "无法判断"
        else words[str(row[place["级别"]])]
        for row in rows[1:]
    )
    assert told == truth
    for row, finding in zip(rows[1:], published.findings, strict=True):
        assert row[place["填报值"]] == pytest.approx(finding["reported"])
    *organs, total = list(book["汇总"].iter_rows(min_row=2, values_only=True))
    assert list(total[1:6]) == [truth[name] for name in KINDS]
    assert [sum(column) for column in zip(*(row[1:] for row in organs), strict=True)] == list(total[1:])


def test_notices_have_every_finding_that_stands(published: Any) -> None:
    found = read_notices(published.folder, {one.edition.id: one for one in all_catalogues()}, "zh")
    listed = sum(len(one.findings) for one in found.notices)
    asked = sum(len(one.doubts) for one in found.notices)
    informed = sum(kind(row) == "cannot_tell" and row["severity"] == "info" for row in published.findings)
    unknown = [row for row in published.findings if not row["organ"]]
    assert found.unaddressed == len(unknown)
    known = Counter(kind(row) for row in published.findings if row["organ"])
    assert listed == known["error"] + known["warning"]
    assert asked == known["cannot_tell"] - informed
    assert forms.SUBMISSIONS in {row["edition"] for row in published.findings}
