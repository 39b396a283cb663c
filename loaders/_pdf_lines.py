"""Glyphs into lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Final, NamedTuple

from gongkai.loaders._pdf_glyphs import UNKNOWN, Glyph

_SAME_LINE: Final = 0.5
"""Of a glyph's height: baselines that are further apart belong to different lines."""
_RAISED: Final = 0.12
"""Of a line's height: how far off its baseline the small figures of a note stand."""
_SMALLER: Final = 0.92
_WIDE_GAP: Final = 1.0
"""Of a line's height: what is further apart stands in different columns, for all one can tell."""
_IDEOGRAPH_GAP: Final = 0.6
_LETTER_GAP: Final = 0.25
_OVERPRINT: Final = 0.35
"""Of a glyph's width: the same one again within this is the same, printed twice to make it bold."""
_OVERLAP: Final = 0.45
_IDEOGRAPHS: Final = "\u2e80"
"""Characters from here on are as wide as high, and stand without spaces between them."""
FIGURES: Final = frozenset("0123456789.,-")
"""What numbers are printed with."""
_UP: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DOWN: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_WRAPS: Final = re.compile(r"[0-9０-９.．,，]")


class Piece(NamedTuple):
    """What stands together in a line, without a wide gap inside."""

    left: float
    right: float
    text: str


class Line(NamedTuple):
    """A line of text; `size` is the height of its glyphs, `base` its baseline from the top of the page.

    `spaced` is true where the file has a space before it.
    """

    left: float
    right: float
    top: float
    bottom: float
    base: float
    size: float
    pieces: tuple[Piece, ...]
    spaced: bool = False

    @property
    def text(self) -> str:
        return " ".join([piece.text for piece in self.pieces])


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines from top to bottom; lines of text that is turned sideways after the others."""
    if len(glyphs) == 1 and not glyphs[0].turn:
        return [_line(glyphs)]
    upright = [glyph for glyph in glyphs if not glyph.turn]
    lines = [_line(row) for row in _rows(upright)]
    if len(upright) < len(glyphs):
        for turn in (90, 180, 270):
            turned = [_upright(glyph) for glyph in glyphs if glyph.turn == turn]
            lines += [_line(row) for row in _rows(turned)]
    return lines


def _upright(glyph: Glyph) -> Glyph:
    """A glyph turned back around the page's corner, so that its line runs from left to right."""
    left, top, right, bottom, x, base, text, spaced, turn = glyph
    if turn == 90:  # noqa: PLR2004 - degrees
        return Glyph(top, -right, bottom, -left, base, -x, text, spaced, 0)
    if turn == 180:  # noqa: PLR2004
        return Glyph(-right, -bottom, -left, -top, -x, -base, text, spaced, 0)
    return Glyph(-bottom, left, -top, right, -base, x, text, spaced, 0)


_base = attrgetter("base")


def _rows(glyphs: Sequence[Glyph]) -> Iterable[list[Glyph]]:
    """The glyphs of each line, which share a baseline but for small ones above or below it."""
    row: list[Glyph] = []
    reach = 0.0
    for glyph in sorted(glyphs, key=_base):
        reach = max(reach, _SAME_LINE * (glyph.bottom - glyph.top))
        if row and glyph.base - row[0].base > reach:
            yield row
            row = []
            reach = _SAME_LINE * (glyph.bottom - glyph.top)
        row.append(glyph)
    if row:
        yield row


def _start(glyph: Glyph) -> float:
    return min(glyph.left, glyph.x)


def _line(row: Sequence[Glyph]) -> Line:
    if len(row) > 1:
        row = sorted(row, key=_start)
    tallest = max(row, key=_height)
    size = tallest.bottom - tallest.top
    pieces: list[Piece] = []
    letters: list[str] = []
    left = right = _start(row[0])
    before: Glyph | None = None
    for glyph in row:
        start = _start(glyph)
        text = glyph.text
        if before is not None:
            gap = start - right
            if gap > _WIDE_GAP * size:
                pieces.append(Piece(left, right, "".join(letters)))
                letters, left = [], start
            elif glyph.spaced or gap > _gap(before.text, text) * size:
                letters.append(" ")
            elif gap < 0:
                if _is_overprint(before, glyph):
                    continue
                if _is_overlaid(before, glyph, -gap):
                    letters.append(UNKNOWN)
        if glyph.base != tallest.base and text.isdigit():
            text = _off_baseline(glyph, tallest, size)
        letters.append(text)
        right = max(right, glyph.right)
        before = glyph
    pieces.append(Piece(left, right, "".join(letters)))
    tops, bottoms = [glyph.top for glyph in row], [glyph.bottom for glyph in row]
    spaced = row[0].spaced
    return Line(pieces[0].left, right, min(tops), max(bottoms), tallest.base, size, tuple(pieces), spaced)


def _height(glyph: Glyph) -> float:
    return glyph.bottom - glyph.top


def _gap(left: str, right: str) -> float:
    """From which gap on a space is between two characters, where the file has none."""
    return _IDEOGRAPH_GAP if left >= _IDEOGRAPHS or right >= _IDEOGRAPHS else _LETTER_GAP


def _is_overprint(before: Glyph, glyph: Glyph) -> bool:
    near = _OVERPRINT * (glyph.right - glyph.left)
    return (
        before.text == glyph.text and abs(before.x - glyph.x) < near and abs(before.base - glyph.base) < near
    )


def _is_overlaid(before: Glyph, glyph: Glyph, overlap: float) -> bool:
    """Whether two figures are printed over each other, so that neither can be told."""
    if before.text not in FIGURES or glyph.text not in FIGURES:
        return False
    return overlap > _OVERLAP * min(before.right - before.left, glyph.right - glyph.left)


def _off_baseline(glyph: Glyph, tallest: Glyph, size: float) -> str:
    """A digit, as a small raised or lowered one where it stands like the mark of a note."""
    off = tallest.base - glyph.base
    if abs(off) < _RAISED * size or _height(glyph) > _SMALLER * size:
        return glyph.text
    return glyph.text.translate(_UP if off > 0 else _DOWN)


def joined(lines: Sequence[Line], width: float, padding: float) -> str:
    """The text of a cell of that inner and outer `width`, whose text keeps `padding` from each side.

    A line end stays where the text was broken by its writer. Where the next character had no room, the
    text goes on: a number that is too long for its cell is one number.
    """
    text = lines[0].text
    for line, following in pairwise(lines):
        text += _between(line, following, width, padding) + following.text
    return text


def _between(line: Line, following: Line, width: float, padding: float) -> str:
    if not goes_on(line, following, width, padding):
        return "\n"
    return " " if following.spaced else ""


def goes_on(line: Line, following: Line, width: float, padding: float) -> bool:
    """Whether a line was broken only because the next character had no room in it."""
    first = following.pieces[0]
    advance = (first.right - first.left) / max(len(first.text), 1) + _SPACE * line.size * following.spaced
    return line.right - line.left + advance + 2 * padding > width - _SLACK


_SPACE: Final = 0.25
"""Of a line's height: the room a space takes."""
_SLACK: Final = 1.0
"""Points that rounding may take or give."""
