"""Tables whose cells are closed by pipes: a row a line, markdown, a cell a line, or between drawn borders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from gongkai.loaders._document import Grid, GridRow, Locator, plain_row


class NumberedLine(NamedTuple):
    """A line without its line end, and its number from 1."""

    number: int
    text: str


_SEPARATOR: Final = frozenset("|-: \t")
_PADDING: Final = " \t"
_CELLS_FOR_ONE_ROW: Final = 4
_ROW_END: Final = 2
"""So many pipes in a line of one cell end the row."""


_UPRIGHT: Final = str.maketrans("│┃║╎┆", "|||||")
_CROSSED: Final = str.maketrans("─━═╌┄" + "┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝", "-----" + "+" * 27)
_UPRIGHTS: Final = frozenset(map(chr, _UPRIGHT))
_CROSSINGS: Final = frozenset("┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝")
_BORDER: Final = frozenset("+-=| \t")


def drawn(line: str) -> str:
    """A line of a table whose borders are drawn with box characters, with pipes, pluses and dashes."""
    if not _CROSSINGS.isdisjoint(line):
        line = line.translate(_CROSSED)
    return line if _UPRIGHTS.isdisjoint(line) else line.translate(_UPRIGHT)


def has_pipe(line: str) -> bool:
    """Whether a line is part of a table of pipes."""
    return "|" in line or is_border(line)


def is_border(line: str) -> bool:
    """Whether a line draws the border above or below cells: +---+---+."""
    return _has_corner(line) and _BORDER.issuperset(line)


def _has_corner(line: str) -> bool:
    return "+-" in line or "+=" in line


def pipe_grids(region: Sequence[NumberedLine], first_table: int) -> Iterator[Grid]:
    """The tables of a region: lines that each hold a pipe or are blank, without running text between them.

    In a region most of whose lines hold one cell, the lines are cells, and blank lines mean nothing;
    else each line is a row, and a blank line ends the table.
    """
    lines = [line for line in region if line.text.strip()]
    if sum(is_border(line.text) for line in lines) > 1:
        yield _grid(_rows_between_borders(lines), first_table)
        return
    cells = sum(_is_one_cell(line.text) for line in lines)
    if cells >= (len(lines) - cells) * _CELLS_FOR_ONE_ROW:
        yield _grid(_rows_of_cells(lines), first_table)
        return
    opened = _opens_with_pipe(lines)
    rows: list[GridRow] = []
    number = first_table
    for line in region:
        if not line.text.strip():
            if rows:
                yield _grid(rows, number)
                number += 1
            rows = []
        elif not _is_separator(line.text):
            rows.append(plain_row(fields(line.text, opened=opened), line.number))
    if rows:
        yield _grid(rows, number)


def fields(line: str, *, opened: bool) -> list[str]:
    """The fields of a row; `opened`: a pipe at its start opens the first field and closes none.

    The last pipe closes the last field, so an empty field before it is printed empty.
    """
    parts = [part.strip(_PADDING) for part in line.strip(_PADDING).split("|")]
    if opened and parts and not parts[0]:
        del parts[0]
    if len(parts) > 1 and not parts[-1]:
        del parts[-1]
    return parts


def _opens_with_pipe(lines: Sequence[NumberedLine]) -> bool:
    """Whether rows open with a pipe, as in markdown: the separator row does, or every row does.

    Elsewhere a pipe at a line's start closes an empty field (a group label printed further up).
    """
    separators = [line.text for line in lines if _is_separator(line.text)]
    return all(text.lstrip(_PADDING).startswith("|") for text in separators or [line.text for line in lines])


def _rows_of_cells(lines: Sequence[NumberedLine]) -> list[GridRow]:
    """One cell a line; a row ends where a line has two pipes or more, which stand for spanned columns.

    Where a lone pipe opens the region and follows every such end, it opens the row and is no cell.
    Rows that do not show their end run on in one row.
    """
    ends = [index for index, line in enumerate(lines) if line.text.count("|") >= _ROW_END]
    starts = [0, *(index + 1 for index in ends if index + 1 < len(lines))]
    opened = all(lines[start].text.strip() == "|" for start in starts)
    rows: list[GridRow] = []
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        row_lines = lines[start + opened : stop]
        texts: list[str] = []
        for line in row_lines:
            if _is_one_cell(line.text):
                text = line.text[: line.text.index("|")].strip(_PADDING)
                if text or line.text.count("|") < _ROW_END:
                    texts.append(text)
            else:
                texts += fields(line.text, opened=False)
        if texts:
            rows.append(plain_row(texts, row_lines[0].number))
    return rows


def _rows_between_borders(lines: Sequence[NumberedLine]) -> Iterator[GridRow]:
    """One row between two borders; the lines of a cell are those of its text."""
    for border, run in groupby(lines, lambda line: _has_corner(line.text)):
        if border:
            continue
        row = list(run)
        parts = [fields(line.text, opened=True) for line in row]
        width = max(map(len, parts))
        texts = [
            "\n".join(part[column] for part in parts if column < len(part) and part[column])
            for column in range(width)
        ]
        yield plain_row(texts, row[0].number)


def _is_one_cell(line: str) -> bool:
    """A cell and its pipe, behind it perhaps the pipes that end its row; or pipes alone."""
    _, pipe, behind = line.partition("|")
    return bool(pipe) and not behind.strip(_PADDING).strip("|")


def _is_separator(line: str) -> bool:
    """The line of dashes under a markdown header."""
    return "---" in line and _SEPARATOR.issuperset(line)


def _grid(rows: Iterable[GridRow], table: int) -> Grid:
    rows = tuple(rows)
    line = rows[0].line if rows else None
    return Grid(rows, Locator(table=table, line=line), ragged=True, closed=True)
