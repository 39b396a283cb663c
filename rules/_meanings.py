"""What a number in prose may mean: the sums of cells that it is compared with, and what blanks leave open."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

import numpy as np

from gongkai import forms
from gongkai.forms import Edition, Reading
from gongkai.rules._facts import Bools, Facts, Floats

PERCENT: Final = 100.0


class Meaning(NamedTuple):
    """A reading on some reports, all (reports,).

    `value` is the sum with blanks as 0 (NaN where an operand was not read); `low` and `high` bound what it
    can be with the blanks filled in; `exact` where nothing was blank.
    """

    value: Floats
    low: Floats
    high: Floats
    exact: Bools


def meaning(facts: Facts, reading: Reading, rows: np.ndarray[tuple[int, ...], np.dtype[np.intp]]) -> Meaning:
    """What the reading comes to on each of the reports `rows`."""
    plus, minus = _sum(facts, reading.plus, rows), _sum(facts, reading.minus, rows)
    found = Meaning(
        plus.value - minus.value, plus.low - minus.high, plus.high - minus.low, plus.exact & minus.exact
    )
    return _share(found, _sum(facts, reading.over, rows)) if reading.over else found


def _share(part: Meaning, whole: Meaning) -> Meaning:
    with np.errstate(divide="ignore", invalid="ignore"):
        value = PERCENT * part.value / whole.value
        low = np.where(np.isfinite(whole.high), PERCENT * part.low / whole.high, 0.0)
        high = np.where(whole.low > 0, PERCENT * part.high / whole.low, np.inf)
    exact = part.exact & whole.exact
    # Of nothing, every share is nothing.
    none = whole.value == 0
    low, high = (np.where(none & exact, 0.0, one) for one in (low, high))
    return Meaning(np.where(none, 0.0, value), low, high, exact)


def _sum(
    facts: Facts, cells: tuple[str, ...], rows: np.ndarray[tuple[int, ...], np.dtype[np.intp]]
) -> Meaning:
    total = np.zeros(len(rows))
    low, high = total.copy(), total.copy()
    exact = np.ones(len(rows), np.bool_)
    for cell_id in cells:
        one = _cell(facts, cell_id, rows)
        total, low, high = total + one.value, low + one.low, high + one.high
        exact &= one.exact
    return Meaning(total, low, high, exact)


def _cell(facts: Facts, cell_id: str, rows: np.ndarray[tuple[int, ...], np.dtype[np.intp]]) -> Meaning:
    """A blank total is at least what the read parts of its row add up to."""
    place = facts.index[cell_id]
    read, blank = facts.read[place, rows], facts.blank[place, rows]
    least = np.zeros(len(rows))
    if blank.any() and (parts := _parts(facts.edition.id).get(cell_id)):
        where = np.ix_(facts.places(parts), rows)
        least = np.nan_to_num(facts.printed[where]).sum(axis=0)
        blank = blank & (facts.read[where] | facts.blank[where]).all(axis=0)
    value = np.where(read, facts.values[place, rows], np.where(blank, least, np.nan))
    low = np.where(read, value, np.where(blank, least, -np.inf))
    return Meaning(value, low, np.where(read, value, np.inf), read)


@cache
def _parts(edition_id: str) -> dict[str, tuple[str, ...]]:
    """By the total of a row, the cells that it adds up."""
    edition: Edition = forms.edition(edition_id)
    return {
        identity.left[0]: identity.right
        for identity in edition.identities
        if identity.each == "row" and len(identity.left) == 1
    }
