"""Tables that depart further from the form: columns of their own, headers cut up, rows set as a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from random import Random
from typing import Final

from gongkai import forms
from gongkai.demo._page import Page
from gongkai.demo._reshape import Reshape
from gongkai.demo._text import Losses
from gongkai.forms import Grid, Rows, Slot, layout

_NUMBER, _REMARK, _UNIT, _UNIT_LINE = "序号", "备注", "单位", "单位：件"
_REMARKS: Final = ("", "", "", "", "见附注", "含上级转办", "0")
_CAPTIONS: Final = ("统计表", "（本表由各科室汇总）", "表 2")
_LAST_YEAR, _THIS_YEAR = "上年", "本年"
_ONE_IN_TWO = 0.5
_CUT_FROM: Final = 4


def respanned(grid: Grid, chance: Random) -> Grid:
    """Cells of labels keep their span, or leave it to empty cells below and beside them, as it happens."""
    hanging: dict[int, list[Slot]] = {number: [] for number in range(len(grid.rows))}
    rows: list[list[Slot]] = []
    for number, row in enumerate(grid.rows):
        kept: list[Slot] = []
        for slot in row:
            if slot.cell or not slot.text or slot.colspan == grid.width:
                kept.append(slot)
                continue
            deep = 1 if chance.random() < _ONE_IN_TWO else slot.rowspan
            wide = 1 if chance.random() < _ONE_IN_TWO else slot.colspan
            for below in range(number + deep, number + slot.rowspan):
                hanging[below].append(Slot("", slot.column, slot.colspan))
            beside = range(slot.column + wide, slot.column + slot.colspan)
            kept += [slot._replace(rowspan=deep, colspan=wide)]
            kept += [Slot("", column, 1, deep) for column in beside]
        rows.append(kept)
    return grid._replace(
        rows=tuple(
            tuple(sorted((*row, *hanging[number]), key=lambda slot: slot.column))
            for number, row in enumerate(rows)
        )
    )


def numbered(grid: Grid, _: Random) -> Grid:
    """A column of running numbers stands left of the labels."""
    number = 0
    rows: list[tuple[Slot, ...]] = []
    under = 0
    for place, row in enumerate(_moved(grid, 1)):
        if any(slot.cell for slot in row):
            number += 1
            rows.append((Slot(str(number), 0), *row))
        elif len(row) == 1:
            rows.append((row[0]._replace(column=0, colspan=row[0].colspan + 1),))
        elif place >= under:
            deep = row[0].rowspan if grid.labels else grid.header
            under = place + deep
            rows.append((Slot(_NUMBER, 0, rowspan=deep), *row))
        else:
            rows.append(row)
    return grid._replace(width=grid.width + 1, labels=grid.labels + 1, rows=tuple(rows))


def remarked(grid: Grid, chance: Random) -> Grid:
    """A column of remarks stands right of the values; a few hold words or a figure."""
    rows: list[tuple[Slot, ...]] = []
    under = 0
    for place, row in enumerate(grid.rows):
        if any(slot.cell for slot in row):
            text = chance.choice(_REMARKS)
            rows.append((*row, Slot(text, grid.width)))
        elif len(row) == 1:
            rows.append((row[0]._replace(colspan=row[0].colspan + 1),))
        elif place >= under:
            deep = row[0].rowspan if grid.labels else grid.header
            under = place + deep
            rows.append((*row, Slot(_REMARK, grid.width, rowspan=deep)))
        else:
            rows.append(row)
    return grid._replace(width=grid.width + 1, rows=tuple(rows))


def with_units(grid: Grid, _: Random) -> Grid:
    """A column of units stands between labels and values."""
    if not grid.labels:
        return grid
    units = {cell.id: cell.unit for edition in forms.editions() for cell in edition.table(grid.table).cells}
    rows: list[tuple[Slot, ...]] = []
    under = 0
    for place, row in enumerate(grid.rows):
        moved = tuple(slot._replace(column=slot.column + (slot.column >= grid.labels)) for slot in row)
        value = next((slot.cell for slot in row if slot.cell), None)
        if value is not None:
            moved = _between(moved, Slot(units[value], grid.labels))
        elif len(row) == 1:
            moved = (row[0]._replace(colspan=row[0].colspan + 1),)
        elif place >= under:
            under = place + row[0].rowspan
            moved = _between(moved, Slot(_UNIT, grid.labels, rowspan=row[0].rowspan))
        rows.append(moved)
    return grid._replace(width=grid.width + 1, labels=grid.labels + 1, rows=tuple(rows))


def total_first(grid: Grid, _: Random) -> Grid:
    """The last column of the values, with its header, stands before the others."""
    if grid.labels < len(_THIS_YEAR) or not grid.header:
        return grid
    last = grid.width - 1
    rows = []
    for row in grid.rows:
        moved = [
            slot._replace(column=grid.labels)
            if slot.column == last
            else slot._replace(column=slot.column + 1)
            if slot.column >= grid.labels and (slot.colspan <= last - grid.labels)
            else slot
            for slot in row
        ]
        rows.append(tuple(sorted(moved, key=lambda slot: slot.column)))
    return grid._replace(rows=tuple(rows))


def captioned(grid: Grid, chance: Random) -> Grid:
    """The table's name and its unit stand in rows of the table itself."""
    over: Rows = (
        (Slot(chance.choice(_CAPTIONS), 0, colspan=grid.width),),
        (Slot(_UNIT_LINE, 0, colspan=grid.width),),
    )
    return grid._replace(header=grid.header and grid.header + len(over), rows=(*over, *grid.rows))


