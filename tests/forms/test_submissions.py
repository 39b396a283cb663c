"""Which reports are due, and when."""

import datetime as dt

import pytest

from gongkai import forms
from gongkai.forms import FormError, read_submissions

GOOD = """
name: {zh: 报, en: s}
citations: {due: {text: 例, standing: unconfirmed}}
due: {organs: {month: 1, day: 31}, governments: {month: 3, day: 31}}
"""


def test_reports_are_due_in_the_year_after():
    known = forms.submissions()
    assert known.due(2023, governs=False) == dt.date(2024, 1, 31)
    assert known.due(2023, governs=True) == dt.date(2024, 3, 31)


def test_the_list_stands_where_an_edition_does():
    form = forms.edition(forms.SUBMISSIONS)
    assert form is forms.submissions().form
    assert form not in forms.editions()
    assert not form.cells


def test_nothing_here_is_sure_enough_for_an_error():
    assert {one.standing for one in forms.submissions().form.citations.values()} == {"unconfirmed"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("month: 3", "month: 13"),
        ("month: 3, day: 31", "month: 2, day: 30"),
        ("due: {", "dues: {"),
        ("{", "["),
    ],
)
def test_what_is_no_such_list_is_refused(old, new):
    with pytest.raises(FormError, match=r"submissions\.yaml"):
        read_submissions(GOOD.replace(old, new))
