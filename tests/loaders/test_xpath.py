"""The XPath of a cell finds it in its page."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from gongkai import demo
from gongkai.loaders import read_bytes, recognise

PAGES = [name for name in demo.COMPLETE if demo.LAYOUTS[name].format == "html"]


@pytest.mark.parametrize("layout", PAGES)
def test_every_cell_is_found(layout: str) -> None:
    for sample in demo.clean_samples(4):
        rendered = demo.render(sample, layout)
        root: Any = etree.fromstring(rendered.data, etree.HTMLParser(encoding="utf-8"))
        for read in recognise(read_bytes(rendered.data, rendered.name)).cells.values():
            assert read.locator is not None
            assert read.locator.xpath is not None
            (cell,) = root.xpath(read.locator.xpath)
            assert "".join(cell.itertext()).split() == (read.raw or "").split()


def test_tables_that_are_no_part_of_the_page_make_none_sure() -> None:
    page = "<noscript><table><tr><td>1<td>2</table></noscript><table><tr><td>甲<td>3</table>"
    for block in read_bytes(f"<html><body>{page}".encode(), "a.html").blocks:
        assert block.locator.xpath is None
