"""Where a finding stands in the document."""

import pytest

from gongkai import forms
from gongkai.checkpoints._batches import split
from gongkai.checkpoints._found import Found
from gongkai.checkpoints._printed import printed
from gongkai.rules import Finding, catalogue


@pytest.fixture
def place(make):
    """Raw texts and line or row of one finding on a report of zeros."""
    report = make.report(1)
    frames = make.frames([report])
    (key,) = split(frames)
    batch = key.read(frames)

    def ask(**fields):
        finding = Finding(report.report_id, report.path, None, "violated", **fields)
        cells, locators = printed([Found(catalogue("2021").rules[0], finding, batch)], frames)
        return [cell["raw"] for cell in cells[0].as_py()], locators[0].as_py()

    return ask


def test_the_first_cell_says_where(place):
    cells = forms.edition("2021").cell_ids
    raws, locator = place(cells=(cells[4], cells[2]))
    assert raws == ["0", "0"]
    assert locator["row"] == 5


def test_a_cell_that_is_nowhere_is_passed_over(place):
    raws, locator = place(cells=("no.such.cell", forms.edition("2021").cell_ids[2]))
    assert raws == [None, "0"]
    assert locator["row"] == 3


def test_a_section_says_where_when_there_is_no_cell(place):
    section = forms.edition("2021").sections[1].id
    assert place(params={"sections": (section,)})[1]["line"] == 2


def test_nothing_named_is_nowhere(place):
    assert place() == ([], None)
