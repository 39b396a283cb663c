"""What is drawn on a PDF's page besides its text: ruling lines and pictures; and how its text is set."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, NamedTuple

from gongkai.forms import Text
from gongkai.loaders._limits import MAX_MARKS, over_limit

_THIN: Final = 3.5
"""Points: a drawn bar no thicker than this is a line."""
_LONGER: Final = 2
"""A line is this many times as long as thick; what is shorter is a dot, and may belong to any line."""
_FAR: Final = 20_000.0
"""Points from the origin: the largest page has 14400."""
_DEEPEST: Final = 16
"""Forms inside forms; writers of documents have no use for more than three."""
_TURNED: Final = 0.01
_HIDDEN: Final = frozenset({3, 7})
"""Text render modes that paint nothing."""

_TOO_MUCH: Final = Text(
    "第{page}页的图形对象数量超过上限", "page {page} has more drawn objects than the limit"
)
_TOO_DEEP: Final = Text(
    "第{page}页的图形对象嵌套过深", "the drawn objects of page {page} are nested too deeply"
)

Matrix = tuple[float, float, float, float, float, float]


class Rule(NamedTuple):
    """A line along one axis: where it stands on the other, and from where to where it goes."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Drawn:
    """Lengths in points of the page's own space, which has its origin below left.

    `tilted` and `hidden` say whether there is text that is not upright, or that is not painted;
    `pictured` is the area of all pictures.
    """

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    tilted: bool = False
    hidden: bool = False
    pictured: float = 0.0


def drawn_on(pdfium: Any, page: Any, number: int, path: str) -> Drawn:
    """Looks at every object of a page, also inside forms.

    Raises:
        UnreadableError: code `limit`, for a page with more objects than any printed page has.
    """
    walk = _Walk(pdfium, number, path)
    walk.objects(page, pdfium.FPDFPage_CountObjects(page), pdfium.FPDFPage_GetObject, None, 0)
    return walk.drawn


class _Walk:
    def __init__(self, pdfium: Any, number: int, path: str) -> None:
        self.drawn = Drawn()
        self._pdfium = pdfium
        self._number = number
        self._path = path
        self._left = MAX_MARKS
        self._box = [ctypes.c_float() for _ in range(4)]
        self._box_refs = [ctypes.byref(edge) for edge in self._box]
        self._matrix = pdfium.FS_MATRIX()
        self._matrix_ref = ctypes.byref(self._matrix)

    def objects(self, parent: Any, count: int, get: Any, around: Matrix | None, depth: int) -> None:
        """`around` takes the parent's space to the page's; None where they are the same."""
        pdfium = self._pdfium
        if depth > _DEEPEST:
            raise over_limit(self._path, _TOO_DEEP.format(page=self._number))
        self._take(count)
        kind_of = pdfium.FPDFPageObj_GetType
        kinds = (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM)
        text, line, form = kinds
        for index in range(count):
            one = get(parent, index)
            kind = kind_of(one)
            if kind == text:
                self._text(one, around)
            elif kind == line:
                self._path_object(one, around)
            elif kind == form:
                inside = _times(self._matrix_of(one), around)
                children = pdfium.FPDFFormObj_CountObjects(one)
                self.objects(one, children, pdfium.FPDFFormObj_GetObject, inside, depth + 1)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                left, bottom, right, top = self._bounds(one, around)
                self.drawn.pictured += (right - left) * (top - bottom)

    def _take(self, count: int) -> None:
        self._left -= max(count, 0)
        if self._left < 0:
            raise over_limit(self._path, _TOO_MUCH.format(page=self._number))

    def _text(self, one: Any, around: Matrix | None) -> None:
        if self._pdfium.FPDFTextObj_GetTextRenderMode(one) in _HIDDEN:
            self.drawn.hidden = True
        if not self.drawn.tilted:
            a, b, *_ = _times(self._matrix_of(one), around)
            self.drawn.tilted = a <= 0 or abs(b) > _TURNED * a

    def _path_object(self, one: Any, around: Matrix | None) -> None:
        left, bottom, right, top = self._bounds(one, around)
        if right - left <= _THIN or top - bottom <= _THIN:
            self._bar(left, bottom, right, top)
            return
        segments = self._pdfium.FPDFPath_CountSegments(one)
        self._take(segments)
        outline = self._outline(one, segments, _times(self._matrix_of(one), around))
        filling, stroked = ctypes.c_int(), ctypes.c_int()
        self._pdfium.FPDFPath_GetDrawMode(one, ctypes.byref(filling), ctypes.byref(stroked))
        for points in outline:
            if stroked:
                for (x, y), (to_x, to_y) in pairwise(points):
                    self._bar(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
            elif points:
                xs, ys = zip(*points, strict=True)
                self._bar(min(xs), min(ys), max(xs), max(ys))

    def _outline(self, one: Any, segments: int, matrix: Matrix) -> list[list[tuple[float, float]]]:
        """The straight runs of a path, each as its points."""
        pdfium = self._pdfium
        x, y = ctypes.c_float(), ctypes.c_float()
        x_ref, y_ref = ctypes.byref(x), ctypes.byref(y)
        a, b, c, d, e, f = matrix
        runs: list[list[tuple[float, float]]] = [[]]
        start = (0.0, 0.0)
        for index in range(segments):
            segment = pdfium.FPDFPath_GetPathSegment(one, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x_ref, y_ref)
            point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_LINETO:
                runs[-1].append(point)
            else:
                # Nothing of a curve but its end is on a line.
                runs.append([point])
                start = point if kind == pdfium.FPDF_SEGMENT_MOVETO else start
            if pdfium.FPDFPathSegment_GetClose(segment):
                runs[-1].append(start)
        return runs

    def _bar(self, left: float, bottom: float, right: float, top: float) -> None:
        """Takes a line, or a dot of a dotted one; nothing else."""
        wide, high = right - left, top - bottom
        if not (left > -_FAR and bottom > -_FAR and right < _FAR and top < _FAR):
            return
        if min(wide, high) > _THIN:
            return
        if wide >= _LONGER * high or (wide <= _THIN and high <= _THIN):
            self.drawn.across.append(Rule((bottom + top) / 2, left, right))
        if high >= _LONGER * wide or (wide <= _THIN and high <= _THIN):
            self.drawn.down.append(Rule((left + right) / 2, bottom, top))

    def _matrix_of(self, one: Any) -> Matrix:
        self._pdfium.FPDFPageObj_GetMatrix(one, self._matrix_ref)
        matrix = self._matrix
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f

    def _bounds(self, one: Any, around: Matrix | None) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of an object."""
        if not self._pdfium.FPDFPageObj_GetBounds(one, *self._box_refs):
            return 0.0, 0.0, 0.0, 0.0
        left, bottom, right, top = [edge.value for edge in self._box]
        if around is None:
            return left, bottom, right, top
        a, b, c, d, e, f = around
        xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
        ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
        return min(xs), min(ys), max(xs), max(ys)


def _times(first: Matrix, then: Matrix | None) -> Matrix:
    """One matrix for both, `first` applied first."""
    if then is None:
        return first
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
