"""Tables that go on over pages: a row that a page break cut in two becomes one again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from gongkai.loaders._pdf_lines import Line, goes_on
from gongkai.loaders._pdf_tables import LOST, Cell, Table

_NEAR: Final = 3.0
_SPACE: Final = 0.6
"""Of a line's height."""
_CHINESE: Final = "一二三四五六七八九十"
_NUMBERED: Final = re.compile(
    rf"\s*(?:[(（]\s*(?:[{_CHINESE}]{{1,3}}|\d{{1,2}})\s*[)）]|[{_CHINESE}]{{1,3}}\s*[、.．,，:：]"
    rf"|第[{_CHINESE}]{{1,4}}(?:[章节条]|部分)|\d{{1,2}}\s*(?:[、．)）]|\.(?!\d))|[①-⑳])"
)
_FIGURE: Final = re.compile(r"[\s\d.,，．+\-/—－]*\d[\s\d.,，．件人次条个项元万宗起]*")


def is_numbered(text: str) -> bool:
    """Whether a text begins with a number in front, as titles and the items of a list do."""
    return _NUMBERED.match(text) is not None


def is_next_piece(above: Table, below: Table) -> bool:
    """Whether two tables with nothing between them are pieces of one, on neighbouring pages."""
    return (
        above.page + 1 == below.page
        and abs(above.left - below.left) <= _NEAR
        and abs(above.right - below.right) <= _NEAR
    )


def hang(above: Table, lines: Sequence[Line]) -> bool:
    """Puts lines that hang out of a table's last row into its cells; false where they are no such lines.

    Browsers let a page end inside a cell and print the last line of its text below its border.
    """
    bottom = [cell for cell in above.cells if cell.row + cell.down == above.rows and cell.lines]
    hanging: list[tuple[Cell, Line]] = []
    for line in lines:
        for piece in line.pieces:
            part = line._replace(left=piece.left, right=piece.right, pieces=(piece,))
            cell = next((cell for cell in bottom if cell.left < part.left and part.right < cell.right), None)
            if (
                cell is None
                or line.top - above.bottom > line.size
                or not _reads_on(cell, part, above.padding)
            ):
                return False
            hanging.append((cell, part))
    for cell, part in hanging:
        cell.lines.append(part)
    return True


def _reads_on(cell: Cell, line: Line, padding: float) -> bool:
    """Whether the text of a cell, for all that can be seen, goes on in a line below or on the next page."""
    if is_numbered(line.text):
        return False
    last = cell.lines[-1]
    # A space at the end of a line leaves no trace.
    space = 0.0 if _is_figure(*cell.lines) else _SPACE * last.size
    return goes_on(last, line, cell.width - space, padding) or _is_unfinished(cell)


def _is_unfinished(cell: Cell) -> bool:
    """Whether a label is no more than its number, or has a bracket that is not closed."""
    text = "".join(line.text for line in cell.lines)
    number = _NUMBERED.match(text)
    if number is not None and not text[number.end() :].strip():
        return True
    return any(text.count(begin) > text.count(end) for begin, end in ("（）", "()"))


def mend(pieces: Sequence[Table], below: Table) -> None:
    """Makes the last row above and the first below one row where a page break cut it.

    It then stands where most of its cells have text. A label that spans rows on both pages is made whole
    above.

    Args:
        pieces: those of a table up to a page break; the first rows of the first may stand again above others.
        below: the piece on the next page.
    """
    above = pieces[-1]
    head = _repeated_rows(pieces[0], below)
    lines_run_on = above.cut_below
    _drop_rests(above, below, head)
    uppers = [cell for cell in above.cells if cell.row + cell.down == above.rows]
    lowers = [cell for cell in below.cells if cell.row == head]
    pairs = _pairs(uppers, lowers, above.padding)
    in_header = not any(_is_figure(*cell.lines) for cell in (*uppers, *lowers))
    if len(pairs) < len(uppers) or len(pairs) < len(lowers):
        # Not the cells of one row; but cells of a header may span a break that is between others.
        if in_header:
            _make_labels_whole(pairs, cut=lines_run_on)
        return
    row = [pair for pair in pairs if not pair.spans]
    cut = bool(row) and _is_cut(row, known=above.cut_below and (head > 0 or below.cut_above))
    _make_labels_whole([pair for pair in pairs if pair.spans], cut=cut or (in_header and lines_run_on))
    if cut:
        _join(above, below, head, pairs)
    elif not in_header:
        _doubt(row)


def _doubt(row: Sequence[_Pair]) -> None:
    """Marks the blanks of a row that has a label only, where it may be part of the one across the break.

    Its label is not numbered, and there is a label on the other side too.
    """
    label = next((pair for pair in row if pair.both), None)
    if label is None or is_numbered(label.lower.lines[0].text):
        return
    others = [pair for pair in row if pair is not label]
    for side in ([pair.upper for pair in others], [pair.lower for pair in others]):
        if not any(cell.lines for cell in side):
            for cell in side:
                cell.lines = [LOST]


def _drop_rests(above: Table, below: Table, head: int) -> None:
    """Takes out what is left of a cut row on one page where all of its text stands on the other."""
    if not above.cut_below:
        return
    if above.rows > 1 and _is_empty(above, above.rows - 1):
        _drop_row(above, above.rows - 1)
        above.cut_below = False
    elif below.rows > head + 1 and _is_empty(below, head):
        _drop_row(below, head)
        above.cut_below = below.cut_above = False


