"""The glyphs of a PDF's page, each with its place on the page as it is looked at."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from typing import Any, Final, NamedTuple

from gongkai.loaders._glyphs import without_radicals
from gongkai.loaders._pdf_objects import Drawn, Rule

UNKNOWN: Final = "\ufffd"
"""Stands for a glyph of which the font does not say which character it is."""

_HYPHENS: Final = frozenset({2, 0xFFFE})
"""What PDFium makes of a hyphen at the end of a line."""
_SPACES: Final = frozenset(map(ord, "\t\n\r \xa0\u2002\u2003\u2009\u200b\u3000\ufeff"))
_BLANK: Final = 32
_HIDDEN: Final = frozenset({3, 7})
_PRIVATE: Final = range(0xE000, 0xF900)
_SURROGATES: Final = range(0xD800, 0xE000)
_LAST: Final = 0x10FFFF
_IDEOGRAPHS: Final = 0x2E80
_NARROW: Final = 0.9
"""Of a glyph's height: no ideograph's box is narrower."""
_QUARTER: Final = 90
_SLANTED: Final = 5
"""Degrees off a right angle from which on text is across the page: a watermark."""


class Glyph(NamedTuple):
    """A printed character: its box and the origin of its baseline, in points from the top left corner.

    `spaced` is true where the file has a space before it. `turn` is by how many degrees it is turned
    clockwise: 0, 90, 180 or 270.
    """

    left: float
    top: float
    right: float
    bottom: float
    x: float
    base: float
    text: str
    spaced: bool
    turn: int


class Frame(NamedTuple):
    """A page's box in its own space, and by how many degrees it is turned clockwise to be looked at."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as looked at."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if self.turn % 180 else (wide, high)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page's own space as looked at, from the top left corner."""
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == _QUARTER:
            return y - self.bottom, x - self.left
        if self.turn == 2 * _QUARTER:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, rect: Any) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a rectangle of the page's own space."""
        if self.turn == 0:
            return (
                rect.left - self.left,
                self.top - rect.top,
                rect.right - self.left,
                self.top - rect.bottom,
            )
        x, y = self.point(rect.left, rect.top)
        to_x, to_y = self.point(rect.right, rect.bottom)
        return min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)

    def rules(self, drawn: Drawn) -> tuple[list[Rule], list[Rule]]:
        """The ruling lines across and down as looked at."""
        ends = [(self.point(start, at), self.point(end, at)) for at, start, end in drawn.across]
        ends += [(self.point(at, start), self.point(at, end)) for at, start, end in drawn.down]
        across, down = [], []
        for index, ((x, y), (to_x, to_y)) in enumerate(ends):
            if (index < len(drawn.across)) == (self.turn % 180 == 0):
                across.append(Rule(y, min(x, to_x), max(x, to_x)))
            else:
                down.append(Rule(x, min(y, to_y), max(y, to_y)))
        return across, down


class Printed(NamedTuple):
    """The glyphs of a page, in the order of the file.

    Not among them are `hidden` ones, which the page does not paint, and `slanted` ones, which are set across
    it. Of `unknown` ones (which stand there as UNKNOWN, or as a character of the font's own) nobody can say
    what they are. Those `outside` the page stand there as UNKNOWN too.
    """

    glyphs: list[Glyph]
    frame: Frame
    hidden: int
    slanted: int
    unknown: int
    outside: int


def printed_on(pdfium: Any, text: Any, drawn: Drawn, box: tuple[float, float, float, float]) -> Printed:
    """The glyphs of a loaded text page; `box` is the page's: left, bottom, right and top."""
    count = pdfium.FPDFText_CountChars(text)
    angles = _angles(pdfium, text, count) if drawn.tilted else None
    frame = Frame(*box, 0 if angles is None else -_commonest(angles) % 360)
    reading = _Reading(pdfium, text, frame, drawn, angles)
    return reading.read(count)


