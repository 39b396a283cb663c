"""A rule's page: how each batch answered, and every finding, in lists that end somewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from lxml import html


def by_rule(folder: Path) -> dict[str, Any]:
    return {path.stem: html.fromstring(path.read_bytes()) for path in (folder / "review/rule").glob("*.html")}


def found(planted: Any) -> dict[tuple[str, bool], list[dict[str, Any]]]:
    """By rule, and whether they are waived."""
    groups = defaultdict(list)
    for row in planted.found:
        groups[row["rule_id"], row["waiver"] is not None].append(row)
    return groups


def lines(page: Any, section: str) -> list[Any]:
    rows: list[Any] = page.xpath(f"//section[@aria-labelledby='{section}']//tbody/tr")
    return rows


def test_every_rule_that_was_run_has_a_page_that_lists_its_findings(planted: Any) -> None:
    pages, groups = by_rule(planted.folder), found(planted)
    assert pages.keys() == {rule for batch in planted.run.batches for rule in batch.outcomes}
    for rule, page in pages.items():
        for section, waived in (("found", False), ("waived", True)):
            links = [line.xpath("string(th/a/@href)") for line in lines(page, section)]
            wanted = [f"#f-{row['finding_id']}" for row in groups.get((rule, waived), [])]
            assert Counter(f"#{link.partition('#')[2]}" for link in links) == Counter(wanted), rule


def test_a_line_says_whose_it_is_and_what_is_wrong(planted: Any) -> None:
    (row,) = planted.of("claim")
    (line,) = (
        line
        for line in lines(by_rule(planted.folder)[row["rule_id"]], "found")
        if row["finding_id"] in line.xpath("string(th/a/@href)")
    )
    organ, city, year, state, what = (cell.text_content().strip() for cell in line)
    assert (organ, city, year, state) == (row["organ"], "青山市", "2023", "✗ 不通过")
    assert what in row["message"].replace("“", "").replace("”", "") or row["sentence"] in what
    assert line.xpath("string(.//q)") == row["sentence"]


def test_the_numbers_of_batches_are_those_of_the_run(planted: Any) -> None:
    for rule, page in by_rule(planted.folder).items():
        for batch in planted.run.batches:
            rows = [line for line in lines(page, "batches") if line.xpath("string(th)") == batch.id]
            outcome = batch.outcomes.get(rule)
            assert len(rows) == (outcome is not None)
            for line in rows:
                assert [int(cell.text) for cell in line.xpath("td")] == [
                    outcome.violated,
                    outcome.cannot_tell,
                    outcome.holds + outcome.holds_with_blanks,
                    outcome.holds_with_blanks,
                    outcome.not_run,
                ]


def test_a_waived_finding_stands_apart_with_its_reason(planted: Any) -> None:
    ((rule, _), (row,)) = next(pair for pair in found(planted).items() if pair[0][1])
    page = by_rule(planted.folder)[rule]
    (line,) = lines(page, "waived")
    assert row["finding_id"] in line.xpath("string(th/a/@href)")
    assert "已核对" in line.xpath("string(.//strong[@class='waived'])")
    assert not [one for one in lines(page, "found") if row["finding_id"] in one.xpath("string(th/a/@href)")]


def test_a_list_that_is_cut_says_how_many_there_are(planted: Any, bounded: Path) -> None:
    pages, groups = by_rule(bounded), found(planted)
    long = [rule for (rule, waived), rows in groups.items() if len(rows) > 1 and not waived]
    assert len(long) > 3
    for rule, page in pages.items():
        total = len(groups.get((rule, False), ()))
        assert len(lines(page, "found")) == min(1, total)
        said = page.xpath("string(//section[@aria-labelledby='found']/p[@class='more'])")
        assert said.startswith(f"共 {total} 条，此处列出 1 条。") if rule in long else not said
        if rule in long:
            (way,) = page.xpath("//p[@class='more']/a/@href")
            assert way == f"../../review/search.html#rule={rule}"


@pytest.mark.parametrize("kind", ["rule", "organ", "city"])
def test_every_table_of_a_list_page_can_be_sorted(planted: Any, kind: str) -> None:
    tables = [
        table
        for path in (planted.folder / "review" / kind).glob("*.html")
        for table in html.fromstring(path.read_bytes()).xpath("//table[tbody/tr[2]]")
    ]
    assert tables
    for table in tables:
        assert "sortable" in table.get("class").split()
        for mark in table.xpath("tbody/tr/td[span[contains(@class, 'mark')]]"):
            assert mark.get("data-sort").isdigit()
