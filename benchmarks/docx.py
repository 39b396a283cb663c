"""Word: bytes to the form's cells, against python-docx, which gives the texts of table cells."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from typing import Final

from benchmarks import _corpus
from benchmarks._pairs import Comparison, Target, by_turns
from docx import Document

from gongkai import demo

_TARGET: Final = Target("at least", 8)


def compare(pairs: int, number: int) -> list[Comparison]:
    printed = _corpus.reports(_corpus.layouts("docx"), number)
    _corpus.check_truth(printed)
    lost: Counter[str] = Counter()
    same: list[demo.Rendered] = []
    for one in printed:
        if _corpus.lacking(one, _texts(one)):
            lost[one.layout.name] += 1
        else:
            same.append(one)

    def ours() -> None:
        for one in same:
            _corpus.read(one)

    def python_docx() -> None:
        for one in same:
            _texts(one)

    checked = _corpus.told(len(printed), "python-docx", lost)
    taken = by_turns(ours, python_docx, pairs)
    return [Comparison("docx", "bytes → cells", "python-docx, table._cells", taken, "cpu", _TARGET, checked)]


def _texts(rendered: demo.Rendered) -> list[str]:
    return [
        cell.text
        for table in Document(BytesIO(rendered.data)).tables
        for cell in table._cells  # noqa: SLF001 - the quickest way that python-docx has
    ]
