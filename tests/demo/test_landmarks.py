import pytest

from gongkai import forms
from gongkai.demo._landmarks import FORWARD, STOCKS, balances, row_totals, rows

EDITIONS = [edition.id for edition in forms.editions()]


def test_every_named_column_stands_in_some_edition():
    known = {cell.column.id for edition in forms.editions() for cell in edition.cells.values()}
    named = {name for names in (*STOCKS, FORWARD) for name in names if name}
    assert named <= known


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_each_column_is_balanced_once(edition_id):
    edition = forms.edition(edition_id)
    columns, grand = balances(edition_id)
    balanced = [identity for identity in edition.identities if len(identity.left) > 1]
    assert len(columns) + 1 == len(balanced)
    assert grand.received in {identity.left[0] for identity in row_totals(edition_id)}


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_rows_hold_every_cell_once(edition_id):
    found = [cell.id for cells in rows(edition_id) for cell in cells.values()]
    assert tuple(found) == forms.edition(edition_id).cell_ids
