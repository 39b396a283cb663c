"""Figures of one report that satisfy every identity of its edition, and follow from the year before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from random import Random
from typing import Final

from gongkai import forms
from gongkai.demo._dice import dice
from gongkai.demo._landmarks import FORWARD, STOCKS, balances, row_totals, rows
from gongkai.demo._organs import Organ
from gongkai.forms import Level

Figures = Mapping[str, Decimal]

_SCALE: Final[Mapping[Level, int]] = {"province": 60, "city": 25, "county": 10, "town": 3}
_DEPARTMENT_SCALE: Final = 3
_QUIET_COLUMN = 0.75
_QUIET_COUNT = 0.4


@lru_cache(maxsize=4096)
def figures(seed: int, organ: Organ, year: int, edition_id: str) -> Figures:
    """Every cell of the edition, in the form's order: counts as integers, amounts in 万元 with 0-6 decimals.

    The year before is drawn from the same seed, on the edition prescribed for it, so that what is
    carried over agrees; before the first edition there is no such year. Those of a government with
    departments are the sums of theirs, which keeps every identity and follows from the year before, too.
    """
    edition = forms.edition(edition_id)
    if organ.departments:
        theirs = [figures(seed, department, year, edition_id) for department in organ.departments]
        return {cell: sum((each[cell] for each in theirs), Decimal()) for cell in edition.cell_ids}
    prescribed = forms.edition_for_year(year - 1)
    before = figures(seed, organ, year - 1, prescribed.id) if prescribed else {}
    chance = dice(seed, "figures", organ.name, organ.region, year, edition_id)
    scale = _SCALE[organ.level] if organ.governs else _DEPARTMENT_SCALE
    drawn = _requests(edition, before, chance, scale)
    for cells in rows(edition.id):
        if drawn.keys().isdisjoint(cell.id for cell in cells.values()):
            drawn |= _row(cells, before, chance, scale)
    for identity in row_totals(edition.id):
        drawn[identity.left[0]] = sum((drawn[part] for part in identity.right), Decimal())
    return {cell_id: drawn[cell_id] for cell_id in edition.cell_ids}


def _requests(edition: forms.Edition, before: Figures, chance: Random, scale: int) -> dict[str, Decimal]:
    """What was received follows from what was done, so that no number can come out negative."""
    drawn: dict[str, Decimal] = {}
    columns, _ = balances(edition.id)
    for number, column in enumerate(columns):
        quiet = number > 0 and chance.random() < _QUIET_COLUMN
        carried_in = before.get(column.carried_out)
        if carried_in is None:
            carried_in = Decimal(0 if quiet else chance.randint(0, scale // 3))
        done = int(carried_in) + (0 if quiet else chance.randint(0, 4 * scale))
        happened = Counter(chance.choices(column.outcomes, k=done))
        drawn |= {outcome: Decimal(happened[outcome]) for outcome in column.outcomes}
        carried_out = Decimal(0 if quiet else chance.randint(0, scale // 3))
        drawn[column.carried_in] = carried_in
        drawn[column.done] = Decimal(done)
        drawn[column.carried_out] = carried_out
        drawn[column.received] = done + carried_out - carried_in
    return drawn


def _row(cells: Mapping[str, forms.Cell], before: Figures, chance: Random, scale: int) -> dict[str, Decimal]:
    drawn = {cell.id: _number(cell.kind, chance, scale) for cell in cells.values()}
    last_year, change = FORWARD
    if last_year in cells and change in cells:
        number = cells[last_year].id
        if number in before:
            drawn[number] = before[number] + before[cells[change].id]
        drawn[cells[change].id] = max(drawn[cells[change].id], -drawn[number])
    for stock, added, taken in STOCKS:
        if stock in cells:
            held = before.get(cells[stock].id, Decimal(chance.randint(0, 4 * scale)))
            held += drawn[cells[added].id]
            if taken:
                drawn[cells[taken].id] = min(drawn[cells[taken].id], held)
                held -= drawn[cells[taken].id]
            drawn[cells[stock].id] = held
    return drawn


def _number(kind: str, chance: Random, scale: int) -> Decimal:
    if chance.random() < _QUIET_COUNT:
        return Decimal()
    if kind == "amount":
        decimals = chance.randint(0, 6)
        return Decimal(chance.randint(1, 900 * scale * 10**decimals)).scaleb(-decimals)
    if kind == "change":
        return Decimal(chance.randint(-scale, scale))
    return Decimal(chance.randint(0, 2 * scale))