class _Reading:
    """Reads one page's glyphs; PDFium tells of each of them in several calls."""

    def __init__(self, pdfium: Any, text: Any, frame: Frame, drawn: Drawn, angles: list[int] | None) -> None:
        self._pdfium = pdfium
        self._text = text
        self._frame = frame
        self._width, self._height = frame.size
        self._may_be_hidden = drawn.hidden
        self._angles = angles
        self._rect = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._origin = ctypes.byref(self._x), ctypes.byref(self._y)
        self._spaced = False
        self._glyphs: list[Glyph] = []
        self._hidden = self._slanted = self._unknown = self._outside = 0

    def read(self, count: int) -> Printed:
        pdfium, text, rect = self._pdfium, self._text, self._rect
        rect_ref = ctypes.byref(rect)
        code_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
        is_unknown = pdfium.FPDFText_HasUnicodeMapError
        for index in range(count):
            box_of(text, index, rect_ref)
            if rect.left == rect.right and pdfium.FPDFText_IsGenerated(text, index):
                continue
            code = code_of(text, index)
            lost = is_unknown(text, index) == 1
            if code in _SPACES and not lost:
                self._spaced = True
            elif self._may_be_hidden and self._is_hidden(index):
                self._hidden += 1
            else:
                self._take(index, code, lost=lost)
        return Printed(self._glyphs, self._frame, self._hidden, self._slanted, self._unknown, self._outside)

    def _take(self, index: int, code: int, *, lost: bool) -> None:
        """Takes the glyph whose box has been asked for."""
        turn = 0
        if self._angles is not None:
            turn = (self._angles[index] + self._frame.turn) % 360
            if _SLANTED < turn % _QUARTER < _QUARTER - _SLANTED:
                self._slanted += 1
                return
            turn = round(turn / _QUARTER) * _QUARTER % 360
        left, top, right, bottom = self._frame.box(self._rect)
        self._pdfium.FPDFText_GetCharOrigin(self._text, index, *self._origin)
        x, base = self._frame.point(self._x.value, self._y.value)
        if code >= _IDEOGRAPHS and right - left < _NARROW * (bottom - top) and not turn:
            right = max(right, x + self._em(index))
        character = _character(code, lost=lost)
        if not (0 <= left + right <= 2 * self._width and 0 <= top + bottom <= 2 * self._height):
            # Nobody sees it, but half a number must not pass for a whole one.
            character = UNKNOWN
            self._outside += 1
        elif character == UNKNOWN or code in _PRIVATE:
            self._unknown += 1
        self._glyphs.append(Glyph(left, top, right, bottom, x, base, character, self._spaced, turn))
        self._spaced = False

    def _em(self, index: int) -> float:
        """How wide an ideograph is, of which some fonts tell no more than how wide its ink is."""
        matrix = self._pdfium.FS_MATRIX()
        self._pdfium.FPDFText_GetMatrix(self._text, index, ctypes.byref(matrix))
        return float(self._pdfium.FPDFText_GetFontSize(self._text, index)) * math.hypot(matrix.a, matrix.b)

    def _is_hidden(self, index: int) -> bool:
        one = self._pdfium.FPDFText_GetTextObject(self._text, index)
        return bool(one) and self._pdfium.FPDFTextObj_GetTextRenderMode(one) in _HIDDEN


def _angles(pdfium: Any, text: Any, count: int) -> list[int]:
    """By how many degrees each character is turned clockwise in the page's own space; -1 for made-up ones."""
    return [
        -1
        if pdfium.FPDFText_IsGenerated(text, index)
        else round(math.degrees(pdfium.FPDFText_GetCharAngle(text, index))) % 360
        for index in range(count)
    ]


def _commonest(angles: list[int]) -> int:
    """The right angle at which most text is set."""
    right = Counter(angle for angle in angles if angle % _QUARTER == 0)
    return right.most_common(1)[0][0] if right else 0


def _character(code: int, *, lost: bool) -> str:
    if lost or code > _LAST or code in _SURROGATES:
        return UNKNOWN
    if code in _HYPHENS:
        return "-"
    return without_radicals(chr(code)) if code > _BLANK else UNKNOWN