def header_cut(grid: Grid, _: Random) -> Grid:
    """The labels of the columns are broken over two rows."""
    if not grid.header or not grid.labels:
        return grid
    at = grid.header - 1
    leaves = [slot for slot in grid.rows[at] if slot.rowspan == 1]
    above = tuple(slot._replace(text=slot.text[: _half(slot.text)]) for slot in grid.rows[at])
    below = tuple(slot._replace(text=slot.text[_half(slot.text) :]) for slot in leaves)
    rows = [
        tuple(slot._replace(rowspan=slot.rowspan + 1) if number + slot.rowspan > at else slot for slot in row)
        for number, row in enumerate(grid.rows[:at])
    ]
    return grid._replace(header=grid.header + 1, rows=(*rows, above, below, *grid.rows[at + 1 :]))


def rows_listed(grid: Grid, _: Random) -> Grid:
    """A table whose rows are headers is set with these to the left of their figures."""
    if grid.labels:
        return grid
    table, values, printed = _taken_apart(grid)
    depth = max(len(row.groups) for row in table.rows) + 1
    labels = list(dict.fromkeys(cell.column.label for cell in table.cells))
    head = (
        Slot("", 0, colspan=depth),
        *(Slot(printed[label], depth + place) for place, label in enumerate(labels)),
    )
    rows: list[tuple[Slot, ...]] = [head]
    for row, before in _row_labels(table, printed, depth, 1):
        cells = [values[cell.id] for cell in table.row_cells(row.id) if cell.id in values]
        if cells:
            rows.append((*before, *(slot._replace(column=depth + place) for place, slot in enumerate(cells))))
    return Grid(grid.table, depth + len(labels), depth, 1, tuple(rows))


