import pytest

from gongkai import forms
from gongkai.loaders import Document, Locator, Paragraph
from gongkai.loaders._sections import read_sections
from gongkai.loaders._segments import segments

EDITION = forms.editions()[-1]
TITLES = [
    pytest.param(section, title, id=title)
    for section in EDITION.sections
    for title in (section.title, *section.variants)
]


def sections_of(*lines: str):
    return read_sections(segments(Document("x", "text", "0", tuple(Paragraph(x, Locator()) for x in lines))))


@pytest.mark.parametrize(("section", "title"), TITLES)
@pytest.mark.parametrize("heading", ["{o}、{t}", "{o}.{t}", "{o}、{t}：", " {o} 、 {t}", "第{o}部分、{t}"])
def test_a_section_is_known_by_its_titles(section: forms.Section, title: str, heading: str) -> None:
    found = sections_of(heading.format(o=section.ordinal, t=title), "正文十个字正文十个字")
    assert [(read.id, read.ordinal, read.characters) for read in found] == [(section.id, section.ordinal, 10)]


@pytest.mark.parametrize(("section", "title"), TITLES)
def test_a_sub_heading_of_the_same_words_is_no_section(section: forms.Section, title: str) -> None:
    assert section.id not in {read.id for read in sections_of(f"（{section.ordinal}）{title}", "正文")}


def test_a_contents_page_does_not_hide_the_body() -> None:
    headings = [section.heading for section in EDITION.sections]
    lines = [line for heading in headings for line in (heading, "正文")]
    found = sections_of(*headings, *lines)
    assert [read.id for read in found] == [section.id for section in EDITION.sections]
    assert {read.characters for read in found} == {2}


def test_an_empty_section_has_no_characters_and_order_is_kept() -> None:
    first, second = EDITION.sections[:2]
    found = sections_of(second.heading, "正文", first.heading)
    assert [(read.id, read.characters) for read in found] == [(second.id, 2), (first.id, 0)]
