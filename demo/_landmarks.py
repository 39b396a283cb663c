"""The few places of a form that the figures and the prose speak of, found by what they do in it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from gongkai import forms

STOCKS: Final = (("in_force", "issued", "repealed"), ("published_total", "newly_published", None))
"""Column ids of a running total, of what is added to it and of what is taken from it in a year."""

FORWARD: Final = ("previous_year", "change")
"""Column ids of last year's number and of the change, whose sum is next year's `previous_year`."""


class Balance(NamedTuple):
    """The four cells of one column's 勾稽关系, and the cells that `done` adds up."""

    received: str
    carried_in: str
    done: str
    carried_out: str
    outcomes: tuple[str, ...]


@cache
def balances(edition_id: str) -> tuple[tuple[Balance, ...], Balance]:
    """The balance of every applicants' column of its own, and that of the total column."""
    edition = forms.edition(edition_id)
    sums = {identity.left: identity.right for identity in edition.identities if len(identity.left) == 1}
    row_totals = {cells[0] for cells, parts in sums.items() if _one_row(edition, parts)}
    columns: list[Balance] = []
    grand: list[Balance] = []
    for identity in edition.identities:
        if len(identity.left) > 1:
            received, carried_in = identity.left
            done, carried_out = identity.right
            balance = Balance(received, carried_in, done, carried_out, sums[(done,)])
            (grand if received in row_totals else columns).append(balance)
    return tuple(columns), grand[0]


@cache
def rows(edition_id: str) -> tuple[Mapping[str, forms.Cell], ...]:
    """The cells of every row by their column's id, in printed order."""
    found: dict[tuple[str, str], dict[str, forms.Cell]] = {}
    for cell in forms.edition(edition_id).cells.values():
        found.setdefault((cell.table, cell.row.id), {})[cell.column.id] = cell
    return tuple(found.values())


@cache
def row_totals(edition_id: str) -> tuple[forms.Identity, ...]:
    """The identities that add up one row."""
    edition = forms.edition(edition_id)
    return tuple(each for each in edition.identities if len(each.left) == 1 and _one_row(edition, each.right))


def _one_row(edition: forms.Edition, parts: tuple[str, ...]) -> bool:
    return len({edition.cells[part].row.id for part in parts}) == 1
