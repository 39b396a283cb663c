"""Bytes to the form's cells, against markitdown, which makes Markdown of a document and knows no form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from typing import Final

from benchmarks import _corpus
from benchmarks._pairs import Comparison, by_turns
from markitdown import MarkItDown, StreamInfo

from gongkai import demo

_ROWS_MOVED: Final = "beside a cell that spans rows, the rows below it begin a column too early"
_LOST: Final = {
    "html": _ROWS_MOVED,
    "docx": _ROWS_MOVED,
    "xlsx": "a merged cell's text stands in its first cell alone, the others say NaN",
    "pdf": "a figure may stand beside the column of its heading",
}
"""What becomes of tables, by format."""
_NEEDS: Final = {"docx": "mammoth"}
"""What markitdown takes a format with, where it does not come with it."""
_BETWEEN: Final = re.compile(r"[|\n]")
_BETWEEN_WORDS: Final = re.compile(r"[|\s]")
"""Tables of a PDF without lines are rows of text to it."""


def compare(pairs: int, number: int) -> list[Comparison]:
    """One comparison a format that it takes here, of so many documents."""
    return [
        _compared(format_name, pairs, number)
        for format_name in _LOST
        if format_name not in _NEEDS or find_spec(_NEEDS[format_name])
    ]


def _compared(format_name: str, pairs: int, number: int) -> Comparison:
    converter = MarkItDown()
    same, checked = _corpus.shared(
        _corpus.layouts(format_name), number, "markitdown", lambda one: _texts(converter, one)
    )

    def ours() -> None:
        for one in same:
            _corpus.read(one)

    def markitdown() -> None:
        for one in same:
            _markdown(converter, one)

    return Comparison(
        f"{format_name}-markitdown",
        "bytes → cells",
        "markitdown, bytes → Markdown",
        by_turns(ours, markitdown, pairs),
        "cpu",
        None,
        f"{checked}; {_LOST[format_name]}",
    )


def _texts(converter: MarkItDown, rendered: demo.Rendered) -> Iterator[str]:
    between = _BETWEEN_WORDS if rendered.layout.format == "pdf" else _BETWEEN
    return iter(between.split(_markdown(converter, rendered)))


def _markdown(converter: MarkItDown, rendered: demo.Rendered) -> str:
    """It is told format and encoding; we find them out, and are timed at it."""
    told = StreamInfo(extension=f".{rendered.layout.format}", charset=_charset(rendered))
    return converter.convert_stream(BytesIO(rendered.data), stream_info=told).markdown


def _charset(rendered: demo.Rendered) -> str | None:
    return demo.ENCODINGS[rendered.encoding].codec if rendered.encoding else None
