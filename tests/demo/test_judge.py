from dataclasses import replace
from decimal import Decimal
from itertools import islice

import pytest

from gongkai import demo, forms
from gongkai.demo._judge import PrintedCell, weigh
from gongkai.demo._judge_prose import prose_rules

ORGAN = next(islice(demo.organs(3), 3, None))
EDITIONS = [edition.id for edition in forms.editions()]
OK, BLANK, MISSING, UNREADABLE = "ok", "blank", "missing", "unreadable"


def cell(entry):
    return PrintedCell(Decimal(entry), OK) if isinstance(entry, int) else PrintedCell(None, entry)


@pytest.mark.parametrize(
    ("total", "first", "second", "answer"),
    [
        (3, 1, 2, None),
        (4, 1, 2, "violated"),
        (2, 1, 2, "violated"),
        (1, 1, BLANK, None),
        (4, 1, BLANK, "cannot_tell"),
        (1, 4, BLANK, "violated"),
        (BLANK, 1, 2, "cannot_tell"),
        (BLANK, 0, 0, None),
        (BLANK, BLANK, BLANK, None),
        (3, 1, MISSING, "cannot_tell"),
        (UNREADABLE, 1, 2, "cannot_tell"),
    ],
)
def test_weigh_answers_for_every_kind_of_operand(total, first, second, answer):
    identity = next(each for each in forms.editions()[0].identities if len(each.left) == 1)
    printed = dict.fromkeys(identity.cells, cell(0))
    printed |= dict(zip(identity.cells, (cell(total), cell(first), cell(second)), strict=False))
    assert weigh(identity, printed) == answer


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_rule_ids_are_told_apart_and_cover_the_form(edition_id):
    edition = forms.edition(edition_id)
    ids = demo.rule_ids(edition_id)
    assert len(set(ids)) == len(ids)
    assert {identity.id for identity in edition.identities} <= set(ids)
    assert {f"{table.id}.present" for table in edition.tables} <= set(ids)


def found(sample, layout="html.clean"):
    findings = demo.render(sample, layout).truth.findings
    return {(finding.rule_id, finding.answer) for finding in findings}


def test_a_wrong_leaf_breaks_its_row_and_its_column():
    edition = forms.edition_for_year(2022)
    sample = demo.make_sample(3, ORGAN, 2022)
    sums = [identity for identity in edition.identities if len(identity.left) == 1]
    leaf = next(
        part
        for part in edition.cell_ids
        if sum(part in identity.right for identity in sums) > 1
        and not any(part in identity.left for identity in edition.identities)
    )
    wrong = replace(sample, cells={**sample.cells, leaf: sample.cells[leaf] + 1})
    assert found(wrong) == {(each.id, "violated") for each in sums if leaf in each.right}


@pytest.mark.parametrize("year", [2020, 2022])
def test_a_lost_table_leaves_its_rules_undecided(year):
    edition = forms.edition_for_year(year)
    for table in edition.tables:
        answers = found(demo.make_sample(3, ORGAN, year, f"{table.id}.absent"))
        assert {rule for rule, answer in answers if answer == "violated"} == {f"{table.id}.present"}
        undecided = {rule for rule, answer in answers if answer == "cannot_tell"}
        assert {each.id for each in edition.identities if each.table == table.id} <= undecided
        # What the text states of the table cannot be told any more.
        assert all(rule.startswith((f"{table.id}.", "claims.")) for rule in undecided)


def test_warnings_are_what_only_practice_asks_for():
    warnings = {rule for rule in demo.rule_ids(EDITIONS[-1]) if demo.severity(rule) == "warning"}
    tables = forms.edition(EDITIONS[-1]).tables
    cells = {f"{table.id}.cells.{name}" for table in tables for name in ("blank", "nil_mark")}
    assert warnings == {*cells, "sections.order", "report.year.file", *prose_rules(EDITIONS[-1])}


def test_what_the_text_states_is_held_against_the_cells():
    edition = forms.edition_for_year(2022)
    sample = demo.make_sample(3, ORGAN, 2022)
    topic = next(stated.topic for stated in sample.stated if not stated.slack)
    cells = {cell for reading in forms.claims().topic(topic).readings_in(edition) for cell in reading.cells}
    wrong = replace(sample, cells={**sample.cells, **{cell: sample.cells[cell] + 1000 for cell in cells}})
    assert (f"claims.{topic}", "violated") in found(wrong)
    silent = replace(wrong, parts=tuple(replace(part, paragraphs=()) for part in wrong.parts))
    assert not any(rule.startswith("claims.") for rule, _ in found(silent))
