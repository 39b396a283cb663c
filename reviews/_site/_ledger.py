"""整改台账: an Excel workbook with a row a finding, for whoever follows up on them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from math import ceil, isfinite
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import xlsxwriter  # type: ignore[import-untyped]

from gongkai.forms import Language
from gongkai.relations import ELSEWHERE
from gongkai.reviews import _labels
from gongkai.reviews._corrections import suggestions
from gongkai.reviews._render import visible
from gongkai.reviews._site._finding import said_of
from gongkai.reviews._site._site import Site
from gongkai.reviews._tally import Tally
from gongkai.reviews._words import answer_mark, severity_mark, words
from gongkai.reviews._words_ledger import (
    COLUMNS,
    IN_DOUBT,
    OPEN,
    PAGE,
    PRINTED,
    SHEET,
    STATES,
    SUMS,
    TOTAL,
    WAIVED,
)

NAME: Final = "整改台账.xlsx"
ROWS: Final = 1_000_000
"""Findings on one sheet; Excel holds 48,576 rows more."""
CHARACTERS: Final = 32_767
"""What a cell of Excel holds, in UTF-16 units."""
_PIECE: Final = 1000
_CUT: Final = "…"
_LINE: Final = 17
"""The height of a line, in points."""
_MOST_LINES: Final = 27
"""Excel has no higher rows."""
_LATIN: Final = 0x2000
_FORMULA: Final = re.compile(r"\s*[=+\-@|%＝＋－＠]|\s")
_NUMBERS: Final = ("reported", "computed", "difference")
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

Row = Mapping[str, Any]


def write_ledger(site: Site) -> None:
    """Puts the ledger into the run's folder: all findings, those that are waived among them."""
    site.folder.file(NAME, f"{site.lang}\0{_print_of(site)}", lambda path: _Ledger(site).write(path))


