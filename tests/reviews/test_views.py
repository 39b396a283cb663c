"""The pages as Great Expectations builds them, opened as a supervisor opens them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from gongkai import forms
from gongkai.rules import catalogue

WAYS = {
    "scripts off": {"java_script_enabled": False},
    "scripts on": {},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 480, "height": 800}},
}


def text_of(page: Any) -> str:
    return re.sub(r"\s+", " ", page.inner_text("body"))


@pytest.mark.browser
@pytest.mark.parametrize("way", WAYS)
def test_pages_open_from_disk_and_ask_for_nothing(site: Any, visit: Callable[..., Any], way: str) -> None:
    seen = visit(**WAYS[way])
    for path in site.pages:
        seen.open(path)
        assert len(text_of(seen.page)) > 50
        assert seen.page.evaluate("document.scripts.length") == 0
    assert len(site.pages) == 5
    assert seen.outside == []
    assert [url for url in seen.asked if not url.endswith(".html")] == []
    assert seen.complaints == []


@pytest.mark.browser
def test_a_batch_page_says_what_the_rule_is_and_who_fails_it(site: Any, visit: Callable[..., Any]) -> None:
    seen = visit(java_script_enabled=False)
    seen.open(site.page("2021-2023"))
    pack = catalogue("2021")
    for identity in pack.edition.identities:
        rule = pack.rule(identity.id)
        article = seen.page.locator(f'[id="rule-{rule.id}"]')
        assert rule.title.of(site.lang) in article.inner_text()
    balance = next(identity for identity in pack.edition.identities if identity.name == "balance")
    rule = pack.rule(balance.id)
    article = seen.page.locator(f'[id="rule-{rule.id}"]')
    article.locator("summary").first.click()
    said = re.sub(r"\s+", " ", article.inner_text())
    formula = rule.formula
    assert formula is not None
    assert formula.of(site.lang) in said
    assert rule.citation in said
    assert rule.remedy.of(site.lang) in said
    assert "市/报告1.html" in said
    for cell_id in balance.cells:
        cell = pack.edition.cells[cell_id]
        assert (cell.label if site.lang == "zh" else cell.en) in said
    stored = next(
        entry["result"]["gongkai"]["findings"][0]
        for entry in site.results["2021-2023"]["results"]
        if entry["expectation_config"]["kwargs"]["rule"] == rule.id
    )
    printed = article.locator("tbody tr").first.locator("td.number").all_inner_texts()
    assert [float(text) for text in printed] == [stored[n] for n in ("reported", "computed", "difference")]


@pytest.mark.browser
def test_from_a_rule_to_the_report_and_back(site: Any, visit: Callable[..., Any]) -> None:
    seen = visit(java_script_enabled=False)
    seen.open(site.page("2021-2023"))
    page = seen.page
    links = page.locator('a[href^="#"]')
    targets = {links.nth(place).get_attribute("href")[1:] for place in range(links.count())}
    for target in targets:
        assert page.locator(f'[id="{target}"]').count() == 1, target
    page.locator(".findings a").first.click()
    assert "#report-" in page.url
    page.locator("article:target .marks a").first.click()
    assert "#rule-" in page.url


@pytest.mark.browser
def test_the_index_leads_to_every_batch_and_back(site: Any, visit: Callable[..., Any]) -> None:
    seen = visit(java_script_enabled=False)
    seen.open(site.folder / "index.html")
    page = seen.page
    rows = page.locator("table.batches tbody tr")
    assert page.locator("table.batches tbody th").all_inner_texts() == [
        "2019-2020",
        "2021-2022",
        "2021-2023",
        "2021-2024",
    ]
    for place in range(rows.count()):
        rows.nth(place).locator("a").click()
        assert page.locator("h1").count() == 1
        page.locator("nav:not(.site) a").click()
        assert page.url.endswith("/data_docs/index.html")
    assert page.locator("nav:not(.site) a").get_attribute("href") == "../index.html"


@pytest.mark.browser
def test_the_index_counts_the_findings(site: Any, visit: Callable[..., Any]) -> None:
    seen = visit(java_script_enabled=False)
    seen.open(site.folder / "index.html")
    for batch, result in site.results.items():
        findings = [
            (entry["expectation_config"]["meta"]["gongkai"]["severity"], finding["answer"])
            for entry in result["results"]
            for finding in entry["result"]["gongkai"]["findings"]
        ]
        expected = [
            sum(found == ("error", "violated") for found in findings),
            sum(found == ("warning", "violated") for found in findings),
            sum(found == ("info", "violated") for found in findings),
            sum(answer == "cannot_tell" for _, answer in findings),
        ]
        row = seen.page.locator("table.batches tbody tr", has_text=batch)
        assert [int(text) for text in row.locator("td.number").all_inner_texts()[2:]] == expected


@pytest.mark.browser
def test_hostile_names_are_only_text(site: Any, visit: Callable[..., Any], hostile: tuple[str, ...]) -> None:
    seen = visit()
    seen.open(site.page("2021-2024"))
    page = seen.page
    assert seen.complaints == []
    assert seen.outside == []
    assert page.locator("script, img, svg, iframe, base, link, object").count() == 0
    assert page.locator("h1").count() == 1
    assert page.locator("article.report").count() == len(hostile)
    attributes = page.evaluate(
        "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames())"
        ".filter(name => name.startsWith('on'))"
    )
    assert attributes == []
    names = page.locator("article.report :is(h3, .path) bdi").all_text_contents()
    assert {name for name in hostile if name.isprintable()} <= set(names)
    assert len(names) == len(hostile) + len(hostile) // 2
    assert page.locator("article.report h3 small").count() == len(hostile) - len(hostile) // 2
    assert any("[U+202E]" in name and "[U+0000]" in name for name in names)
    # Nothing sticks out of the window, however long the name.
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_no_page_holds_an_address_or_a_script(site: Any) -> None:
    for path in site.pages:
        html = path.read_text("utf-8")
        assert not re.search(r"https?://", html), path.name
        assert "<script" not in html.lower()
        assert html.startswith("<!DOCTYPE html>")
        assert f'<html lang="{"zh-CN" if site.lang == "zh" else "en"}">' in html
        assert re.findall(r'(?:src|href)="(?!#|\.\./|validations/)([^"]*)"', html) == []


def test_every_failing_report_is_named(site: Any) -> None:
    html = site.page("2021-2023").read_text("utf-8")
    named = {
        finding["report_id"]
        for entry in site.results["2021-2023"]["results"]
        for finding in entry["result"]["gongkai"]["findings"]
    }
    assert len(named) == 8
    for report_id in named:
        assert f"<code>{report_id}</code>" in html


def test_the_index_speaks_one_language(site: Any) -> None:
    html = (site.folder / "index.html").read_text("utf-8")
    body = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    assert bool(re.search(r"[\u3000-\u9fff\uff00-\uffef]", body)) == (site.lang == "zh")
    assert ("Cannot tell" in body) == (site.lang == "en")


def test_edition_names_come_from_the_form(site: Any) -> None:
    html = (site.folder / "index.html").read_text("utf-8")
    for edition in forms.editions():
        assert (edition.name if site.lang == "zh" else edition.en) in html
