"""A number that running text states, and what it may mean by the form."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from gongkai import forms

_PERCENT: Final = 100


class Stated(NamedTuple):
    """`topic` is one of `forms.claims()`; `value` the number as the sentence means it (amounts in 万元).

    `slack` is how far the writer's rounding may have taken it: one of its last decimal place, 0 of a count.
    """

    topic: str
    value: Decimal
    sentence: str
    section: str
    slack: Decimal = Decimal()


def meant(reading: forms.Reading, numbers: Mapping[str, Decimal]) -> Decimal:
    """The number that a reading comes to, a cell without number being 0; a share of nothing is 0."""
    part = sum((numbers.get(cell, Decimal()) for cell in reading.plus), Decimal())
    part -= sum((numbers.get(cell, Decimal()) for cell in reading.minus), Decimal())
    if not reading.over:
        return part
    whole = sum((numbers.get(cell, Decimal()) for cell in reading.over), Decimal())
    return _PERCENT * part / whole if whole else Decimal()


def term(topic: str, edition: forms.Edition) -> str:
    """What the form itself calls it: the row, or the group where several rows are meant."""
    rows = [edition.cells[cell].row for cell in forms.claims().topic(topic).readings_in(edition)[0].plus]
    label = rows[0].groups[-1] if len(rows) > 1 else rows[0].label
    return forms.strip_numbering(label).partition("（")[0]
