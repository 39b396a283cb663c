"""HTML: bytes to the form's cells, against pandas.read_html, which gives tables and knows no form."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from itertools import chain
from typing import Final

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
    same: list[tuple[demo.Rendered, bytes]] = []
    for one in printed:
        page = _as_utf8(one)
        if _corpus.lacking(one, _texts(page)):
            lost[one.layout.name] += 1
        else:
            same.append((one, page))

    def ours() -> None:
        for one, _ in same:
            _corpus.read(one)

    def read_html() -> None:
        for _, page in same:
            _tables(page)

    def bare() -> None:
        for _, page in same:
            etree.fromstring(page, etree.HTMLParser(encoding="utf-8"))

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


def _as_utf8(rendered: demo.Rendered) -> bytes:
    """What the peers are given, who take no lying charset: we find the encoding out, and are timed at it."""
    encoding = demo.ENCODINGS[rendered.encoding or "utf-8"]
    return rendered.data.removeprefix(encoding.mark).decode(encoding.codec).encode()


def _tables(page: bytes) -> list[pd.DataFrame]:
    return pd.read_html(BytesIO(page), encoding="utf-8", flavor="lxml")


def _texts(page: bytes) -> list[object]:
    """Headers too: where a table has no header row, read_html may take figures for one."""
    return list(
        chain.from_iterable(
            chain(table.to_numpy(dtype=object).ravel(), chain.from_iterable(map(_names, table.columns)))
            for table in _tables(page)
        )
    )


def _names(column: object) -> tuple[object, ...]:
    return column if isinstance(column, tuple) else (column,)
