"""Every kind of page in a browser: wide and narrow, on paper, light and dark, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import pytest
from lxml import html

EVERY = ("overview", "search", "city", "rule", "organ", "report", "batch", "index")
SAMPLES = 3
"""Pages of a kind that are opened: the largest, where most can go wrong, the smallest, and one between."""


def sampled(published: Any, kind: str) -> list[Path]:
    if kind == "overview":
        return [published.folder / "index.html"]
    if kind == "search":
        return [published.folder / "review" / "search.html"]
    if kind == "index":
        return [published.folder / "data_docs" / "index.html"]
    found = (
        sorted((published.folder / "data_docs").rglob("reports-*.html"))
        if kind == "batch"
        else published.pages(kind)
    )
    by_size = sorted(found, key=lambda path: path.stat().st_size)
    return [by_size[0], by_size[len(by_size) // 2], by_size[-1]][:SAMPLES]


@pytest.mark.browser
@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 1366, "height": 768}},
        {"viewport": {"width": 1920, "height": 1080}, "color_scheme": "dark"},
    ],
    ids=["1366", "1920 dark"],
)
def test_a_page_fits_asks_for_nothing_and_complains_of_nothing(
    published: Any, visit: Callable[..., Any], kind: str, options: dict[str, Any]
) -> None:
    seen = visit(**options)
    for path in sampled(published, kind):
        seen.open(path)
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= options["viewport"]["width"]
        assert seen.page.locator("h1").count() == 1
        assert seen.page.title()
    assert seen.outside == []
    assert seen.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("kind", EVERY)
def test_a_page_fits_on_paper(published: Any, visit: Callable[..., Any], kind: str) -> None:
    """A4 less its margins, at 96 dots an inch."""
    seen = visit(viewport={"width": 703, "height": 1000})
    seen.page.emulate_media(media="print")
    for path in sampled(published, kind):
        seen.open(path)
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 703
        assert not seen.page.locator("nav.site").is_visible()
    assert seen.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("kind", [kind for kind in EVERY if kind != "search"])
def test_without_scripts_a_page_says_the_same(published: Any, visit: Callable[..., Any], kind: str) -> None:
    texts = []
    for scripts in (True, False):
        seen = visit(java_script_enabled=scripts)
        for path in sampled(published, kind):
            seen.open(path)
            texts.append(seen.page.locator("body").inner_text())
    half = len(texts) // 2
    assert texts[:half] == texts[half:]


@pytest.mark.browser
def test_without_scripts_the_search_leads_to_every_city(published: Any, visit: Callable[..., Any]) -> None:
    seen = visit(java_script_enabled=False)
    seen.open(published.folder / "review" / "search.html")
    links = seen.page.locator("section a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    listed = {link.rpartition("/")[2] for link in links if "/city/" in link}
    assert listed == {path.name for path in published.pages("city")}
    assert not seen.page.locator("#with-script").is_visible()
    assert "JavaScript" in seen.page.locator("body").inner_text()


def test_every_link_leads_somewhere(published: Any) -> None:
    anchors: dict[Path, set[str]] = {}
    wanted: list[tuple[Path, Path, str]] = []
    for path in published.every_page:
        page = html.fromstring(path.read_bytes())
        anchors[path] = set(page.xpath("//@id"))
        for link in page.xpath("//a/@href"):
            target, fragment = urldefrag(unquote(link))
            wanted.append((path, (path.parent / target).resolve() if target else path, fragment))
    assert wanted
    for path, target, fragment in wanted:
        assert target.is_file(), f"{path}: {target}"
        if fragment and target in anchors and target.name != "search.html":
            assert fragment in anchors[target], f"{path}: {target}#{fragment}"


def test_every_page_is_whole(published: Any) -> None:
    for path in published.every_page:
        page = html.fromstring(path.read_bytes())
        assert page.get("lang") == "zh-CN"
        assert len(page.xpath("//h1")) == len(page.xpath("//main")) == 1
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path
        (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert not page.xpath("//@style | //@*[starts-with(name(), 'on')]"), path


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", EVERY)
def test_axe_finds_nothing_serious(published: Any, chromium: Any, kind: str, scheme: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    # The page's own policy keeps every foreign script out, axe's too.
    context = chromium.new_context(offline=True, bypass_csp=True, color_scheme=scheme)
    try:
        page = context.new_page()
        for path in sampled(published, kind)[::2]:
            page.goto(path.as_uri())
            serious = [
                (one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"][:300])
                for one in axe.run(page).response["violations"]
                if one["impact"] in {"serious", "critical"}
            ]
            assert serious == [], path
    finally:
        context.close()
