"""Tables saved as delimited text (csv, tsv), as spreadsheets write them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from gongkai.loaders import spreadsheet, text
from gongkai.loaders._document import Document, digest
from gongkai.loaders._encoding import decode
from gongkai.loaders._sheet import Sheet, SheetRow, Workbook

FORMAT: str = "csv"
SUFFIXES: tuple[str, ...] = (".csv", ".tsv", ".tab")

_DELIMITERS: Final = (",", "\t", ";")
_NAMED: Final = re.compile(r"\s*sep=([,;\t|])\s*(?:\r\n|\n|\r)", re.IGNORECASE)
"""The first line in which Excel takes the delimiter from the file itself."""
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_FIGURE: Final = re.compile(r"\s*[-+]?\d[\d.]*\s*")
_BEFORE: Final = " | "
"""Before each of the fields that cannot be told apart: no number is written so."""

_Records = list[list[str]]


def sniff(head: bytes, suffix: str) -> bool:  # noqa: ARG001 - markup was taken by others, text is what is left
    """Whether the name says so; text under a workbook's name, too, is what some programs export."""
    return suffix in SUFFIXES or suffix in spreadsheet.SUFFIXES


def parse(data: bytes, path: str) -> Document:
    """Reads delimited text as the sheet that it was saved from: see `spreadsheet.parse`.

    The delimiter is the comma, tab or semicolon that parts most rows into equally many fields; text without
    any is read as plain text. Fields may be quoted, and then hold delimiters and line ends. Merged cells of
    the sheet left their texts in the first of their fields. Where a row has not as many fields as the others
    of its table, one is lost, or a number was parted at its thousands separator: its fields from the first
    figure on stand together as one text, which is no number.

    Raises:
        UnreadableError: code `not_text` or `limit`.
    """
    decoded = decode(data, path)
    records = _records(decoded.text)
    if not records:
        return text.parse(data, path)
    sheet = Sheet("", list(_rows(records)))
    blocks = tuple(Workbook(path).of_sheet(sheet, None))
    return Document(path, FORMAT, digest(data), blocks, decoded.encoding, decoded.notes)


def _records(content: str) -> _Records:
    """The fields of every row, by the delimiter that fits best; none where no delimiter does."""
    named = _NAMED.match(content)
    if named:
        return _parted(content[named.end() :], named[1])
    parted = [_parted(content, delimiter) for delimiter in _DELIMITERS if delimiter in content]
    best = max(parted, key=_usual, default=[])
    return best if any(len(fields) > 1 for fields in best) else []


def _parted(content: str, delimiter: str) -> _Records:
    try:
        return list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        # Quotes that are none, or a field larger than any cell: it was not written by these rules.
        return [line.split(delimiter) for line in _LINE_END.split(content)]


def _usual(records: _Records) -> tuple[int, int]:
    """Of the rows that are parted and not empty: how many have the number of fields that most have; that."""
    counts = Counter(len(fields) for fields in records if len(fields) > 1 and any(fields))
    return max(((rows, number) for number, rows in counts.items()), default=(0, 0))


def _rows(records: _Records) -> Iterator[SheetRow]:
    number = 0
    for parted, run in groupby(records, key=lambda fields: len(fields) > 1):
        table = list(run)
        whole = _whole(table)
        for fields in table:
            apart = _together(fields) if len(fields) != whole else fields
            texts = {at: field.strip() for at, field in enumerate(apart) if field and not field.isspace()}
            if texts:
                yield SheetRow(number, texts)
            elif parted:
                # A row whose cells are all blank; one that is not there at all has no fields.
                yield SheetRow(number, right=len(fields) - 1)
            number += 1


def _whole(table: _Records) -> int:
    """The number of fields of a whole row: that which most rows have, or else that of the longest header."""
    rows, usual = _usual(table)
    if rows * 2 > len(table):
        return usual
    headers = [len(fields) for fields in table if _is_header(fields)]
    return max(headers, default=usual)


def _is_header(fields: Sequence[str]) -> bool:
    return sum(map(bool, fields)) > 1 and not any(map(_FIGURE.fullmatch, fields))


def _together(fields: Sequence[str]) -> Sequence[str]:
    """The fields with those from the first figure on as one."""
    first = next((at for at, field in enumerate(fields) if _FIGURE.fullmatch(field)), len(fields))
    return [*fields[:first], _BEFORE.join(["", *fields[first:]])] if first < len(fields) else fields
