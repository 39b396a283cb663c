"""A city's page: its sums, what did not come, came late or came twice, and all its reports."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import html

KINDS = ("error", "warning", "info", "cannot_tell")
CITIES = ("青山市", "红河市", "")


def city(made: Any, name: str, folder: Path | None = None) -> Any:
    return made.page("city", f"//h1/bdi[.='{name or '省本级或未分地区'}']", folder)


def kind(row: dict[str, Any]) -> str:
    return "cannot_tell" if row["answer"] == "cannot_tell" else str(row["severity"])


def of_city(planted: Any, name: str) -> list[dict[str, Any]]:
    start = f"{planted.inbox.as_posix()}/"
    return [row for row in planted.found if row["path"].removeprefix(start).rpartition("/")[0] == name]


def numbers(cells: list[Any]) -> list[int]:
    return [int(cell.text) for cell in cells if cell.text]


@pytest.mark.parametrize("name", CITIES)
def test_the_sums_are_those_of_the_findings(planted: Any, name: str) -> None:
    page, rows = city(planted, name), of_city(planted, name)
    standing = [row for row in rows if row["waiver"] is None]
    counts = Counter(map(kind, standing))
    tally = numbers(page.xpath("//header//dl[contains(@class, 'tally')]//dd"))
    waived = len(rows) - len(standing)
    assert tally == [*(counts[one] for one in KINDS), *([waived] if waived else [])]
    assert bool(standing) == (name != "")
    sums = [numbers(foot.xpath("td")) for foot in page.xpath("//section[@class='family']//tfoot/tr")]
    assert [sum(column) for column in zip(*sums, strict=True)] == (
        [counts[one] for one in KINDS] if sums else []
    )
    for line in page.xpath("//section[@class='family']//tbody/tr"):
        rule = Path(line.xpath("string(th/a/@href)")).stem
        own = [row for row in standing if row["rule_id"] == rule]
        told = Counter(map(kind, own))
        assert numbers(line.xpath("td[@class]")) == [
            *(told[one] for one in KINDS),
            len({row["path"] for row in own}),
        ]


def test_cities_have_all_reports_each_once(planted: Any) -> None:
    links = [
        link
        for name in CITIES
        for link in city(planted, name).xpath("//section[@aria-labelledby='reports']//td/a/bdi/text()")
    ]
    root = planted.inbox.as_posix()
    assert Counter(links) == Counter(path.removeprefix(f"{root}/") for path in planted.paths.values())


@pytest.mark.parametrize("name", CITIES)
def test_paths_begin_below_the_folder_that_all_submissions_share(planted: Any, name: str) -> None:
    page = city(planted, name)
    assert planted.inbox.as_posix() not in page.text_content()
    assert page.xpath("//a[@class='path']")


def test_what_came_late_leads_to_its_finding(planted: Any) -> None:
    (row,) = planted.of("late")
    (line,) = city(planted, "红河市").xpath("//section[@aria-labelledby='late']//tbody/tr")
    organ, year, state, what = (cell.text_content().strip() for cell in line)
    assert (organ, year, state) == (row["organ"], "2023", "✗ 不通过")
    assert what == "2023 年度的报告于 2024-05-10 公布，晚于 2024-01-31。"
    way, _, place = line.xpath("string(th/a/@href)").partition("#")
    assert place == f"f-{row['finding_id']}"
    report = Path(planted.report("late").base_url)
    assert report.name == Path(way).name
    assert not city(planted, "青山市").xpath("//section[@aria-labelledby='late']")


def test_what_came_twice_is_listed_in_the_city_of_either(planted: Any) -> None:
    """Of three files of the same bytes the first by path is repeated, and has the finding."""
    (row,) = (one for one in planted.of("again") if one["rule_id"] == "submissions.duplicated")
    below = {name: path.removeprefix(f"{planted.inbox.as_posix()}/") for name, path in planted.paths.items()}
    wanted = {"青山市": ["sum"], "红河市": ["thrice", "sum"], "": []}
    for name, repeats in wanted.items():
        lines = city(planted, name).xpath("//section[@aria-labelledby='repeated']//tbody/tr")
        assert [line.xpath("string(td[2])") for line in lines] == [below[one] for one in repeats]
        for line, repeat in zip(lines, repeats, strict=True):
            assert line.xpath("string(td[3])") == below["again"]
            assert line.xpath("string(td[4])") == "内容相同"
            pages = [Path(planted.report(one).base_url).name for one in (repeat, "again")]
            assert [Path(way).name for way in line.xpath("td[position() < 4]/a/@href")] == pages
            assert line.xpath("string(td[5]/a/@href)").endswith(f"{pages[1]}#f-{row['finding_id']}")
            assert line.xpath("string(td[5]/a)") == "✗ 不通过"


def test_every_repeated_report_of_a_run_stands_in_a_city(published: Any) -> None:
    pages = [html.fromstring(path.read_bytes()) for path in published.pages("city")]
    lines = [line for page in pages for line in page.xpath("//table[contains(@class, 'repeated')]/tbody/tr")]
    waived = [line for line in lines if line.xpath(".//strong[@class='waived']")]
    findings = [row for row in published.findings if row["rule_id"] == "submissions.duplicated"]
    assert len(lines) == len(findings) == 3
    assert len(waived) == sum(row["waiver"] is not None for row in findings)


def test_a_list_that_is_cut_says_how_many_there_are(planted: Any, bounded: Path) -> None:
    page = city(planted, "红河市", bounded)
    assert len(page.xpath("//section[@aria-labelledby='repeated']//tbody/tr")) == 1
    assert page.xpath("string(//section[@aria-labelledby='repeated']/p[@class='more'])").startswith(
        "另有 1 份"
    )
    assert page.xpath("//nav[@class='here']/a[@href='#repeated']/text()") == ["重复提交 2"]
    reports = page.xpath("//section[@aria-labelledby='reports']//tbody/tr")
    assert len(reports) == sum("/红河市/" in path for path in planted.paths.values())


def test_organs_without_a_report_are_listed_before_the_reports(published: Any) -> None:
    absent = Counter(row["organ"] for row in published.findings if not row["path"])
    seen: Counter[str] = Counter()
    for path in published.pages("city"):
        page = html.fromstring(path.read_bytes())
        lines = page.xpath("//section[@aria-labelledby='absent']//tbody/tr/th")
        seen.update(line.text_content() for line in lines)
        if lines:
            assert page.xpath("//main/section/@aria-labelledby")[1] == "absent"
            assert int(page.xpath("string(//dl[@class='tiles']/div[3]/dd)")) == len(lines)
    assert seen == absent
