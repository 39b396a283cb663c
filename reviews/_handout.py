"""会议材料: the overview and the pages of the cities in one PDF, made of the pages as they were written.

One document is printed, so that its pages are numbered through and its links lead from one part to another.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from lxml import html
from lxml.html import HtmlElement
from markupsafe import Markup

from gongkai.forms import Language
from gongkai.reviews._addresses import OVERVIEW, is_city
from gongkai.reviews._browser import print_to_pdf
from gongkai.reviews._render import render

NAME: Final = "会议材料.pdf"
_PARTS: Final = ("header", "main", "footer")


def write_handout(directory: Path, lang: Language, browser: str) -> Path:
    """Prints the first page of a run and those of its cities, in the order in which that names them.

    Args:
        directory: with the site, as `write_site` wrote it.
        lang: of the site.
        browser: the program that prints, from `find_browser`.

    Returns:
        The file.

    Raises:
        PrintingError: the browser gives no PDF.
        OSError: a page cannot be read, or the file not be written.
    """
    target = directory / NAME
    print_to_pdf(handout(directory, lang), browser, target)
    return target


def handout(directory: Path, lang: Language) -> str:
    """The pages as one document, without scripts; links between them stay, all others are only text."""
    pages = {OVERVIEW: _page(directory, OVERVIEW)}
    named = [address for _, address, _ in _links(pages[OVERVIEW], OVERVIEW) if is_city(address)]
    others = sorted(path.relative_to(directory).as_posix() for path in directory.glob("*/*/*.html"))
    for address in dict.fromkeys((*named, *filter(is_city, others))):
        pages[address] = _page(directory, address)
    anchors = {address: f"page-{number}" for number, address in enumerate(pages)}
    sheets = [Markup(_sheet(page, address, anchors)) for address, page in pages.items()]  # noqa: S704 - our own pages
    return render("handout.html.j2", lang, title=pages[OVERVIEW].findtext(".//title"), sheets=sheets)


def _page(directory: Path, address: str) -> HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    page: HtmlElement = html.document_fromstring((directory / address).read_bytes(), parser=parser)
    return page


def _links(page: HtmlElement, address: str) -> Iterator[tuple[HtmlElement, str, str]]:
    """Every link with the address and the place in it that it leads to."""
    folder = posixpath.dirname(address)
    for link in page.iterfind(".//a[@href]"):
        to, _, place = link.get("href", "").partition("#")
        yield link, posixpath.normpath(posixpath.join(folder, to)) if to else address, place


def _sheet(page: HtmlElement, address: str, anchors: Mapping[str, str]) -> str:
    own = anchors[address]
    for link, to, place in _links(page, address):
        if to in anchors:
            link.set("href", f"#{anchors[to]}-{place}" if place else f"#{anchors[to]}")
        else:
            link.attrib.pop("href", None)
    for element in page.iter():
        for name in ("id", "aria-labelledby"):
            if name in element.attrib:
                element.set(name, f"{own}-{element.get(name)}")
    sheet = html.Element("article", {"class": "handout", "id": own})
    body = page.find("body")
    sheet.extend(part for part in body if part.tag in _PARTS)
    text: str = html.tostring(sheet, encoding="unicode")
    return text
