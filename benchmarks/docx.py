"""Word: bytes to the form's cells, against python-docx, which gives the texts of table cells."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from benchmarks import _corpus
from benchmarks._pairs import Comparison, Target, by_turns
from docx import Document

from gongkai import demo

_TARGET: Final = Target("at least", 8)


def compare(pairs: int, number: int) -> list[Comparison]:
    same, checked = _corpus.shared(_corpus.layouts("docx"), number, "python-docx", _texts)

    def ours() -> None:
        for one in same:
            _corpus.read(one)

    def python_docx() -> None:
        for one in same:
            _texts(one)

    taken = by_turns(ours, python_docx, pairs)
    return [Comparison("docx", "bytes → cells", "python-docx, table._cells", taken, "cpu", _TARGET, checked)]


def _texts(rendered: demo.Rendered) -> list[str]:
    return [
        cell.text
        for table in Document(BytesIO(rendered.data)).tables
        for cell in table._cells  # noqa: SLF001 - the quickest way that python-docx has
    ]
