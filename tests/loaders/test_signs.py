"""What shows at a glance that a text is a report's."""

from __future__ import annotations

from time import perf_counter

import pytest

from gongkai import demo, forms
from gongkai.loaders._signs import signs_of

TITLE = f"某县教育局2021年{forms.vocabulary().report_titles[0]}"
SECTIONS = forms.editions()[-1].sections


def test_titles_and_headings_are_seen_through_markup() -> None:
    first, second = SECTIONS[:2]
    signs = signs_of(
        f"<html><title>{TITLE}</title><h1><b>{TITLE[:8]}</b>{TITLE[8:]}</h1><p>{first.heading}</p>"
        f"<script>var x = '<p>{second.heading}</p>';</script><!-- <p>{second.heading}</p> --><p>其他</p>"
    )
    assert signs.titles == {TITLE}
    assert signs.headings == {first.id}
    assert signs.of_report


def test_a_page_s_own_title_is_not_seen() -> None:
    assert not signs_of(f"<title>{TITLE}</title><p>新闻</p>").named


def test_one_heading_may_be_anybodys() -> None:
    assert not signs_of(SECTIONS[0].heading).of_report
    assert signs_of("\n".join(section.heading for section in SECTIONS[:2])).of_report


@pytest.mark.parametrize("layout", ["html.office", "html.chrome", "text.tabs"])
def test_a_report_has_all_of_its_headings(layout: str) -> None:
    rendered = demo.render(next(demo.clean_samples(1)), layout)
    signs = signs_of(rendered.data.decode())
    assert signs.headings == {section.id for section in rendered.sample.edition.sections}
    assert rendered.sample.title in signs.titles


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<script>" * 120_000, id="scripts"),
        pytest.param("<" * 1_000_000, id="opened"),
        pytest.param("<!--" * 250_000, id="comments"),
        pytest.param("<p " * 300_000, id="tags"),
        pytest.param("中文内容\n" * 200_000, id="lines"),
        pytest.param("一" * 1_000_000, id="one line"),
    ],
)
def test_looking_takes_a_moment_whatever_the_page(text: str) -> None:
    begun = perf_counter()
    assert not signs_of(text).of_report
    assert perf_counter() - begun < 5
