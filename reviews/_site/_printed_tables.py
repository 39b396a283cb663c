"""The statutory tables as the form prints them, with what an organ printed in them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.forms import Language
from gongkai.reviews._site._records import Cell
from gongkai.reviews._words_report import CELL_WORDS


class Place(NamedTuple):
    """A place of a table: a header (`cell` is None) or one of the form's cells; `scope` is HTML's."""

    text: str
    colspan: int
    rowspan: int
    cell: str | None
    scope: str


class Table(NamedTuple):
    id: str
    heading: str
    rows: tuple[tuple[Place, ...], ...]


class Flag(NamedTuple):
    """A finding that names a cell: its number on the page, its anchor, and how it was answered."""

    number: int
    anchor: str
    answer: str


class Shown(NamedTuple):
    """What stands in a cell: `text` as printed, or a word for what is there instead; `kind` its status."""

    text: str
    kind: str
    word: str
    flags: tuple[Flag, ...]

    @property
    def mark(self) -> str:
        """The gravest answer of a finding that names it; "" for none."""
        answers = {flag.answer for flag in self.flags}
        return "violated" if "violated" in answers else "cannot_tell" if answers else ""


_NO_FLAGS: Final[tuple[Flag, ...]] = ()
_NUMBER: Final = "ok"


@cache
def tables(edition_id: str, lang: Language) -> tuple[Table, ...]:
    """The form's tables, empty. Labels are the form's own in both languages, as the report prints them."""
    edition = forms.edition(edition_id)
    found = []
    for table in edition.tables:
        grid = forms.layout(edition_id, table.id)
        rows = tuple(tuple(_place(slot, grid.labels) for slot in row) for row in grid.rows)
        section = edition.section(table.section)
        found.append(Table(table.id, section.heading if lang == "zh" else section.en, rows))
    return tuple(found)


def _place(slot: forms.Slot, labels: int) -> Place:
    if slot.cell is not None:
        scope = ""
    elif slot.column < labels and slot.colspan + slot.column <= labels and slot.text:
        scope = "rowgroup" if slot.rowspan > 1 else "row"
    else:
        scope = "colgroup" if slot.colspan > 1 else "col"
    return Place(slot.text, slot.colspan, slot.rowspan, slot.cell, scope)


def shown_cells(
    cells: Mapping[str, Cell], flags: Mapping[str, tuple[Flag, ...]], lang: Language
) -> dict[str, Shown]:
    """What is shown in each cell of a report, by cell id; of a cell that was not read, why."""
    words = {status: text.of(lang) for status, text in CELL_WORDS.items()}
    found = {}
    for cell_id, (value, printed, status) in cells.items():
        raw = printed or ""
        if status == _NUMBER:
            text, word = raw, ""
        elif status == "inferred":
            text, word = f"{value:f}".rstrip("0").rstrip("."), words[status]
        else:
            text, word = raw, words[status]
        found[cell_id] = Shown(text, status, word, flags.get(cell_id, _NO_FLAGS))
    return found
