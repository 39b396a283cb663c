"""Tables that a browser sorts, on every kind of page that has one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Locator
    from tests.reviews.conftest import Published, Visit

pytestmark = pytest.mark.browser

NUMBER = re.compile(r"[\d.]+%?")


def cells(table: Locator, place: int) -> list[str]:
    return table.locator(f"tbody tr > :nth-child({place + 1})").all_inner_texts()


@pytest.mark.parametrize("kind", ["overview", "city", "organ", "rule"])
def test_every_column_sorts_by_pointer_and_keyboard(
    visit: Callable[..., Visit], published: Published, kind: str
) -> None:
    seen = visit(viewport={"width": 1366, "height": 900})
    path = published.folder / "index.html"
    if kind != "overview":
        path = max(published.pages(kind), key=lambda page: page.stat().st_size)
    seen.open(path)
    tables = seen.page.locator("table.sortable:visible").all()
    assert tables
    sorted_by_number = 0
    for table in tables:
        heads = table.locator("thead th").all()
        whole = sorted(table.locator("tbody tr").all_inner_texts())
        foot = table.locator("tfoot").all_inner_texts()
        for place, head in enumerate(heads):
            head.locator("button").click()
            first, said = cells(table, place), head.get_attribute("aria-sort")
            head.locator("button").focus()
            seen.page.keyboard.press("Enter")
            second = cells(table, place)
            assert {said, head.get_attribute("aria-sort")} == {"ascending", "descending"}
            assert table.locator("[aria-sort]").count() == 1
            assert sorted(table.locator("tbody tr").all_inner_texts()) == whole
            assert table.locator("tfoot").all_inner_texts() == foot
            if all(NUMBER.fullmatch(text) for text in first) and "%" not in "".join(first):
                numbers = [float(text) for text in first]
                assert numbers == sorted(numbers, reverse=said == "descending")
                assert [float(text) for text in second] == numbers[::-1] or len(set(numbers)) < len(numbers)
                assert sorted(map(float, second)) == sorted(numbers)
                sorted_by_number += 1
            elif len(set(first)) > 1 and len(set(first)) == len(first):
                assert second == first[::-1]
    assert sorted_by_number or kind == "overview"
    assert seen.complaints == []
