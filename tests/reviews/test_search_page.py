"""The search in a browser, against what the run itself has."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from lxml import html

if TYPE_CHECKING:
    from tests.reviews.conftest import Published, Visit

pytestmark = pytest.mark.browser

Line = dict[str, Any]
COUNTS = ("error", "warning", "info", "cannot_tell", "waived")


@pytest.fixture
def seen(visit: Callable[..., Visit]) -> Visit:
    return visit(viewport={"width": 1366, "height": 900})


@pytest.fixture(scope="module")
def reports(published: Published) -> list[Line]:
    """Every report with its findings, made from the tables of the run alone."""
    rows = pq.read_table(
        published.folder / "reports.parquet", columns=["report_id", "path", "organ", "year", "region"]
    ).to_pylist()
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for finding in published.findings:
        if finding["report_id"]:
            found.setdefault((finding["report_id"], finding["path"]), []).append(finding)
    for row in rows:
        own = found.get((row["report_id"], row["path"]), [])
        standing = [one for one in own if one["waiver"] is None]
        row["severities"] = {one["severity"] for one in standing if one["answer"] == "violated"} | {
            "cannot_tell" for one in standing if one["answer"] == "cannot_tell"
        }
        row["rules"] = {one["rule_id"] for one in standing}
        row["waived"] = len(own) - len(standing)
    return rows


def open_search(seen: Visit, published: Published, hash_: str = "") -> None:
    seen.page.goto((published.folder / "review" / "search.html").as_uri() + hash_)
    seen.page.wait_for_selector("#results tbody tr, #count:not(:empty)")


def paths(seen: Visit) -> list[str]:
    """The last cell of every line that is listed, all of them drawn."""
    while seen.page.locator("#more").is_visible():
        seen.page.locator("#more").click()
    return seen.page.locator("#results tbody tr td:last-child").all_inner_texts()


def column(seen: Visit, place: int) -> list[str]:
    return seen.page.locator(f"#results tbody tr > :nth-child({place + 1})").all_inner_texts()


def choose(seen: Visit, **values: str) -> None:
    for name, value in values.items():
        field = seen.page.locator(f"#search [name={name}]")
        field.fill(value) if name == "q" else field.select_option(value)


def data_of(published: Published) -> dict[str, Any]:
    page = html.parse(published.folder / "review" / "search.html")
    return json.loads(page.xpath("//script[@id='lines']/text()")[0])


def test_every_report_file_and_missing_organ_is_a_line(
    seen: Visit, published: Published, reports: list[Line]
) -> None:
    open_search(seen, published)
    listed = paths(seen)
    unread = pq.read_table(published.folder / "failures.parquet")["path"].to_pylist()
    assert sorted(path for path in listed if path) == sorted([row["path"] for row in reports] + unread)
    missing = {one["organ"] for one in published.findings if not one["report_id"]}
    organs = column(seen, 0)
    assert {organ for organ, path in zip(organs, listed, strict=True) if not path} == missing
    assert seen.page.locator("#count").inner_text().count(str(len(listed))) == 1


@pytest.mark.parametrize("words", ["教育局", "苇城市 司法", "2023", ".docx", "没有这样的机关"])
def test_typing_finds_lines_with_every_word(
    seen: Visit, published: Published, reports: list[Line], words: str
) -> None:
    open_search(seen, published)
    choose(seen, q=words)
    lines = data_of(published)
    expected = [
        path
        for organ, path, city, *_ in lines["lines"]
        if all(word.lower() in f"{organ}\n{path}\n{lines['cities'][city]}".lower() for word in words.split())
    ]
    assert sorted(paths(seen)) == sorted(expected)
    known = {row["path"] for row in reports if all(word in row["path"] for word in words.split())}
    assert known <= set(expected)


@pytest.mark.parametrize("severity", COUNTS[:4])
def test_severity(seen: Visit, published: Published, reports: list[Line], severity: str) -> None:
    open_search(seen, published)
    choose(seen, severity=severity)
    expected = [row["path"] for row in reports if severity in row["severities"]]
    # An organ without a report has no path; the finding says so all the same.
    assert sorted(filter(None, paths(seen))) == sorted(expected)
    assert expected


def test_year(seen: Visit, published: Published, reports: list[Line]) -> None:
    open_search(seen, published)
    choose(seen, year="2023")
    assert sorted(filter(None, paths(seen))) == sorted(row["path"] for row in reports if row["year"] == 2023)
    assert set(column(seen, 2)) == {"2023"}


def test_rule(seen: Visit, published: Published, reports: list[Line]) -> None:
    rules = {rule for row in reports for rule in row["rules"]}
    open_search(seen, published)
    for rule in sorted(rules)[:5]:
        choose(seen, rule=rule)
        assert sorted(filter(None, paths(seen))) == sorted(
            row["path"] for row in reports if rule in row["rules"]
        )


def test_city(seen: Visit, published: Published) -> None:
    lines = data_of(published)
    open_search(seen, published)
    for place, city in list(enumerate(lines["cities"]))[:4]:
        choose(seen, city=city or "-")
        assert sorted(paths(seen)) == sorted(line[1] for line in lines["lines"] if line[2] == place)


def test_state(seen: Visit, published: Published, reports: list[Line]) -> None:
    open_search(seen, published)
    choose(seen, state="clean")
    expected = [row["path"] for row in reports if not row["severities"] & {"error", "warning", "cannot_tell"}]
    assert sorted(paths(seen)) == sorted(expected)
    choose(seen, state="unread")
    assert paths(seen) == pq.read_table(published.folder / "failures.parquet")["path"].to_pylist()
    choose(seen, state="waived")
    waived = [row["path"] for row in reports if row["waived"]]
    assert sorted(filter(None, paths(seen))) == sorted(waived)
    assert waived


def test_all_together(seen: Visit, published: Published, reports: list[Line]) -> None:
    """Each narrows what the others leave."""
    open_search(seen, published)
    rule = max(
        (rule for row in reports for rule in row["rules"]),
        key=lambda rule: sum(rule in row["rules"] for row in reports),
    )
    row = next(row for row in reports if rule in row["rules"] and row["year"])
    choose(seen, q=row["organ"], year=str(row["year"]), rule=rule)
    expected = [
        one["path"]
        for one in reports
        if rule in one["rules"]
        and one["year"] == row["year"]
        and row["organ"] in f"{one['organ']}{one['path']}"
    ]
    assert sorted(paths(seen)) == sorted(expected)


def test_a_link_opens_what_was_chosen_and_the_address_follows(seen: Visit, published: Published) -> None:
    open_search(seen, published, "#year=2022&severity=error")
    assert seen.page.locator("#search [name=year]").input_value() == "2022"
    assert seen.page.locator("#search [name=severity]").input_value() == "error"
    first = paths(seen)
    assert set(column(seen, 2)) == {"2022"}
    choose(seen, year="", severity="")
    everything = paths(seen)
    assert len(first) < len(everything)
    assert "#" not in seen.page.url
    choose(seen, q="教育局")
    assert "q=" in seen.page.url
    again = seen.page.url
    kept = paths(seen)
    seen.page.goto("about:blank")
    seen.page.goto(again)
    assert paths(seen) == kept


def test_going_back_from_a_report_finds_the_search_as_it_was(seen: Visit, published: Published) -> None:
    open_search(seen, published)
    choose(seen, severity="error")
    before = paths(seen)
    seen.page.locator("#results tbody td:last-child a").first.click()
    assert "/report/" in seen.page.url
    seen.page.go_back()
    seen.page.wait_for_selector("#results tbody tr")
    assert seen.page.locator("#search [name=severity]").input_value() == "error"
    assert paths(seen) == before


NUMBERS = {2, 4, 5, 6, 7}


@pytest.mark.parametrize("place", range(9))
def test_columns_sort_both_ways(seen: Visit, published: Published, place: int) -> None:
    open_search(seen, published)
    before = sorted(paths(seen))
    button = seen.page.locator("#results thead button").nth(place)
    orders = []
    for _ in range(2):
        button.click()
        assert sorted(paths(seen)) == before
        orders.append(column(seen, place))
    head = seen.page.locator("#results thead th").nth(place)
    assert head.get_attribute("aria-sort") in ("ascending", "descending")
    assert seen.page.locator("#results [aria-sort]").count() == 1
    if place in NUMBERS:
        first, second = ([int(text) if text.isdigit() else 0 for text in order] for order in orders)
        assert first == sorted(first, reverse=True)
        assert second == sorted(second)
    else:
        groups = [list(dict.fromkeys(order)) for order in orders]
        assert len(groups[0]) == len(set(orders[0]))
        assert groups[1] == groups[0][::-1]


def test_a_sorted_search_stays_sorted(seen: Visit, published: Published) -> None:
    open_search(seen, published)
    seen.page.locator("#results thead button").nth(4).click()
    choose(seen, severity="error")
    numbers = [int(text) for text in column(seen, 4)]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] > 0


def test_by_keyboard_alone(seen: Visit, published: Published) -> None:
    open_search(seen, published)
    page = seen.page
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("教育局/")
    assert page.locator("#search [name=q]").input_value() == "教育局/"
    page.keyboard.press("Backspace")
    found = paths(seen)
    assert found
    page.locator("#search [name=q]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 2
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    assert page.locator("#search [name=q]").input_value() == ""
    page.locator("#results tbody tr").nth(50).wait_for()
    page.locator("#results thead button").nth(4).focus()
    page.keyboard.press("Enter")
    assert page.locator("#results [aria-sort]").count() == 1
    page.locator("#search [name=q]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/organ/**")


def test_the_count_says_how_many_of_how_many(seen: Visit, published: Published) -> None:
    open_search(seen, published)
    total = len(data_of(published)["lines"])
    said = seen.page.locator("#count").inner_text()
    shown = seen.page.locator("#results tbody tr").count()
    assert str(total) in said
    assert str(shown) in said
    assert shown < total
    seen.page.locator("#more").focus()
    seen.page.keyboard.press("Enter")
    assert seen.page.locator("#results tbody tr").count() > shown


HOSTILE = ("<img src=x onerror=alert(1)>", "\"'><script>alert(2)</script>", "\\u003c](){}*+?.^$|")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_typed_is_only_text(seen: Visit, published: Published, text: str) -> None:
    open_search(seen, published)
    choose(seen, q=text)
    assert paths(seen) == []
    seen.page.goto("about:blank")
    open_search(seen, published, "#" + "rule=" + text.replace("#", "%23"))
    assert paths(seen) == []
    assert seen.complaints == []
    assert seen.outside == []


def test_without_scripts_every_city_is_linked_and_the_search_says_why_it_is_not_there(
    visit: Callable[..., Visit], published: Published
) -> None:
    seen = visit(java_script_enabled=False)
    seen.open(published.folder / "review" / "search.html")
    assert seen.page.locator("noscript").count() == 1
    assert not seen.page.locator("#with-script").is_visible()
    links = seen.page.locator("section[aria-labelledby=cities] a[href*='city/']")
    assert links.count() == len(published.pages("city"))
