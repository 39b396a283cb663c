"""What every reader makes of a submission: blocks of text and grids, each saying where it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from gongkai.forms import Language, Text


class Locator(NamedTuple):
    """Where something stands in a submission; None where a part has no meaning.

    The numbers count from 1. `xpath` finds it in a web page.
    """

    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    xpath: str | None = None

    def text(self, lang: Language = "zh") -> str:
        """For a person: `第2页 第3表 第5行 第4列`; empty where nothing is known."""
        names = _PARTS[lang]
        return " ".join(name.format(part) for name, part in zip(names, self[:-1], strict=True) if part)


_PARTS: dict[Language, tuple[str, ...]] = {
    "zh": ("第{}页", "第{}表", "第{}行", "第{}列", "文本第{}行"),
    "en": ("page {}", "table {}", "row {}", "column {}", "line {}"),
}


class GridRow(NamedTuple):
    """The cells that begin in one row, in printed order, as columns of equal length.

    A cell that spans rows or columns stands once, where it begins. `columns` says in which column of the
    grid each begins, from 0, after spans are laid out; `colspans` are at least 1. `line` is the text line,
    where there are lines.
    """

    texts: tuple[str, ...]
    columns: tuple[int, ...]
    colspans: tuple[int, ...]
    line: int | None = None


def plain_row(texts: Sequence[str], line: int | None = None) -> GridRow:
    """A row of cells beside each other, none of which spans anything."""
    return GridRow(tuple(texts), *side_by_side(len(texts)), line)


@cache
def side_by_side(number: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Columns and colspans of so many cells that span nothing."""
    return tuple(range(number)), (1,) * number


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line or paragraph of running text, without its line end."""

    text: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed.

    `ragged` is true where rows were cut from text by a delimiter: their columns need not stand under
    each other, and an empty field at a row's end may be padding rather than a printed blank. `closed` is
    true where the delimiter closes every field, so that an empty field at a row's end is a printed blank.
    `locator` has `table` (its number in the document) and, where known, `page`, `line` and `xpath`; `row` is
    that of its first row on a page whose rows are numbered, as a sheet's are, and None elsewhere.
    """

    rows: tuple[GridRow, ...]
    locator: Locator
    ragged: bool = False
    closed: bool = False


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """A submission as a reader saw it: nothing in it knows what an annual report is.

    `path` is for people and may hold anything; `sha256` is of the bytes; `encoding` is the one that
    decoded a text format, None for the others; `notes` are sentences a reader wants a person to see;
    `name` is what the document calls itself outside its text, as a page's title does.
    """

    path: str
    format: str
    sha256: str
    blocks: tuple[Block, ...]
    encoding: str | None = None
    notes: tuple[Text, ...] = ()
    name: str | None = None


def digest(data: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
