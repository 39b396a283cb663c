"""HTML: bytes to the form's cells, against pandas.read_html, which gives tables and knows no form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import chain
from typing import Any, Final

import pandas as pd
from benchmarks import _corpus
from benchmarks._pairs import Comparison, Target, by_turns
from lxml import etree

from gongkai import demo

_FASTER: Final = Target("at least", 4)
_NEAR_PARSING: Final = Target("at most", 1.5)
_LARGE: Final = 100_000


def compare(pairs: int, number: int) -> list[Comparison]:
    names = _corpus.layouts("html")
    printed = _corpus.reports(names, number)
    _corpus.check_truth(printed)
    lost: Counter[str] = Counter()
    same: list[demo.Rendered] = []
    for one in printed:
        if _corpus.lacking(one, _texts(one)):
            lost[one.layout.name] += 1
        else:
            same.append(one)
    checked = _corpus.told(len(printed), "read_html", lost)
    small = [one for one in same if len(one.data) < _LARGE]
    return [
        *_against("html", "bytes → cells", same, pairs, checked),
        *_against(
            "html-small",
            "bytes → cells, pages not written by Word",
            small,
            pairs,
            f"{len(small)} of the same files; pages of 300 KB that Word writes take most of the time above",
        ),
    ]


def _against(
    name: str, what: str, files: Sequence[demo.Rendered], pairs: int, checked: str
) -> Iterator[Comparison]:
    def ours() -> None:
        for one in files:
            _corpus.read(one)

    def read_html() -> None:
        for one in files:
            _tables(one)

    def expanded() -> None:
        for one in files:
            _expanded(one)

    yield Comparison(
        name, what, "pandas.read_html", by_turns(ours, read_html, pairs), "cpu", _FASTER, checked
    )
    yield Comparison(
        f"{name}-parse",
        what,
        "lxml parses, spans are expanded, nothing is recognised",
        by_turns(ours, expanded, pairs),
        "cpu",
        _NEAR_PARSING,
        "the same files; what finding the form's cells costs beyond the tables",
    )


def _expanded(rendered: demo.Rendered) -> list[list[list[str]]]:
    """Every table as a full rectangle of texts: the least that reading a page's tables takes with lxml."""
    root = etree.fromstring(rendered.data, etree.HTMLParser(encoding=_codec(rendered)))
    return [_rectangle(table) for table in root.iter("table")]


def _rectangle(table: Any) -> list[list[str]]:
    below: dict[tuple[int, int], str] = {}
    rows = []
    for number, tr in enumerate(table.iter("tr")):
        row: list[str] = []
        for cell in tr.iter("td", "th"):
            while (number, len(row)) in below:
                row.append(below.pop((number, len(row))))
            text = "".join(cell.itertext()).strip()
            for _ in range(int(cell.get("colspan", 1))):
                for down in range(1, int(cell.get("rowspan", 1))):
                    below[number + down, len(row)] = text
                row.append(text)
        while (number, len(row)) in below:
            row.append(below.pop((number, len(row))))
        rows.append(row)
    return rows


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
