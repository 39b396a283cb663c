"""The running text of a PDF: without what is printed around the pages, in paragraphs rather than lines."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from gongkai.loaders._pdf_lines import Line
from gongkai.loaders._pdf_pieces import is_numbered

_MARGIN: Final = 0.1
"""Of a page's height: what is printed around the text stands within this of its top or bottom."""
_EDGE: Final = 36.0
"""Points from the paper's edge within which browsers print date, title and address."""
_SAME_PLACE: Final = 3.0
_ONE_IN: Final = 3
"""What is repeated stands on at least one page in so many."""
_PAGE_NUMBER: Final = re.compile(
    r"[-~·•|]+\d{1,4}[-~·•|]+|第?\d{1,4}页(?:[,/]?共\d{1,4}页)?|共\d{1,4}页,?第\d{1,4}页|\d{1,4}/\d{1,4}页?"
    r"|第[一二三四五六七八九十]{1,4}页|page\d{1,4}(?:(?:of|/)\d{1,4})?",
    re.IGNORECASE,
)
_DASHES: Final = str.maketrans(dict.fromkeys("–—―−‐", "-"))
_PRINTED_ON: Final = re.compile(r"\d{2,4}[/.年-]\d{1,2}[/.月-]\d{1,2}")
_ADDRESS: Final = re.compile(r"(?:https?|file)://\S.*\d+/\d+$")
_LONGEST_NUMBER: Final = 5
_NUMBERS: Final = re.compile(r"\d+")

_LONG: Final = 0.5
"""Of a page's width: lines this long show where the text's right side is."""
_FULL: Final = 2.3
"""Of a line's height: what ends within this of the right side may have been broken there."""
_INDENTED: Final = 1.2
_SAME_SIZE: Final = 0.3
_SAME_PITCH: Final = 1.35
_TIGHTEST: Final = 0.8
"""Of a line's height: lines that are nearer each other stand beside, not below each other."""
_LOOSEST: Final = 3.0


class Column(NamedTuple):
    """Where lines of running text begin and end on pages of one width."""

    left: float
    right: float


class Placed(NamedTuple):
    """A line and the page it stands on."""

    line: Line
    page: int
    width: float
    height: float


def without_margins(pages: Sequence[Sequence[Placed]]) -> list[list[Placed]]:
    """The lines of each page without page numbers, running titles, and what browsers print around a page."""
    repeated = _repeated(pages)
    offsets = Counter(
        number - placed.page
        for page in pages
        for placed in page
        if (number := _bare_number(placed)) is not None
    )
    kept = []
    for page in pages:
        lines = sorted(page, key=lambda placed: placed.line.base)
        for order in (1, -1):
            outward = lines[::order]
            while outward and _in_margin(outward[0]) and _is_marginal(outward[0], repeated, offsets):
                outward = outward[1:]
            lines = outward[::order]
        kept.append(lines)
    return kept


def _bare(line: Line) -> str:
    return "".join(unicodedata.normalize("NFKC", line.text).split()).translate(_DASHES)


def _bare_number(placed: Placed) -> int | None:
    """The number of a line in the margin that has nothing else in it."""
    text = _bare(placed.line)
    if _in_margin(placed) and text.isdecimal() and len(text) < _LONGEST_NUMBER:
        return int(text)
    return None


def _in_margin(placed: Placed) -> bool:
    line, _, _, height = placed
    return line.bottom < _MARGIN * height or line.top > (1 - _MARGIN) * height


def _repeated(pages: Sequence[Sequence[Placed]]) -> dict[str, list[float]]:
    """Texts in the margins that stand on many pages, whatever their numbers, and how far down."""
    seen: dict[str, dict[int, float]] = defaultdict(dict)
    for page in pages:
        for placed in page:
            if _in_margin(placed):
                seen[_NUMBERS.sub("#", _bare(placed.line))][placed.page] = placed.line.base
    return {
        text: list(bases.values())
        for text, bases in seen.items()
        if len(bases) > 1 and len(bases) * _ONE_IN >= len(pages)
    }


