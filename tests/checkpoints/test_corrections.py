"""Corrections stand with the identities that they mend, and with no other."""

import pytest

from gongkai import forms
from gongkai.checkpoints._batches import split
from gongkai.checkpoints._corrections import corrections
from gongkai.checkpoints._found import findings_of
from gongkai.loaders import facts_to_pandas
from gongkai.rules import catalogue, judge


def found_in(make, reports):
    (batch,) = split(make.frames(reports).facts)
    pack = catalogue(batch.edition)
    verdicts = judge(pack, facts_to_pandas(batch.facts))
    return findings_of(batch, {rule.id: list(verdicts.findings(rule.id)) for rule in pack.rules})


WRONG = sorted({cell for one in forms.edition("2021").identities for cell in one.left})


@pytest.mark.parametrize("cell", WRONG[::7])
def test_one_wrong_cell_is_named_with_every_identity_it_breaks(make, cell):
    found = found_in(make, [make.report(1), make.report(2, changes={cell: 5})])
    broken = [one for one in forms.edition("2021").identities if cell in one.cells]
    assert {one.rule.id for one in found} == {identity.id for identity in broken}
    for given in corrections(found):
        assert {"cell": cell, "from": 5, "to": 0} in given


def test_what_is_no_violated_identity_has_none(make, total):
    found = found_in(make, [make.report(1, changes={total.left[0]: None, total.right[0]: 5})])
    given = {one.rule.id: fixes for one, fixes in zip(found, corrections(found), strict=True)}
    assert given[total.id] == []
    assert any(given.values())
    assert all(one.rule.kind == "identity" for one in found if given[one.rule.id])


def test_two_parts_of_the_form_keep_their_corrections_apart(make):
    form = forms.edition("2021")
    tables = {form.cells[one.left[0]].table: one.left[0] for one in form.identities}
    assert len(tables) == 2
    found = found_in(make, [make.report(1, changes=dict.fromkeys(tables.values(), 5))])
    for one, given in zip(found, corrections(found), strict=True):
        assert given
        table = form.cells[one.finding.cells[0]].table
        assert {form.cells[fix["cell"]].table for fix in given} == {table}
