"""The demo's own opinion of what prose states, against numbers worked out by hand."""

from decimal import Decimal

import pytest

from gongkai import forms
from gongkai.demo._judge import PrintedCell
from gongkai.demo._judge_prose import ZERO_TABLES, claim_findings, prose_sections, zero_table_findings
from gongkai.demo._stated import Stated

EDITION = forms.editions()[-1]
TOPICS = {topic.id: topic for topic in forms.claims().topics}


def cells(**changes):
    printed = dict.fromkeys(EDITION.cell_ids, PrintedCell(Decimal(), "ok"))
    for name, entry in changes.items():
        value = Decimal(entry) if isinstance(entry, int) else None
        printed[name.replace("__", ".")] = PrintedCell(value, "ok" if isinstance(entry, int) else entry)
    return printed


def answers(stated, printed):
    return {(rule, answer) for rule, answer, _ in claim_findings(EDITION, stated, printed)}


def said(topic, number, slack=0):
    return Stated(topic, Decimal(number), "", "overview", Decimal(slack))


@pytest.mark.parametrize(
    ("number", "received", "carried", "answer"),
    [
        (5, 5, 2, None),
        (7, 5, 2, None),
        (6, 5, 2, "violated"),
        (5, "blank", 2, "cannot_tell"),
        (5, "unreadable", 2, "cannot_tell"),
        (9, 5, "blank", "cannot_tell"),
        (4, 5, "blank", "violated"),
    ],
)
def test_a_number_may_mean_either_reading(number, received, carried, answer):
    printed = cells(requests__received__total=received, requests__carried_in__total=carried)
    expected = set() if answer is None else {("claims.received", answer)}
    assert answers([said("received", number)], printed) == expected


def test_a_blank_total_is_at_least_what_its_row_adds_up_to():
    printed = cells(requests__received__total="blank", requests__received__natural_person=5)
    assert answers([said("received", 4)], printed) == {("claims.received", "violated")}
    assert answers([said("received", 6)], printed) == {("claims.received", "cannot_tell")}


@pytest.mark.parametrize(("share", "answer"), [("33.3", None), ("33.9", "violated")])
def test_a_share_is_right_within_its_rounding(share, answer):
    topic = TOPICS["granted_share"]
    reading = topic.readings_in(EDITION)[0]
    printed = cells(
        **{reading.plus[0].replace(".", "__"): 1, reading.over[0].replace(".", "__"): 3},
    )
    found = answers([said(topic.id, share, "0.1")], printed)
    assert found == (set() if answer is None else {(f"claims.{topic.id}", answer)})


@pytest.mark.parametrize(
    ("number", "printed", "answer"),
    [
        (3, cells(), "violated"),
        (0, cells(), None),
        (3, cells(requests__received__total=3), None),
        (3, cells(requests__received__total="blank"), "cannot_tell"),
    ],
)
def test_tables_of_zeros_beside_figures_in_prose(number, printed, answer):
    found = list(zero_table_findings([said("received", number)], printed))
    assert found == ([] if answer is None else [(ZERO_TABLES, answer, ())])


def test_the_sections_of_prose_have_no_table():
    tables = {table.section for table in EDITION.tables}
    assert tables.isdisjoint(prose_sections(EDITION))
    assert len(tables) + 3 == len(EDITION.sections)