def _is_marginal(placed: Placed, repeated: dict[str, list[float]], offsets: Counter[int]) -> bool:
    line, page, _, height = placed
    text = _bare(line)
    if _PAGE_NUMBER.fullmatch(text):
        return True
    number = _bare_number(placed)
    if number is not None:
        return number == page or offsets[number - page] > 1
    places = repeated.get(_NUMBERS.sub("#", text), ())
    if sum(abs(base - line.base) <= _SAME_PLACE for base in places) > 1:
        return True
    if line.bottom < _EDGE:
        return _PRINTED_ON.match(text) is not None
    return line.top > height - _EDGE and _ADDRESS.search(line.text) is not None


class Joiner:
    """Tells which lines of a document go on in the next one."""

    def __init__(self, lines: Iterable[Placed]) -> None:
        placed = list(lines)
        self._columns = _columns(placed)
        pitches = [
            _pitch(before, after) for before, after in pairwise(placed) if self._reads_on(before, after)
        ]
        self._pitch = _SAME_PITCH * min((pitch for pitch in pitches if pitch > _TIGHTEST), default=0)

    def joins(self, before: Placed, after: Placed) -> bool:
        """Whether the sentence of one line goes on in the line after it."""
        if not self._reads_on(before, after):
            return False
        if before.page != after.page:
            return after.page == before.page + 1
        return 0 < _pitch(before, after) <= self._pitch

    def _reads_on(self, before: Placed, after: Placed) -> bool:
        column = self._columns.get(round(before.width))
        if column is None or round(after.width) != round(before.width):
            return False
        one, other = before.line, after.line
        if len(one.pieces) > 1 or len(other.pieces) > 1 or is_numbered(other.text):
            return False
        if abs(one.size - other.size) > _SAME_SIZE * one.size or column.right - one.right > _FULL * one.size:
            return False
        centred = abs(one.left + one.right - other.left - other.right) < 2 * _SAME_PLACE
        return centred or -_SAME_PLACE < other.left - column.left < _INDENTED * other.size


def _columns(placed: Sequence[Placed]) -> dict[int, Column]:
    """The column of running text on pages of each width, in whole points, where there are long lines."""
    long: dict[int, list[Line]] = defaultdict(list)
    for line, _, width, _ in placed:
        if len(line.pieces) == 1 and line.right - line.left > _LONG * width:
            long[round(width)].append(line)
    rights = {width: _outermost([line.right for line in lines]) for width, lines in long.items()}
    lefts: dict[int, list[float]] = defaultdict(list)
    for before, after in pairwise(placed):
        # First lines may all be indented: where the others begin shows below lines that are full.
        width = round(before.width)
        full = width in rights and rights[width] - before.line.right < _FULL * before.line.size
        if full and len(after.line.pieces) == 1 and _TIGHTEST < _pitch(before, after) < _LOOSEST:
            lefts[width].append(after.line.left)
    for width, lines in long.items():
        lefts[width] = lefts[width] or [line.left for line in lines]
    return {width: Column(min(lefts[width]), right) for width, right in rights.items()}


def _pitch(before: Placed, after: Placed) -> float:
    """How far a line is below the one before it, in heights of that; 0 on another page."""
    if before.page != after.page:
        return 0.0
    return (after.line.base - before.line.base) / max(before.line.size, 1.0)


def _outermost(ends: Sequence[float]) -> float:
    """The last place at which more than one line ends; of all, where each ends elsewhere."""
    ordered = sorted(ends, reverse=True)
    return next((end for end, inner in pairwise(ordered) if end - inner <= _SAME_PLACE), ordered[0])


def put_together(texts: Sequence[str]) -> str:
    """Lines of one paragraph as one text; figures and words of two lines never become one."""
    whole = texts[0]
    for text in texts[1:]:
        apart = whole[-1:].isascii() and whole[-1:].isalnum() and text[:1].isascii() and text[:1].isalnum()
        whole += f" {text}" if apart else text
    return whole