def _is_empty(table: Table, row: int) -> bool:
    """Whether there is nothing in the cells that are in this row alone."""
    own = [cell for cell in table.cells if cell.row == row and cell.down == 1]
    return bool(own) and not any(cell.lines for cell in own)


class _Pair(NamedTuple):
    """A cell that ends at the bottom of one page, and the one that begins under it on the next.

    `spans` is true where it covers more than the row at the break; `reads_on` where its text, for all that
    can be seen, goes on below.
    """

    upper: Cell
    lower: Cell
    spans: bool
    reads_on: bool

    @property
    def both(self) -> bool:
        return bool(self.upper.lines and self.lower.lines)

    @property
    def may_read_on(self) -> bool:
        """Whether the text below may belong to that above, though there was room for it."""
        figures = _is_figure(*self.upper.lines) or _is_figure(*self.lower.lines)
        return not figures and not is_numbered(self.lower.lines[0].text)


def _repeated_rows(first: Table, below: Table) -> int:
    """How many rows at the top of a piece are the first rows of the table again."""
    count = 0
    for ours, theirs in zip(first.grid_rows(), below.grid_rows(), strict=False):
        if ours.texts != theirs.texts or not any(ours.texts):
            break
        count += 1
    return count if count < below.rows else 0


def _pairs(uppers: Sequence[Cell], lowers: Sequence[Cell], padding: float) -> list[_Pair]:
    """The cells on both sides of a break that stand under each other, from left to right."""
    pairs = []
    for upper in sorted(uppers, key=_left):
        lower = next((cell for cell in lowers if _is_under(upper, cell)), None)
        if lower is None:
            continue
        reads_on = (
            bool(upper.lines and lower.lines)
            and _is_figure(*upper.lines) == _is_figure(*upper.lines, *lower.lines)
            and not (_is_figure(*lower.lines) and not _is_figure(*upper.lines))
            and _reads_on(upper, lower.lines[0], padding)
        )
        pairs.append(_Pair(upper, lower, upper.down > 1 or lower.down > 1, reads_on))
    return pairs


def _is_under(upper: Cell, lower: Cell) -> bool:
    return abs(upper.left - lower.left) <= _NEAR and abs(upper.right - lower.right) <= _NEAR


def _left(cell: Cell) -> float:
    return cell.left


def _is_figure(*lines: Line) -> bool:
    """Whether lines are a number when put together, and not the one in front of a label."""
    text = "".join(line.text for line in lines)
    return _FIGURE.fullmatch(text) is not None and _NUMBERED.fullmatch(text) is None


def _make_labels_whole(pairs: Sequence[_Pair], *, cut: bool) -> None:
    """Puts what goes on below of a label to the rest of it above.

    Between whole rows it does so only where there was no room left: below a label that is whole another
    one begins.
    """
    for upper, lower, _, reads_on in pairs:
        if reads_on and (cut or _is_full(upper) or _is_unfinished(upper)) and not _is_figure(*lower.lines):
            upper.lines += lower.lines
            lower.lines = []


def _is_full(cell: Cell) -> bool:
    """Whether there is room for a line neither above nor below the text of a cell."""
    first, last = cell.lines[0], cell.lines[-1]
    return max(first.top - cell.top, cell.bottom - last.bottom) < last.size


def _is_cut(row: Sequence[_Pair], *, known: bool) -> bool:
    """Whether the cells on both sides of the break are one row; `known` is true where the lines say so.

    Else the texts say it: some go on from above to below. Rows with figures are two where a text begins
    anew below another, whatever the lines say, and where none is empty on either side.
    """
    if not any(_is_figure(*pair.upper.lines) or _is_figure(*pair.lower.lines) for pair in row):
        return known or any(pair.reads_on for pair in row)
    if any(pair.both and not pair.reads_on and not (known and pair.may_read_on) for pair in row):
        return False
    one_sided = any(bool(pair.upper.lines) != bool(pair.lower.lines) for pair in row)
    unnamed = bool(row[0].upper.lines) and not row[0].lower.lines and any(pair.lower.lines for pair in row)
    return one_sided and (known or unnamed or any(pair.reads_on for pair in row))


def _join(above: Table, below: Table, head: int, pairs: Sequence[_Pair]) -> None:
    """Makes the rows at the break one, where most of its cells have text."""
    row = [pair for pair in pairs if not pair.spans]
    if sum(bool(pair.upper.lines) for pair in row) >= sum(bool(pair.lower.lines) for pair in row):
        for pair in pairs:
            if pair.lower.down == 1:
                pair.upper.lines += pair.lower.lines
        _drop_row(below, head)
    else:
        for pair in pairs:
            if pair.upper.down == 1:
                pair.lower.lines[:0] = pair.upper.lines
        _drop_row(above, above.rows - 1)


def _drop_row(table: Table, row: int) -> None:
    """Takes a row out; what spans more rows loses one of them."""
    kept = []
    for cell in table.cells:
        if cell.row <= row < cell.row + cell.down:
            cell.down -= 1
        elif cell.row > row:
            cell.row -= 1
        if cell.down:
            kept.append(cell)
    table.cells = kept
    table.rows -= 1


def align(pieces: Sequence[Table]) -> None:
    """Numbers the columns of all pieces of a table alike: what stands under each other has one number."""
    places: list[float] = []
    for place in sorted(
        {side for piece in pieces for cell in piece.cells for side in (cell.left, cell.right)}
    ):
        if not places or place - places[-1] > _NEAR:
            places.append(place)
    for piece in pieces:
        for cell in piece.cells:
            cell.column = bisect_right(places, cell.left) - 1
            cell.across = bisect_right(places, cell.right) - 1 - cell.column
