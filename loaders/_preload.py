"""What every worker needs, made once: the fork server imports this, and workers begin with it.

Patterns, tables of labels and style sheets are made when they are first used. So a bare form of each edition
is read here.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator

from gongkai import forms
from gongkai.loaders._portion import portion_of
from gongkai.loaders._recognise import recognise
from gongkai.loaders._registry import read_bytes
from gongkai.loaders._workers import read_all  # noqa: F401 - what the workers run


def _warm_up() -> None:
    for edition in forms.editions():
        document = read_bytes(_page(edition).encode(), "a.html")
        portion_of([recognise(document)], [])


def _page(edition: forms.Edition) -> str:
    """The form as a web page, with nothing filled in but noughts."""
    texts = [f"某市财政局{edition.first_year}年{forms.vocabulary().report_titles[0]}"]
    for section in edition.sections:
        texts += [f"<p>{section.heading}</p>", "<p>本机关情况如下。</p>"]
        for table in edition.tables:
            if table.section == section.id:
                rows = ("".join(f"<td>{text}</td>" for text in row) for row in _rows(table))
                texts += ["<table>", *(f"<tr>{row}</tr>" for row in rows), "</table>"]
    return "".join(texts)


def _rows(table: forms.Table) -> Iterator[list[str]]:
    for block in table.blocks:
        yield [block.corner or "", *(column.label for column in block.columns)]
        for row in block.rows:
            yield [*row.groups, row.label, *("0" for _ in table.row_cells(row.id))]


_warm_up()
gc.collect()
gc.freeze()
