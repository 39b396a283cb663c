"""Tables without ruling lines: rows of figures that stand under each other on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from gongkai.loaders._document import GridRow
from gongkai.loaders._pdf_flow import Placed
from gongkai.loaders._pdf_lines import Line, Piece
from gongkai.loaders._pdf_pieces import is_numbered

_FIGURE: Final = re.compile(r"[-−+]?[0-9０-９][0-9０-９,，.．]*|[-/／—–]|无")
_FEWEST_ROWS: Final = 3
_FEWEST_FIGURES: Final = 2
_APART: Final = 0.3
"""Of a line's height: columns that come nearer than this are not surely two."""
_NEXT: Final = 3.0
"""Of a line's height: lines of one table are no further apart."""
_NEARER: Final = 0.75
"""A line of a label belongs to the row it is this much nearer to than to the next."""


class Columns(NamedTuple):
    """A table made out by where its figures stand; `top` in points from the top of the page."""

    page: int
    top: float
    rows: tuple[GridRow, ...]


def with_columns(lines: Sequence[Placed]) -> list[Placed | Columns]:
    """The lines in order, with tables in the place of those whose columns can surely be told."""
    items: list[Placed | Columns] = []
    start = 0
    for block in _blocks(lines):
        first, last = _extent(block, lines)
        table = _table(block, lines, range(first, last + 1))
        if table is not None:
            items += [*lines[start:first], table]
            start = last + 1
    return [*items, *lines[start:]]


@dataclass(slots=True)
class _Block:
    """Rows of figures that follow each other: the numbers of their lines, and what their columns take up."""

    rows: list[int] = field(default_factory=list)
    columns: list[tuple[float, float]] = field(default_factory=list)


def _blocks(lines: Sequence[Placed]) -> Iterator[_Block]:
    block = _Block()
    for number, placed in enumerate(lines):
        if len(placed.line.pieces) < _FEWEST_FIGURES:
            continue
        figures = _figures(placed.line)
        if len(figures) < _FEWEST_FIGURES:
            continue
        columns = _merged([*block.columns, *[(piece.left, piece.right) for piece in figures]])
        if block.rows and (
            _is_far(lines[block.rows[-1] : number + 1])
            or not all(_is_one_a_column(_figures(lines[row].line), columns) for row in (*block.rows, number))
        ):
            yield block
            block = _Block()
            columns = _merged([(piece.left, piece.right) for piece in figures])
        block.rows.append(number)
        block.columns = columns
    yield block


def _figures(line: Line) -> list[Piece]:
    """The figures that a line ends with."""
    figures: list[Piece] = []
    for piece in reversed(line.pieces):
        if not _FIGURE.fullmatch(piece.text):
            break
        figures.append(piece)
    return figures[::-1]


def _is_far(lines: Sequence[Placed]) -> bool:
    """Whether there is a gap somewhere between lines that follow each other."""
    return any(
        before.page != after.page or after.line.base - before.line.base > _NEXT * before.line.size
        for before, after in pairwise(lines)
    )


