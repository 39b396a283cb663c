"""HTML: bytes to the form's cells, against pandas.read_html, which gives tables and knows no form."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from itertools import chain
from typing import Any, Final

import pandas as pd
from benchmarks import _corpus
from benchmarks._pairs import Comparison, Target, by_turns
from lxml import etree

from gongkai import demo

_TARGET: Final = Target("at least", 3)


def compare(pairs: int, number: int) -> list[Comparison]:
    printed = _corpus.reports(_corpus.layouts("html"), number)
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

    def read_html() -> None:
        for one in same:
            _tables(one)

    def bare() -> None:
        for one in same:
            etree.fromstring(one.data, etree.HTMLParser(encoding=_codec(one)))

    checked = _corpus.told(len(printed), "read_html", lost)
    return [
        Comparison(
            "html",
            "bytes → cells",
            "pandas.read_html",
            by_turns(ours, read_html, pairs),
            "cpu",
            _TARGET,
            checked,
        ),
        Comparison(
            "html-parse",
            "bytes → cells",
            "lxml parses the bytes, nothing more",
            by_turns(ours, bare, pairs),
            "cpu",
            None,
            "the same files; what reading costs beyond the parser",
        ),
    ]


def _codec(rendered: demo.Rendered) -> str:
    """The peers are told the encoding, by a name that libxml2 knows; we find it out, and are timed at it."""
    return demo.ENCODINGS[rendered.encoding or "utf-8"].codec.removesuffix("-le")


def _tables(rendered: demo.Rendered) -> list[pd.DataFrame]:
    page: Any = BytesIO(rendered.data)  # the stubs know of text only
    return pd.read_html(page, encoding=_codec(rendered), flavor="lxml")


def _texts(rendered: demo.Rendered) -> list[object]:
    """Headers too: where a table has no header row, read_html may take figures for one."""
    return list(
        chain.from_iterable(
            chain(table.to_numpy(dtype=object).ravel(), chain.from_iterable(map(_names, table.columns)))
            for table in _tables(rendered)
        )
    )


def _names(column: object) -> tuple[object, ...]:
    return column if isinstance(column, tuple) else (column,)
