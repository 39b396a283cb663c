"""Sums of cells beside sums of others: how all arithmetic within a report is judged and told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from gongkai.rules._answer import Answer, Answers, Finding
from gongkai.rules._demand import Linear
from gongkai.rules._facts import EXACT, Bools, Facts, Floats, Indices
from gongkai.rules._kinds._kind import cannot_tell, make_finding
from gongkai.rules._plain import PlainFacts

DECIMALS: Final = 6
"""Of amounts: what is less than half of the last is nothing."""


def judge_linear(linear: Linear, facts: Facts) -> Answers:
    """Blanks are unknowns of at least 0: they may make up the side they stand on, never lower it."""
    left, right = facts.places(linear.left), facts.places(linear.right)
    # Amounts have six decimals at most; rounding takes away what float64 adds to them.
    residual = np.round(
        _total(facts, left, linear.times[: len(left)]) - _total(facts, right, linear.times[len(left) :]),
        DECIMALS,
    )
    blank_left, blank_right = facts.blank[left].any(axis=0), facts.blank[right].any(axis=0)
    may_hold = np.where(residual > 0, blank_right, blank_left)
    answers = np.where(may_hold, Answer.CANNOT_TELL, Answer.VIOLATED)
    holds = np.where(blank_left | blank_right, Answer.HOLDS_WITH_BLANKS, Answer.HOLDS)
    answers = np.where(_met(linear, residual), holds, answers)
    usable = _usable(linear, facts, facts.places(linear.cells)).all(axis=0)
    return np.where(usable, answers, Answer.CANNOT_TELL).astype(np.int8)


def judge_plain_equation(left: tuple[str, ...], right: tuple[str, ...], facts: PlainFacts) -> Answers:
    """Whether the sums of both sides are equal, no cell being blank or unread."""
    residual = facts.values(left).sum(axis=0) - facts.values(right).sum(axis=0)
    return np.where(np.round(residual, DECIMALS) == 0, Answer.HOLDS, Answer.VIOLATED).astype(np.int8)


def linear_findings(linear: Linear, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    """What is to be said of the report at that position: always one finding."""
    if answer is Answer.VIOLATED:
        # Every operand is printed or blank, so that no table is absent.
        return [_told(linear, facts, row, answer)]
    tables = dict.fromkeys(facts.edition.cells[cell].table for cell in linear.cells)
    if any(facts.table_absent(table)[row] for table in tables):
        return [cannot_tell(facts, row, "table_absent")]
    return [_untold(linear, facts, row, answer)]


def _total(facts: Facts, places: Indices, times: tuple[int, ...]) -> Floats:
    numbers = facts.zeros[places]
    return np.asarray(np.array(times, np.float64) @ numbers if times else numbers.sum(axis=0))


def _met(linear: Linear, residual: Floats) -> Bools:
    if linear.comparison == "=":
        return np.asarray(residual == 0)
    return np.asarray(residual <= 0 if linear.comparison == "<=" else residual >= 0)


def _usable(linear: Linear, facts: Facts, places: Indices) -> Bools:
    """As `Facts.usable`; multiplied, a number is exact only where it is that much smaller."""
    usable = facts.usable[places]
    if not linear.times:
        return usable
    return np.asarray(usable & (np.abs(facts.zeros[places]) <= EXACT / max(linear.times)))


def _untold(linear: Linear, facts: Facts, row: int, answer: Answer) -> Finding:
    """Why this report leaves it open: an operand is not to be had, or the blanks may make it up."""
    operands = facts.places(linear.cells)
    usable = _usable(linear, facts, operands)[:, row]
    if usable.all():
        return _told(linear, facts, row, answer)
    unread = ~(facts.read[operands, row] | facts.blank[operands, row])
    reason, mask = ("operand_unavailable", unread) if unread.any() else ("too_large", ~usable)
    return make_finding(
        facts,
        row,
        answer,
        cells=linear.cells,
        values=facts.row_values(row, linear.cells),
        reason=reason,
        params={"concerned": _pick(linear.cells, mask)},
    )


def _told(linear: Linear, facts: Facts, row: int, answer: Answer) -> Finding:
    """The two sums and their difference; the right side is the computed one where the left is one total."""
    left, right = linear.left, linear.right
    values = facts.row_values(row, linear.cells)
    times = linear.times or (1,) * len(values)
    products = [(value or 0.0) * by for value, by in zip(values, times, strict=True)]
    sums = [sum(products[: len(left)]), sum(products[len(left) :])]
    single = len(left) == 1
    reported, computed = sums if single else (sums[1], sums[0])
    reason, params = None, {}
    if answer is Answer.CANNOT_TELL:
        side = right if sums[0] > sums[1] else left
        reason = "blanks_may_hold" if linear.is_plain else "blanks_may_decide"
        params = {"concerned": _pick(side, facts.blank[facts.places(side), row])}
    return make_finding(
        facts,
        row,
        answer,
        cells=linear.cells,
        values=values,
        reported=None if single and facts.blank[facts.index[left[0]], row] else reported,
        computed=computed,
        difference=round(reported - computed, DECIMALS),
        reason=reason,
        params=params,
    )


def _pick(cells: Sequence[str], mask: Bools) -> tuple[str, ...]:
    return tuple(cell_id for cell_id, taken in zip(cells, mask, strict=True) if taken)