def _merged(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if merged and left < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _is_one_a_column(pieces: Sequence[Piece], columns: Sequence[tuple[float, float]]) -> bool:
    places = [_column_of(piece, columns) for piece in pieces]
    return None not in places and len(set(places)) == len(places)


def _column_of(piece: Piece, columns: Sequence[tuple[float, float]]) -> int | None:
    """The one column that a text stands in; None where it is beside all, or over several."""
    over = [
        number for number, (left, right) in enumerate(columns) if piece.left < right and left < piece.right
    ]
    return over[0] if len(over) == 1 else None


def _extent(block: _Block, lines: Sequence[Placed]) -> tuple[int, int]:
    """The first and last line of a block, with lines of labels that stand nearer to it than rows do."""
    if len(block.rows) < _FEWEST_ROWS:
        return 0, 0
    bases = [lines[row].line.base for row in block.rows]
    near = _NEARER * median([after - before for before, after in pairwise(bases)])
    first, last = block.rows[0], block.rows[-1]
    if first and _is_label(lines[first - 1 : first + 1], block, near):
        first -= 1
    if last + 1 < len(lines) and _is_label(lines[last : last + 2], block, near):
        last += 1
    return first, last


def _is_label(lines: Sequence[Placed], block: _Block, near: float) -> bool:
    """Whether two lines belong to one row, one of which has no figures."""
    before, after = lines
    figures = block.columns[0][0]
    return (
        before.page == after.page
        and after.line.base - before.line.base <= near
        and any(placed.line.pieces[-1].right < figures for placed in lines)
    )


def _table(block: _Block, lines: Sequence[Placed], extent: range) -> Columns | None:
    """The table of a block; None where its columns or rows cannot surely be told."""
    if len(block.rows) < _FEWEST_ROWS:
        return None
    size = median(lines[row].line.size for row in block.rows)
    if any(after[0] - before[1] < _APART * size for before, after in pairwise(block.columns)):
        return None
    rows: dict[int, _Row] = {}
    for number in extent:
        row = _row(lines[number].line, block.columns, size)
        if row is None:
            return None
        rows[number] = row
    labelled = _with_their_labels(rows, lines)
    if not all(row.labels for row in labelled):
        return None
    first = lines[extent[0]]
    depth = max(len(row.labels) for row in labelled)
    width = len(block.columns)
    return Columns(first.page, first.line.top, tuple(_grid_row(row, depth, width) for row in labelled))


class _Row(NamedTuple):
    """The texts left of the figures, and the text in each column; `figures` is empty where there is none."""

    labels: tuple[str, ...]
    figures: tuple[str, ...]


def _row(line: Line, columns: Sequence[tuple[float, float]], size: float) -> _Row | None:
    """What a line says; None where some of it stands between the columns or over several."""
    labels = [piece for piece in line.pieces if piece.right < columns[0][0] - _APART * size]
    others = line.pieces[len(labels) :]
    if not others:
        return _Row(tuple(piece.text for piece in labels), ())
    if not _is_one_a_column(others, columns):
        return None
    texts = [""] * len(columns)
    for piece in others:
        place = _column_of(piece, columns)
        if place is not None:
            texts[place] = piece.text
    return _Row(tuple(piece.text for piece in labels), tuple(texts))


def _with_their_labels(rows: dict[int, _Row], lines: Sequence[Placed]) -> list[_Row]:
    """The rows with the lines of their labels that stand above or below the figures.

    A line that may belong to either of two rows is a row by itself, the heading of a group or one
    without figures.
    """
    filled = sorted(number for number, row in rows.items() if row.figures)
    whole: dict[int, list[_Row]] = {number: [] for number in filled}
    for number, row in sorted(rows.items()):
        owner = number
        if not row.figures:
            nearest = _nearest(number, filled, lines)
            if nearest is not None and _is_of(row, number, rows[nearest], nearest):
                owner = nearest
        whole.setdefault(owner, []).append(row)
    return [_one(parts) for _, parts in sorted(whole.items())]


def _nearest(number: int, filled: Sequence[int], lines: Sequence[Placed]) -> int | None:
    """The row of figures that a line is clearly nearer to than to any other."""
    base = lines[number].line.base
    distances = sorted((abs(lines[row].line.base - base), row) for row in filled)
    (near, row), (far, _) = distances[:2]
    return row if near <= _NEARER * far else None


def _is_of(line: _Row, number: int, row: _Row, row_number: int) -> bool:
    """Whether a line without figures may be part of a row's label: nothing is numbered in its middle."""
    if len(line.labels) != 1:
        return False
    later = line if number > row_number else row
    return not (later.labels and is_numbered(later.labels[-1]))


def _one(parts: Sequence[_Row]) -> _Row:
    """A row whose last label goes on over several lines."""
    row = next((part for part in parts if part.figures), parts[0])
    label = "\n".join(part.labels[-1] for part in parts if part.labels)
    return _Row((*row.labels[:-1], label) if label else (), row.figures)


def _grid_row(row: _Row, depth: int, width: int) -> GridRow:
    figures = row.figures or ("",) * width
    spans = [1] * (len(row.labels) - 1) + [depth - len(row.labels) + 1]
    return GridRow(
        (*row.labels, *figures),
        (*range(len(row.labels)), *range(depth, depth + width)),
        (*spans, *[1] * width),
    )
