"""The hand-out of a meeting: one document of several pages, and a real PDF of it."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from lxml import html

from gongkai.reviews import PrintingError, _browser, find_browser, write_handout
from gongkai.reviews._handout import NAME, handout

if TYPE_CHECKING:
    from tests.reviews.conftest import Published

CITY = "review/city/{}.html"
PAGE = """<!DOCTYPE html><html><head><title>{title}</title><script src="x.js"></script></head>
<body><nav>导航</nav><header><h1>{title}</h1></header>
<main id="content">{content}</main><footer></footer></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An overview that names two of three cities, the second one first."""
    (tmp_path / "review" / "city").mkdir(parents=True)
    links = f'<a href="{CITY.format("b")}#reports">乙市</a> <a href="{CITY.format("a")}">甲市</a>'
    more = '<a href="#rest">下面</a> <a href="data_docs/index.html">明细</a><h2 id="rest">其余</h2>'
    (tmp_path / "index.html").write_text(PAGE.format(title="总览", content=links + more), "utf-8")
    for name, title in (("a", "甲市"), ("b", "乙市"), ("c", "丙市")):
        section = '<section aria-labelledby="reports"><h2 id="reports">报告</h2>{}</section>'
        content = section.format('<a href="../../index.html">回</a>')
        (tmp_path / CITY.format(name)).write_text(PAGE.format(title=title, content=content), "utf-8")
    return tmp_path


def test_cities_stand_in_the_order_of_the_overview_and_the_others_after_them(folder: Path) -> None:
    page = html.document_fromstring(handout(folder, "zh"))
    assert page.xpath("//h1/text()") == ["总览", "乙市", "甲市", "丙市"]
    assert page.findtext(".//title") == "总览"


def test_links_lead_to_the_parts_that_are_there_and_all_others_are_only_text(folder: Path) -> None:
    page = html.document_fromstring(handout(folder, "zh"))
    targets = page.xpath("//@id")
    assert len(targets) == len(set(targets))
    links = {link.text: link.get("href") for link in page.iter("a")}
    heading = {name: page.xpath(f"//article[.//h1='{name}']")[0] for name in ("总览", "乙市", "甲市")}
    assert links["甲市"] == "#" + heading["甲市"].get("id")
    assert page.get_element_by_id(links["乙市"][1:]).text == "报告"
    assert page.get_element_by_id(links["乙市"][1:]) in set(heading["乙市"].iter())
    assert page.get_element_by_id(links["下面"][1:]).text == "其余"
    assert links["回"] == "#" + heading["总览"].get("id")
    assert links["明细"] is None
    for section in page.iter("section"):
        assert page.get_element_by_id(section.get("aria-labelledby")) in set(section.iter())


def test_neither_scripts_nor_navigation_are_printed(folder: Path) -> None:
    page = html.document_fromstring(handout(folder, "zh"))
    assert page.xpath("//script | //nav | //link") == []


@pytest.fixture(scope="module")
def printed(published: Published, tmp_path_factory: pytest.TempPathFactory) -> pypdfium2.PdfDocument:
    browser = find_browser()
    if browser is None:
        pytest.skip("no browser on this machine: apt-get install chromium")
    target = tmp_path_factory.mktemp("printed") / NAME
    _browser.print_to_pdf(handout(published.folder, "zh"), browser, target)
    return pypdfium2.PdfDocument(target)


def title_of(page: Path) -> str:
    title: str = html.parse(page).findtext(".//h1/bdi")
    return title


def starts_of(document: pypdfium2.PdfDocument) -> dict[str, int]:
    """Page title → the page on which the outline has it."""
    return {mark.get_title(): mark.get_dest().get_index() for mark in document.get_toc() if mark.level == 0}


def text_of(document: pypdfium2.PdfDocument) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in document]


@pytest.mark.browser
def test_pages_are_of_a4_and_numbered_through(printed: pypdfium2.PdfDocument) -> None:
    count = len(printed)
    assert count > 10
    for number, (page, text) in enumerate(zip(printed, text_of(printed), strict=True), 1):
        assert re.search(rf"(?m)^\s*{number} / {count}\s*$", text)
        assert sorted(round(side / 72 * 25.4) for side in page.get_size()) == [210, 297]


@pytest.mark.browser
def test_every_city_begins_a_page_and_stands_in_the_outline(
    printed: pypdfium2.PdfDocument, published: Published
) -> None:
    titles = {title_of(page) for page in published.pages("city")}
    starts = starts_of(printed)
    assert titles <= starts.keys()
    pages = text_of(printed)
    for title in titles:
        assert title in pages[starts[title]].split()[:4]


@pytest.mark.browser
def test_the_head_of_a_table_stands_on_every_page_of_it(
    printed: pypdfium2.PdfDocument, published: Published
) -> None:
    longest = max(published.pages("city"), key=lambda path: path.stat().st_size)
    start = starts_of(printed)[title_of(longest)]
    end = min((other for other in starts_of(printed).values() if other > start), default=len(printed))
    pages = [re.sub(r"\s", "", text) for text in text_of(printed)[start:end]]
    files = html.parse(longest).xpath("//table[contains(@class, 'reports')]//td//a//text()")
    listed_again = set(html.parse(longest).xpath("//table[contains(@class, 'repeated')]//td//a//text()"))
    names = [re.sub(r"\s", "", path.rsplit("/", 1)[-1]) for path in files if path not in listed_again]
    rows = [text for text in pages if any(name in text for name in names)]
    assert len(rows) > 2
    heads = html.parse(longest).xpath("//table[contains(@class, 'reports')]/thead//th")
    for text in rows:
        for head in heads:
            assert re.sub(r"\s", "", head.text_content()) in text


@pytest.mark.browser
def test_what_the_pages_say_is_in_the_pdf(printed: pypdfium2.PdfDocument, published: Published) -> None:
    text = "".join(text_of(printed))
    squeezed = re.sub(r"\s", "", text)
    overview = html.parse(published.folder / "index.html")
    for number in overview.xpath("//dl[@class='tiles']//dd/text()"):
        assert number.strip() in squeezed
    for rule in overview.xpath("//section[@aria-labelledby='rules']//tbody//a/text()"):
        assert re.sub(r"\s", "", rule) in squeezed


def program(folder: Path, *lines: str) -> str:
    """A browser that does just this."""
    path = folder / "browser"
    path.write_text("\n".join(("#!/bin/sh", *lines)) + "\n", "utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize("lines", [("exit 1",), ("exit 0",), ("kill -9 $$",)])
def test_a_browser_that_gives_nothing_is_told_and_leaves_nothing(
    folder: Path, tmp_path: Path, lines: tuple[str, ...]
) -> None:
    with pytest.raises(PrintingError) as caught:
        write_handout(folder, "zh", program(tmp_path, *lines))
    assert "index.html" in caught.value.message.zh
    assert not (folder / NAME).exists()


def test_a_browser_that_cannot_be_started_is_told(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(PrintingError, match="nowhere"):
        write_handout(folder, "zh", str(tmp_path / "nowhere"))


def test_a_browser_that_hangs_is_ended_with_all_that_it_started(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_browser, "SECONDS", 0.5)
    mark = tmp_path / "still-there"
    hangs = program(tmp_path, f"(sleep 1.5; touch {mark}) &", "sleep 60")
    with pytest.raises(PrintingError, match="秒"):
        write_handout(folder, "zh", hangs)
    time.sleep(1.5)
    assert not mark.exists()


def test_no_browser_is_found_where_there_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(_browser, "_PLACES", (str(tmp_path / "Edge"),))
    assert find_browser() is None
    (tmp_path / "Edge").touch()
    assert find_browser() == str(tmp_path / "Edge")
    Path(program(tmp_path, "exit")).rename(tmp_path / "msedge")
    assert find_browser() == str(tmp_path / "msedge")
