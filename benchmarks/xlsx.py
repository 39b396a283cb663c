"""Excel: bytes to the form's cells, against openpyxl, which gives the values of a workbook's cells."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from benchmarks import _corpus
from benchmarks._pairs import Comparison, Target, by_turns
from openpyxl import load_workbook

from gongkai import demo

_TARGET: Final = Target("at least", 20)


def compare(pairs: int, number: int) -> list[Comparison]:
    same, checked = _corpus.shared(_corpus.layouts("xlsx"), number, "openpyxl", _values)

    def ours() -> None:
        for one in same:
            _corpus.read(one)

    def openpyxl() -> None:
        for one in same:
            _values(one)

    taken = by_turns(ours, openpyxl, pairs)
    return [Comparison("xlsx", "bytes → cells", "openpyxl, all values", taken, "cpu", _TARGET, checked)]


def _values(rendered: demo.Rendered) -> list[object]:
    """In the mode that knows merged cells, without which no label of a table can be told."""
    book = load_workbook(BytesIO(rendered.data), data_only=True)
    return [value for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for value in row]
