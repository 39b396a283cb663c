"""The page of trends: its numbers are those of the history, and a browser has nothing to complain of."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from gongkai import demo, history
from gongkai.nightly import Settings, make_project, night

if TYPE_CHECKING:
    from tests.reviews.conftest import Published, Visit

NOW = 1_790_000_000.0
DAY = 86_400


def put(home: Path, number: int, year: int, *, fault: bool) -> Path:
    organ = list(demo.organs(3))[number]
    sample = demo.make_sample(3, organ, year)
    if fault:
        sample = demo.make_sample(3, organ, year, demo.defects(sample.edition_id)[0].id)
    rendered = demo.render(sample, "text.tabs")
    path = home / "inbox" / f"{number}" / rendered.name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(rendered.data)
    os.utime(path, (NOW - DAY, NOW - DAY))
    return path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three nights: findings come, one report is withdrawn, one is corrected."""
    home = tmp_path_factory.mktemp("trend") / "project"
    make_project(home)
    paths = [put(home, number, 2023, fault=True) for number in range(3)]

    def run(day: int) -> None:
        night(Settings.read(home, {}, {"workers": "1"}), clock=lambda: NOW + day * DAY, environment={})

    run(0)
    paths[0].unlink()
    put(home, 1, 2023, fault=False)
    run(1)
    run(2)
    return home


def page_of(home: Path) -> Path:
    return home / "site" / "review" / "trend.html"


def rows(table: Any) -> list[list[str]]:
    return [[cell.text_content().strip() for cell in row] for row in table.iter("tr")][1:]


def test_every_night_has_its_numbers(home: Path) -> None:
    """The last night changed nothing, so that the pages are those of the one before."""
    told = history.nights(home / "store" / "current" / "history")[:2]
    (table,) = html.parse(page_of(home)).xpath("//table[@class='runs']")
    names = ("reports", "unreadable", "errors", "warnings", "infos", "cannot_tell")
    states = ("new", "returned", "corrected", "gone", "standing")
    shown = [[int(number) for number in row[1:]] for row in rows(table)]
    assert shown == [[night[name] for name in (*names, *states)] for night in reversed(told)]
    assert told[1]["corrected"] > 0
    assert told[1]["gone"] > 0


@pytest.mark.parametrize("by", history.BY)
def test_what_changed_stands_first_with_its_numbers(home: Path, by: history.By) -> None:
    folder = home / "store" / "current" / "history"
    went = history.trend(folder, by, most=1000)
    expected = sorted([counts[0], counts[0], counts[1], counts[1] - counts[0]] for counts in went.counts)
    (table,) = html.parse(page_of(home)).xpath(f"//section[@aria-labelledby='by-{by}']//table")
    shown = [[int(number.replace("+", "")) for number in row[1:]] for row in rows(table)]
    assert sorted(shown) == expected
    assert [abs(row[-1]) for row in shown] == sorted((abs(row[-1]) for row in shown), reverse=True)


def test_links_lead_to_pages_that_are_there(home: Path) -> None:
    page = page_of(home)
    links = [link.get("href") for link in html.parse(page).iter("a")]
    assert any("/organ/" in link for link in links)
    assert all(
        (page.parent / link.split("#")[0]).resolve().exists() for link in links if not link.startswith("#")
    )


def test_a_page_of_the_site_leads_there_only_where_there_is_a_history(
    home: Path, published: Published
) -> None:
    for name in ("index.html", "review/search.html"):
        assert "trend.html" in (home / "site" / name).read_text("utf-8")
        assert "trend.html" not in (published.folder / name).read_text("utf-8")
    assert not (published.folder / "review" / "trend.html").exists()


@pytest.mark.browser
@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 1366, "height": 768}},
        {"viewport": {"width": 1920, "height": 1080}, "color_scheme": "dark"},
        {"viewport": {"width": 1366, "height": 768}, "java_script_enabled": False},
    ],
    ids=["1366", "1920 dark", "no scripts"],
)
def test_in_a_browser(home: Path, visit: Callable[..., Visit], options: dict[str, Any]) -> None:
    seen = visit(**options)
    seen.open(page_of(home))
    assert seen.page.locator("table.runs tbody tr").count() == 2
    assert seen.page.locator("figure svg").count() == 1
    if options.get("java_script_enabled", True):
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= options["viewport"]["width"]
    assert seen.outside == []
    assert seen.complaints == []
