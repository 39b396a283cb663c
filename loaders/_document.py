"""What every reader makes of a submission: blocks of text and grids, each saying where it stands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

from gongkai.forms import Language, Text


class Locator(NamedTuple):
    """Where something stands in a submission; every part counts from 1, None where it has no meaning."""

    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None

    def text(self, lang: Language = "zh") -> str:
        """For a person: `第2页 第3表 第5行 第4列`; empty where nothing is known."""
        names = _PARTS[lang]
        return " ".join(name.format(part) for name, part in zip(names, self, strict=True) if part is not None)


_PARTS: dict[Language, tuple[str, ...]] = {
    "zh": ("第{}页", "第{}表", "第{}行", "第{}列", "文本第{}行"),
    "en": ("page {}", "table {}", "row {}", "column {}", "line {}"),
}


class GridCell(NamedTuple):
    """One printed cell. `column` counts from 0 after spans are laid out; spans are at least 1.

    A cell that spans rows or columns stands once, where it begins.
    """

    text: str
    column: int
    colspan: int = 1
    rowspan: int = 1


class GridRow(NamedTuple):
    """The cells that begin in one row, in printed order; `line` is the text line, where there are lines."""

    cells: tuple[GridCell, ...]
    line: int | None = None


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
    `locator` has `table` (its number in the document) and, where known, `page` and `line`.
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
    decoded a text format, None for the others; `notes` are sentences a reader wants a person to see.
    """

    path: str
    format: str
    sha256: str
    blocks: tuple[Block, ...]
    encoding: str | None = None
    notes: tuple[Text, ...] = ()


def digest(data: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
