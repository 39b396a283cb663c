import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import demo, forms
from gongkai.demo._dice import dice
from gongkai.demo._style import Pen, Style, converted

EDITIONS = [edition.id for edition in forms.editions()]


def squeezed(text):
    """Without spaces, marks and numbering, which are set in many ways."""
    table = str.maketrans("（），：", "(),:", "\u200b")
    bare = re.sub(r"^(?:\(?\d+[).、．]?|[①-⑨])", "", "".join(text.split()).translate(table))
    return bare.removeprefix(")")


def words_for(label, conversion):
    """The label and its other words, with its numbering and without its note."""
    bare = forms.strip_numbering(label)
    number = label[: len(label) - len(bare)]
    words = {bare, *forms.vocabulary().aliases.get(bare, ())}
    words |= {word[: word.index("（")] for word in words if word.endswith("）")}
    return {squeezed(number + converted(word, conversion)) for word in words}


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_the_plain_style_prints_the_form(edition_id):
    pen = Pen(demo.PLAIN, dice(1))
    for label in forms.edition(edition_id).labels():
        assert pen.label(label) == label


@pytest.mark.parametrize("edition_id", EDITIONS)
@given(seed=st.integers(0, 10**6))
def test_every_style_keeps_to_the_words_of_the_form(edition_id, seed):
    chance = dice(seed)
    pen = Pen(demo.any_style(chance), chance)
    for label in forms.edition(edition_id).labels():
        assert squeezed(pen.label(label)) in words_for(label, pen.style.traditional)
        assert pen.label(label) == pen.label(label)


@pytest.mark.parametrize("conversion", ["s2t", "s2twp", "s2hk"])
def test_traditional_chinese_is_written_without_simplified_characters(conversion):
    pen = Pen(Style(traditional=conversion), dice(1))
    edition = forms.editions()[-1]
    for section in edition.sections:
        assert pen.heading(section) == converted(section.heading, conversion)
    assert pen.label("行政许可") == "行政許可"


@pytest.mark.parametrize(
    ("numbers", "kind", "value", "printed"),
    [
        ("plain", "count", "1234", {"1234"}),
        ("grouped", "count", "1234", {"1,234"}),
        ("full_width", "amount", "12.5", {"１２．５"}),
        ("with_unit", "change", "-4", {"减4"}),
        ("with_unit", "change", "3", {"增3"}),
        ("with_unit", "change", "0", {"0"}),
        (
            "with_unit",
            "amount",
            "25.1",
            {"25.1万元", "25.1萬元", "0.00251亿元", "251000元", "0.251百万元", "251千元", "2510百元"},
        ),
    ],
)
def test_numbers_are_written_in_the_styles_way(numbers, kind, value, printed):
    cell = next(cell for edition in forms.editions() for cell in edition.cells.values() if cell.kind == kind)
    written = {Pen(Style(numbers=numbers), dice(n)).number(Decimal(value), cell) for n in range(30)}
    assert written == printed