def _print_of(site: Site) -> str:
    """Changes with any finding, any city and the words of the rules."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, site.run.findings.schema) as writer:
        writer.write_table(site.run.findings)
    digest = sha256(sink.getvalue())
    for entry in site.index.entries:
        digest.update(f"{entry.city}\0{entry.key.path}\0".encode("utf-8", "surrogatepass"))
    digest.update(repr((sorted(site.index.without_report.items()), sorted(_hashes(site)))).encode())
    return digest.hexdigest()


def _hashes(site: Site) -> Iterator[str]:
    return (pack["hash"] for pack in site.run.packs.values())


class _Ledger:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._lang: Language = site.lang
        self._says = words(site.lang)
        self._cities = {at: entry.city for entry in site.index.entries for at in entry.findings} | dict(
            site.index.without_report
        )

    def write(self, path: Path) -> None:
        with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
            self._formats(book)
            total = self._site.run.findings.num_rows
            for number, start in enumerate(range(0, max(1, total), ROWS), start=1):
                name = SHEET.of(self._lang) + ("" if number == 1 else f" {number}")
                self._sheet(book.add_worksheet(name), start, min(total, start + ROWS))
            self._sums(book.add_worksheet(SUMS.of(self._lang)))

    def _formats(self, book: Any) -> None:
        top = {"valign": "top", "border": 1, "border_color": "#C4CBD4"}
        self._head = book.add_format({"bold": True, "bg_color": "#E8ECF1", "border": 1, "text_wrap": True})
        # A string is never worked out by itself; the quote prefix keeps it text when a person edits the cell.
        # The text is left as it is: it is evidence, and an apostrophe of ours would be taken for the organ's.
        self._text = book.add_format({**top, "text_wrap": True})
        self._quoted = book.add_format({**top, "text_wrap": True, "quote_prefix": True})
        self._number = book.add_format({**top, "num_format": "#,##0"})
        self._decimal = book.add_format({**top, "num_format": "#,##0.0#####"})
        self._plain = book.add_format({**top, "num_format": "0"})
        self._date = book.add_format({**top, "num_format": "yyyy-mm-dd"})

    def _sheet(self, sheet: Any, start: int, stop: int) -> None:
        names = list(COLUMNS)
        for column, (title, width) in enumerate(COLUMNS.values()):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title.of(self._lang), self._head)
        last = stop - start
        sheet.freeze_panes(1, names.index("organ") + 1)
        sheet.autofilter(0, 0, max(1, last), len(names) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, max(1, last), PRINTED - 1)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&C{PAGE.of(self._lang)}")
        state, deadline = names.index("state"), names.index("deadline")
        if last:
            choices = [choice.of(self._lang) for choice in STATES]
            sheet.data_validation(
                1, state, last, state, {"validate": "list", "source": choices, "error_type": "information"}
            )
        for at in range(start, stop, _PIECE):
            piece = self._site.run.findings.slice(at, min(_PIECE, stop - at)).to_pylist()
            for offset, row in enumerate(piece):
                line = at + offset - start + 1
                values = self._values(at + offset, row)
                sheet.set_row(line, _LINE * _lines(values))
                for column, value in enumerate(values.values()):
                    self._cell(sheet, line, column, value, self._date if column == deadline else None)

    def _cell(self, sheet: Any, row: int, column: int, value: float | str | None, own: Any) -> None:
        if isinstance(value, float) and not isfinite(value):
            value = str(value)
        if value is None:
            sheet.write_blank(row, column, None, own or self._text)
        elif isinstance(value, str):
            text = held(value)
            sheet.write_string(row, column, text, self._quoted if _FORMULA.match(text) else self._text)
        else:
            whole = self._plain if isinstance(value, int) else self._number
            sheet.write_number(row, column, value, whole if value == int(value) else self._decimal)

    def _values(self, at: int, row: Row) -> dict[str, float | str | None]:
        catalogue = self._site.run.catalogue(row["edition"])
        rule, edition, lang = catalogue.rule(row["rule_id"]), catalogue.edition, self._lang
        says = self._says
        state = WAIVED if row["waiver"] else IN_DOUBT if row["answer"] == "cannot_tell" else OPEN
        cells = (_labels.cell_label(edition, cell["cell"], lang) for cell in row["cells"])
        values: dict[str, float | str | None] = {
            "number": at + 1,
            "batch": f"{row['edition']}-{row['year'] or says.year_unknown}",
            "city": self._cities.get(at, ELSEWHERE) or says.city_elsewhere,
            "organ": row["organ"] or says.unknown_organ,
            "year": row["year"],
            "title": rule.title.of(lang),
            "severity": severity_mark(row["severity"], lang).word,
            "answer": answer_mark(row["answer"], lang).word,
            "message": said_of(row, rule).of(lang),
            "cells": "、".join(cells) or None,
            **{name: row[name] for name in _NUMBERS},
            "suggestion": "\n".join(suggestions(row["corrections"], edition, lang)) or None,
            "remedy": rule.remedy.of(lang),
            "citation": rule.citation,
            "deadline": None,
            "state": self._state(row, state.of(lang)),
            "path": row["path"] or None,
            "rule_id": rule.id,
            "finding_id": row["finding_id"],
        }
        return {name: values[name] for name in COLUMNS}

    def _state(self, row: Row, state: str) -> str:
        waiver = row["waiver"]
        if waiver is None:
            return state
        return f"{state}：{waiver['reason']}（{waiver['person']}，{waiver['until'].isoformat()}）"

    def _sums(self, sheet: Any) -> None:
        says, told = self._says, self._site.index.told
        names = (says.error, says.warning, says.note, says.cannot_tell, says.waived)
        for column, title in enumerate((says.organ, *names, TOTAL.of(self._lang))):
            sheet.set_column(column, column, 26 if column == 0 else 11)
            sheet.write_string(0, column, title, self._head)
        sheet.freeze_panes(1, 1)
        by_organ: dict[str, list[int]] = {}
        organs: list[Any] = self._site.run.findings["organ"].to_pylist()
        for at, organ in enumerate(organs):
            by_organ.setdefault(organ or says.unknown_organ, []).append(at)
        tallies = [(organ, told.tally(positions)) for organ, positions in by_organ.items()]
        tallies.sort(key=lambda pair: (pair[1].worst_first, pair[0]))
        whole = sum((tally for _, tally in tallies), Tally())
        for line, (organ, tally) in enumerate([*tallies, (TOTAL.of(self._lang), whole)], start=1):
            self._cell(sheet, line, 0, organ, None)
            for column, number in enumerate((*tally, sum(tuple(tally))), start=1):
                self._cell(sheet, line, column, number, None)


def _lines(values: Mapping[str, float | str | None]) -> int:
    """How many lines the fullest of the printed cells takes: not every program works it out by itself."""
    most = 1
    for name in list(COLUMNS)[:PRINTED]:
        value, width = values[name], COLUMNS[name][1]
        if isinstance(value, str):
            most = max(most, sum(ceil(_wide(line) / (width - 1)) or 1 for line in value.split("\n")))
    return min(most, _MOST_LINES)


def _wide(text: str) -> int:
    """A Chinese character is as wide as two others."""
    return sum(2 if ord(character) > _LATIN else 1 for character in text)


def held(text: str) -> str:
    """What a cell of a workbook can hold of a text: nothing that hides, and not too long."""
    shown = str(visible(text))
    units = shown.encode("utf-16-le")
    if len(units) <= 2 * CHARACTERS:
        return shown
    return units[: 2 * (CHARACTERS - 1)].decode("utf-16-le", "ignore") + _CUT
