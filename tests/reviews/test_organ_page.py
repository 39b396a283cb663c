"""An organ's page: its reports and all that was found on them, year by year."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import html


def pages(folder: Path) -> list[Any]:
    return [html.fromstring(path.read_bytes()) for path in sorted((folder / "review/organ").glob("*.html"))]


def listed(page: Any, section: str) -> list[str]:
    ways: list[str] = page.xpath(f"//section[@aria-labelledby='{section}']//tbody/tr/td[3]/a/@href")
    return [way.partition("#f-")[2] for way in ways]


@pytest.mark.parametrize("run", ["planted", "published"])
def test_an_organs_page_lists_what_was_found_on_its_reports(run: str, request: pytest.FixtureRequest) -> None:
    made = request.getfixturevalue(run)
    rows = {"found": Counter[str](), "waived": Counter[str]()}
    found = made.found if run == "planted" else made.findings
    for row in found:
        if row["path"]:
            rows["found" if row["waiver"] is None else "waived"][row["finding_id"]] += 1
    for section, wanted in rows.items():
        assert Counter(one for page in pages(made.folder) for one in listed(page, section)) == wanted
        assert wanted


def test_the_numbers_of_rules_and_years_are_those_of_the_list(published: Any) -> None:
    owners = {row["finding_id"]: row for row in published.findings}
    seen = 0
    for page in pages(published.folder):
        years = page.xpath("//table[contains(@class, 'matrix')]/thead/tr/th[position() > 2]/text()")
        wanted: Counter[tuple[str, str]] = Counter()
        for one in listed(page, "found"):
            wanted[owners[one]["rule_id"], str(owners[one]["year"])] += 1
        counted: Counter[tuple[str, str]] = Counter()
        for line in page.xpath("//table[contains(@class, 'matrix')]/tbody/tr"):
            rule = line.xpath("string(th/a/@href)").rpartition("/")[2].removesuffix(".html")
            for year, cell in zip(years, line.xpath("td[position() > 1]"), strict=True):
                counted[rule, year] += int(cell.get("data-sort"))
        assert +counted == wanted
        seen += len(years) > 1
    assert seen > 3


def test_of_findings_as_grave_as_each_other_the_latest_stand_first(published: Any) -> None:
    owners = {row["finding_id"]: row for row in published.findings}
    grave = ("error", "warning", "cannot_tell", "info")
    several = 0
    for page in pages(published.folder):
        rows = [owners[one] for one in listed(page, "found")]
        kinds = ["cannot_tell" if row["answer"] == "cannot_tell" else row["severity"] for row in rows]
        places = [(grave.index(kind), -(row["year"] or 0)) for kind, row in zip(kinds, rows, strict=True)]
        assert places == sorted(places)
        several += len({year for _, year in places}) > 1
    assert several


def test_a_line_has_severity_year_rule_and_sentence(planted: Any) -> None:
    (row,) = planted.of("claim")
    page = planted.page("organ", f"//h1/bdi[.='{row['organ']}']")
    (line,) = page.xpath("//section[@aria-labelledby='found']//tbody/tr")
    severity, state, year, rule, what = (cell.text_content().strip() for cell in line)
    assert (severity, state, year) == ("▲ 警告", "✗ 不通过", "2023")
    assert line.xpath("string(th/a/@href)") == f"../../review/rule/{row['rule_id']}.html"
    assert rule
    assert row["sentence"] in what


def test_the_gravest_stand_first_and_waived_ones_apart(planted: Any) -> None:
    (waived,) = (row for row in planted.of("accepted") if row["waiver"] is not None)
    page = planted.page("organ", f"//h1/bdi[.='{waived['organ']}']")
    assert listed(page, "waived") == [waived["finding_id"]]
    assert "已核对" in page.xpath("string(//section[@aria-labelledby='waived']//strong)")
    sections = page.xpath("//main/section/@aria-labelledby")
    assert sections[-2:] == ["found", "waived"]
    grave = planted.page("organ", f"//h1/bdi[.='{planted.of('lost')[0]['organ']}']")
    states = grave.xpath("//section[@aria-labelledby='found']//tbody/tr/td[2]/@data-sort")
    assert states == sorted(states)
    assert len(set(states)) > 1


def test_a_list_that_is_cut_says_how_many_there_are(planted: Any, bounded: Path) -> None:
    start = f"{planted.inbox.as_posix()}/"
    standing = Counter(row["path"].removeprefix(start) for row in planted.found if row["waiver"] is None)
    for page in pages(bounded):
        total = sum(standing[path] for path in page.xpath("//a[@class='path']/bdi/text()"))
        said = page.xpath("string(//section[@aria-labelledby='found']/p[@class='more'])")
        assert len(listed(page, "found")) == min(1, total)
        assert said == (f"共 {total} 条，此处列出 1 条。 全部见整改台账。" if total > 1 else "")


def test_an_organ_that_nobody_knows_is_called_by_its_path_below_the_inbox(planted: Any) -> None:
    page = planted.page("organ", "//h1/bdi[.='青山市/无表.txt']")
    (link,) = page.xpath("//section[@aria-labelledby='reports']//td/a")
    assert link.text_content() == "青山市/无表.txt"
    assert planted.inbox.as_posix() not in page.text_content()


def test_an_organ_without_a_report_has_a_page_that_says_so(published: Any) -> None:
    absent = [row for row in published.findings if not row["path"]]
    assert absent
    alone = 0
    for row in absent:
        (page,) = (
            one
            for one in pages(published.folder)
            if one.xpath("string(//h1)") == row["organ"] and one.xpath("//section[@aria-labelledby='absent']")
        )
        (line,) = page.xpath("//section[@aria-labelledby='absent']//tbody/tr")
        assert line.xpath("string(td[1])") == str(row["year"])
        assert (row["waiver"] is not None) == bool(line.xpath(".//strong[@class='waived']"))
        if not page.xpath("//section[@aria-labelledby='reports']"):
            assert not page.xpath("//table[contains(@class, 'matrix')]")
            alone += 1
    assert alone
