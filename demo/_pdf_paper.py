"""The paper of a PDF: what is written where, page after page."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from gongkai.demo._dice import dice
from gongkai.demo._page import Page

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

FONT: Final = "STSong-Light"
"""A font that viewers bring along; the file says of every character which it is."""
SIZE: Final = 10.5
LEADING: Final = 15.0
_PAPER: Final = (595.0, 842.0)
_MARGIN: Final = 60.0
_BESIDE: Final = 30.0
"""From the paper's edge to what is printed around the text."""
_FOOTERS: Final = ("- {number} -", "第 {number} 页", "{number}", "第{number}页 共{count}页")

_FEW: Final = dict(zip("民见鱼长门齐风页车", "⺠⻅⻥⻓⻔⻬⻛⻚⻋", strict=True))
_RADICALS: Final = str.maketrans(
    {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)} | _FEW
)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a PDF is laid out.

    `ruled` draws the lines of tables; without them a group's label has a line of its own. `head_again`
    repeats a table's header on every page. `cut` lets pages end inside rows: with a line there
    (closed) or without (open). `narrow` leaves labels so little room that they take several lines, with
    the figures beside the middle one. `upright` sets the labels of groups letter below letter. `radicals`
    prints radicals in place of ideographs. `around` prints the organ's name above every page and the
    number below. `sideways` turns the paper.
    """

    ruled: bool = True
    head_again: bool = False
    cut: Literal["never", "closed", "open"] = "never"
    narrow: bool = False
    upright: bool = False
    radicals: bool = False
    around: bool = False
    sideways: bool = False


class Paper:
    """The page that is written on; places are counted from the text's left side and the pen downwards."""

    def __init__(self, page: Page, shape: Shape) -> None:
        wide, high = reversed(_PAPER) if shape.sideways else _PAPER
        self.width, self.height = wide - 2 * _MARGIN, high - 2 * _MARGIN
        self.left = self.height
        self._page = page
        self._shape = shape
        self._number = 1
        self._file = io.BytesIO()
        self._canvas = _canvas(self._file, (wide, high))
        self._footer = dice("pdf", *page.key).choice(_FOOTERS)
        self._begin()

    def skip(self, height: float) -> None:
        self.left -= height

    def need(self, height: float) -> None:
        """Goes on on a new page unless there is room for that much."""
        if height > self.left:
            self.new_page()

    def new_page(self) -> None:
        self._canvas.showPage()
        self._number += 1
        self.left = self.height
        self._begin()

    def text(self, x: float, y: float, text: str, *, size: float = SIZE, centred: bool = False) -> None:
        """Writes so far right of the text's left side and below the pen."""
        if self._shape.radicals:
            text = text.translate(_RADICALS)
        self._canvas.setFont(FONT, size)
        left = x - wide(text, size) / 2 if centred else x
        self._canvas.drawString(_MARGIN + left, _MARGIN + self.left - y, text)

    def rule(self, x: float, y: float, to_x: float, to_y: float) -> None:
        top = _MARGIN + self.left
        self._canvas.line(_MARGIN + x, top - y, _MARGIN + to_x, top - to_y)

    def done(self) -> bytes:
        self._canvas.showPage()
        self._canvas.save()
        return self._file.getvalue()

    def _begin(self) -> None:
        if self._shape.sideways:
            self._canvas.setPageRotation(90)
            self._canvas.rotate(90)
            self._canvas.translate(0, -_PAPER[0])
        self._canvas.setLineWidth(0.5)
        if self._shape.around:
            middle = self.width / 2
            self.text(middle, _BESIDE - _MARGIN, self._page.organ, size=9, centred=True)
            footer = self._footer.format(number=self._number, count=9)
            self.text(middle, self.height + _BESIDE, footer, size=9, centred=True)


def broken(text: str, width: float, size: float = SIZE, indent: float = 0.0) -> Iterator[str]:
    """The lines that a text takes; figures and letters stay together where a line has room for them."""
    for part in text.split("\n"):
        line, room = "", width - indent
        for word in _words(part):
            if line and wide(line + word, size) > room:
                yield line
                line, room = "", width
            while wide(word, size) > room and len(word) > 1:
                fit = max(n for n in range(1, len(word) + 1) if n == 1 or wide(word[:n], size) <= room)
                yield word[:fit]
                word = word[fit:]  # noqa: PLW2901 - what is left of it
                room = width
            line += word
        yield line


def _words(text: str) -> Iterator[str]:
    word = ""
    for letter in text:
        if letter.isascii() and not letter.isspace():
            word += letter
            continue
        if word:
            yield word
        word = ""
        yield letter
    if word:
        yield word


@cache
def _letter(letter: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415 - see `_canvas`

    _register()
    return float(stringWidth(letter, FONT, size))


def wide(text: str, size: float = SIZE) -> float:
    """How much room a text takes in its line."""
    return sum(_letter(letter, size) for letter in text)


def _canvas(file: io.BytesIO, size: tuple[float, float]) -> Canvas:
    # Reportlab takes its time, and most of the province is written without it.
    from reportlab.pdfgen.canvas import Canvas as Made  # noqa: PLC0415

    _register()
    return Made(file, pagesize=size, invariant=1, pageCompression=1)


@cache
def _register() -> None:
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - see `_canvas`
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
