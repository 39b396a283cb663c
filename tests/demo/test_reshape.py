import pytest

from gongkai import forms
from gongkai.demo._dice import dice
from gongkai.demo._reshape import fillers, groups_once, in_two, in_two_headed, regrouped, uneven
from gongkai.forms import layout

TABLES = [(edition.id, table.id) for edition in forms.editions() for table in edition.tables]


def covered(rows, width):
    """How often every place of the grid is covered."""
    counts = [[0] * width for _ in rows]
    for number, row in enumerate(rows):
        for slot in row:
            for below in range(slot.rowspan):
                for beside in range(slot.colspan):
                    counts[number + below][slot.column + beside] += 1
    return counts


def cells(*grids):
    return [slot.cell for grid in grids for row in grid.rows for slot in row if slot.cell]


@pytest.mark.parametrize(("edition_id", "table_id"), TABLES)
def test_the_grid_is_covered_exactly_once(edition_id, table_id):
    table = forms.edition(edition_id).table(table_id)
    for dropped in (frozenset(), frozenset({table.rows[0].id}), frozenset({table.rows[-1].id})):
        grid = layout(edition_id, table_id, dropped)
        assert {count for row in covered(grid.rows, grid.width) for count in row} == {1}
        assert cells(grid) == [cell.id for cell in table.cells if cell.row.id not in dropped]


@pytest.mark.parametrize(("edition_id", "table_id"), TABLES)
@pytest.mark.parametrize("reshape", [fillers, uneven, groups_once, regrouped])
@pytest.mark.parametrize("seed", range(3))
def test_reshaping_keeps_every_cell_in_its_order(edition_id, table_id, reshape, seed):
    grid = layout(edition_id, table_id, frozenset())
    changed = reshape(grid, dice(seed))
    assert cells(changed) == cells(grid)
    if reshape is not groups_once:
        counts = covered(changed.rows, changed.width)
        assert max(count for row in counts for count in row) == 1
    if reshape in (fillers, regrouped):
        assert min(count for row in covered(changed.rows, changed.width) for count in row) == 1


@pytest.mark.parametrize(("edition_id", "table_id"), TABLES)
@pytest.mark.parametrize("split", [in_two, in_two_headed])
@pytest.mark.parametrize("seed", range(5))
def test_two_pieces_hold_the_whole_table(edition_id, table_id, split, seed):
    grid = layout(edition_id, table_id, frozenset())
    pieces = split(grid, dice(seed))
    assert cells(*pieces) == cells(grid)
    assert len(pieces) == (2 if grid.labels and grid.header else 1)
    for piece in pieces:
        assert {count for row in covered(piece.rows, piece.width) for count in row} == {1}