def cells_listed(grid: Grid, _: Random) -> Grid:
    """As `rows_listed`, with one figure a row, behind the label of its column."""
    if grid.labels:
        return grid
    table, values, printed = _taken_apart(grid)
    depth = max(len(row.groups) for row in table.rows) + 1
    rows: list[tuple[Slot, ...]] = []
    for row, before in _row_labels(table, printed, depth, len(table.cells) // len(table.rows)):
        cells = [cell for cell in table.row_cells(row.id) if cell.id in values]
        for number, cell in enumerate(cells):
            label = Slot(printed[cell.column.label], depth)
            value = values[cell.id]._replace(column=depth + 1)
            rows.append((*(before if number == 0 else ()), label, value))
    return Grid(grid.table, depth + 2, depth + 1, 0, tuple(rows))


def beside_last_year(grid: Grid, chance: Random) -> Grid:
    """Last year's figures stand under the same labels beside this year's."""
    if not grid.labels or not grid.header:
        return grid
    wide = grid.width - grid.labels
    rows: list[tuple[Slot, ...]] = []
    for number, row in enumerate(grid.rows):
        values = [slot for slot in row if slot.column >= grid.labels]
        again = tuple(
            slot._replace(
                column=slot.column + wide,
                text=str(chance.randint(0, 9)) if slot.cell else slot.text,
                cell=None,
            )
            for slot in values
        )
        rows.append((*row, *again))
        if number == 0:
            over = (
                Slot("", 0, colspan=grid.labels),
                Slot(_THIS_YEAR, grid.labels, colspan=wide),
                Slot(_LAST_YEAR, grid.labels + wide, colspan=wide),
            )
            rows.insert(0, over)
    return grid._replace(width=grid.width + wide, header=grid.header + 1, rows=tuple(rows))


def last_year_losses(page: Page) -> Losses:
    """Which of the two years a figure is of, the labels over it do not tell."""
    grids = [grid for grid in page.grids if grid.labels and grid.header]
    return {slot.cell: "unreadable" for grid in grids for row in grid.rows for slot in row if slot.cell}


def _moved(grid: Grid, by: int) -> Iterable[tuple[Slot, ...]]:
    return (tuple(slot._replace(column=slot.column + by) for slot in row) for row in grid.rows)


def _between(row: tuple[Slot, ...], slot: Slot) -> tuple[Slot, ...]:
    return tuple(sorted((*row, slot), key=lambda each: each.column))


def _half(text: str) -> int:
    return len(text) // 2 if len(text) >= _CUT_FROM else len(text)


def _taken_apart(grid: Grid) -> tuple[forms.Table, dict[str, Slot], dict[str, str]]:
    """The table of a grid without row labels, its figures, and how each label of the form is printed."""
    values = {slot.cell: slot for row in grid.rows for slot in row if slot.cell}
    edition = next(each for each in forms.editions() if values.keys() <= each.cells.keys())
    table = edition.table(grid.table)
    kept = {edition.cells[cell_id].row.id for cell_id in values}
    plain = layout(edition.id, table.id, frozenset(row.id for row in table.rows if row.id not in kept))
    pairs = zip(chain(*plain.rows), chain(*grid.rows), strict=True)
    return table, values, {own.text: printed.text for own, printed in pairs if own.cell is None}


def _row_labels(
    table: forms.Table, printed: Mapping[str, str], depth: int, deep: int
) -> Iterator[tuple[forms.Row, tuple[Slot, ...]]]:
    """Each row that is printed, and the labels that begin with it, each over `deep` lines a row."""
    rows = [row for row in table.rows if row.label in printed]
    for number, row in enumerate(rows):
        labels: list[Slot] = []
        above = rows[number - 1].groups if number else ()
        for level, group in enumerate(row.groups):
            upto = row.groups[: level + 1]
            if above[: level + 1] != upto:
                members = sum(each.groups[: level + 1] == upto for each in rows)
                labels.append(Slot(printed[group], level, rowspan=members * deep))
        level = len(row.groups)
        labels.append(Slot(printed[row.label], level, colspan=depth - level, rowspan=deep))
        yield row, tuple(labels)


OUT_OF_ORDER: Final[tuple[Reshape, ...]] = (numbered, remarked, total_first, beside_last_year)
"""Those that print figures of their own, or the form's in another order."""
