"""The facts of an edition as SQL: what `rules.Facts` has as matrices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Final

import sqlalchemy as sa

from gongkai.forms import Edition
from gongkai.loaders import NIL_LETTER, STATUS_LETTERS
from gongkai.rules import EXACT

Expression = sa.ColumnElement[Any]

_STATUSES: Final = "statuses"


class SqlFacts:
    """Expressions over one row of facts; names are those of `loaders.facts_schema`."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._places = {cell_id: place for place, cell_id in enumerate(edition.cell_ids, start=1)}

    def column(self, name: str, kind: type[sa.types.TypeEngine[Any]] = sa.Integer) -> Expression:
        return sa.column(name, kind)

    def year(self, name: str) -> Expression:
        """The year of a date column."""
        return sa.extract("year", sa.column(name, sa.Date))

    def is_letter(self, cell_id: str, *letters: str) -> Expression:
        """Whether the cell has one of these status letters."""
        letter = sa.func.substr(sa.column(_STATUSES), self._number(self._places[cell_id]), self._number(1))
        wanted: list[Any] = [sa.literal_column(f"'{one}'") for one in letters]
        return letter == wanted[0] if len(wanted) == 1 else letter.in_(wanted)

    def value(self, cell_id: str) -> Expression:
        """The number as a double, as the rules have it, whatever the database keeps."""
        return sa.cast(sa.column(cell_id), sa.Double)

    def zero(self, cell_id: str) -> Expression:
        """The number, 0 where there is none."""
        return sa.func.coalesce(self.value(cell_id), sa.literal_column("0.0"))

    def read(self, cell_id: str) -> Expression:
        """Printed as a number and read from the page, not inferred."""
        return self.is_letter(cell_id, STATUS_LETTERS["ok"])

    def blank(self, cell_id: str) -> Expression:
        """Printed empty, or as a mark that stands for nothing."""
        return self.is_letter(cell_id, STATUS_LETTERS["blank"], NIL_LETTER)

    def usable(self, cell_id: str, times: int = 1) -> Expression:
        """Printed as a number that adds up exactly when it is multiplied by up to `times`, or blank."""
        letters = STATUS_LETTERS["ok"], STATUS_LETTERS["blank"], NIL_LETTER
        small = sa.func.abs(self.zero(cell_id)) <= self._number(EXACT / times)
        return sa.and_(self.is_letter(cell_id, *letters), small)

    def absent(self, table_id: str) -> Expression:
        """Whether no cell of the table is in the document."""
        cells = self.edition.table(table_id).cells
        return every(self.is_letter(cell.id, STATUS_LETTERS["missing"]) for cell in cells)

    def total(self, cell_ids: Sequence[str], times: Sequence[int] = ()) -> Expression:
        """The sum of the cells, each times its factor, numbers that are not there counting as 0."""
        return added(
            self.zero(cell_id) if by == 1 else self.zero(cell_id) * self._number(float(by))
            for cell_id, by in zip(cell_ids, times or (1,) * len(cell_ids), strict=True)
        )

    @cached_property
    def valid(self) -> Expression:
        """Whether the row is one of facts: a letter a cell, and a number beside those that have one."""
        numbers = STATUS_LETTERS["ok"], STATUS_LETTERS["inferred"]
        return sa.and_(
            sa.column("edition") == sa.literal_column(f"'{self.edition.id}'"),
            sa.func.length(sa.column(_STATUSES)) == self._number(len(self._places)),
            *(
                self.is_letter(cell_id, *numbers) == sa.column(cell_id).is_not(None)
                for cell_id in self._places
            ),
        )

    @staticmethod
    def _number(value: float) -> Expression:
        # Written out: databases allow few thousand bound parameters a statement.
        return sa.literal_column(repr(value))


def added(terms: Iterable[Expression]) -> Expression:
    """Their sum, from the left, as the rules add up."""
    first, *rest = terms
    for term in rest:
        first = first + term
    return first


def every(conditions: Iterable[Expression]) -> Expression:
    return sa.and_(*conditions)


def some(conditions: Iterable[Expression]) -> Expression:
    return sa.or_(*conditions)


def answered(*cases: tuple[Expression, int], otherwise: int) -> Expression:
    """The answer of the first case that is true; a condition on a null is not."""
    written: list[Any] = [(when, sa.literal_column(str(one))) for when, one in cases]
    return sa.case(*written, else_=sa.literal_column(str(otherwise)))
