"""Sums of cells beside sums of others: how all arithmetic within a report is judged and told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import Final, NamedTuple

import numpy as np

from gongkai.rules._answer import FINDING_ANSWERS, Answer, Answers, Finding
from gongkai.rules._demand import Linear
from gongkai.rules._facts import EXACT, Bools, Facts, Floats, Indices
from gongkai.rules._kinds._kind import Corrections, cannot_tell, make_finding, violated_where
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
    residual = _added(facts.values(left)) - _added(facts.values(right))
    # That rounds to something else than 0.
    residual *= 10**DECIMALS
    return violated_where(np.abs(residual, out=residual) > 1 / 2)


def _added(numbers: Floats) -> Floats:
    """(reports,): the sums of (cells, reports); most totals stand alone."""
    return np.asarray(numbers[0] if len(numbers) == 1 else np.add.reduce(numbers, axis=0))


def linear_findings(linear: Linear, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    """What is to be said of the report at that position: always one finding."""
    if answer is Answer.VIOLATED:
        return next(linear_violations(linear, facts, np.array([row]), ((),)))
    tables = dict.fromkeys(facts.edition.cells[cell].table for cell in linear.cells)
    if any(facts.table_absent(table)[row] for table in tables):
        return [cannot_tell(facts, row, "table_absent")]
    return [_untold(linear, facts, row)]


def linear_violations(
    linear: Linear, facts: Facts, rows: Indices, corrections: Iterable[Corrections]
) -> Iterator[list[Finding]]:
    """What is to be said of reports (by position) whose answer is VIOLATED, one finding each.

    Every operand is printed or blank there, so that no table is absent.
    """
    ids, paths, organs = facts.report_ids, facts.paths, facts.organs  # looked up once: there may be many
    answer = FINDING_ANSWERS[Answer.VIOLATED]
    for row, told, mends in zip(rows.tolist(), _sums(linear, facts, rows), corrections, strict=True):
        yield [
            Finding(
                ids[row],
                paths[row],
                organs[row],
                answer,
                linear.cells,
                told.values,
                told.reported,
                told.computed,
                told.difference,
                corrections=mends,
            )
        ]


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


def _untold(linear: Linear, facts: Facts, row: int) -> Finding:
    """Why this report leaves it open: an operand is not to be had, or the blanks may make it up."""
    operands = facts.places(linear.cells)
    usable = _usable(linear, facts, operands)[:, row]
    if usable.all():
        return _undecided(linear, facts, row)
    unread = ~(facts.read[operands, row] | facts.blank[operands, row])
    reason, mask = ("operand_unavailable", unread) if unread.any() else ("too_large", ~usable)
    return make_finding(
        facts,
        row,
        Answer.CANNOT_TELL,
        cells=linear.cells,
        values=facts.row_values(row, linear.cells),
        reason=reason,
        params={"concerned": _pick(linear.cells, mask)},
    )


def _undecided(linear: Linear, facts: Facts, row: int) -> Finding:
    """The blanks of the side that is too small may make it up."""
    (told,) = _sums(linear, facts, np.array([row]))
    side = linear.right if told.left > told.right else linear.left
    return make_finding(
        facts,
        row,
        Answer.CANNOT_TELL,
        cells=linear.cells,
        values=told.values,
        reported=told.reported,
        computed=told.computed,
        difference=told.difference,
        reason="blanks_may_hold" if linear.is_plain else "blanks_may_decide",
        params={"concerned": _pick(side, facts.blank[facts.places(side), row])},
    )


class _Sums(NamedTuple):
    """Of one report: its operands, the sums of both sides, and what a finding says of them."""

    values: tuple[float | None, ...]
    left: float
    right: float
    reported: float | None
    computed: float
    difference: float


def _sums(linear: Linear, facts: Facts, rows: Indices) -> Iterator[_Sums]:
    """Of each report; the right side is the computed one where the left is one total."""
    single = len(linear.left) == 1
    places = facts.places(linear.cells)
    times = linear.times or (1,) * len(places)
    terms = [facts.zeros[place, rows] * by for place, by in zip(places, times, strict=True)]
    # One after another, so that a sum of amounts is the same to the last bit whatever reports are beside it.
    left, right = (
        reduce(np.add, side).tolist() for side in (terms[: len(linear.left)], terms[len(linear.left) :])
    )
    blank = facts.blank[places[0], rows].tolist()
    for values, one, other, empty in zip(
        facts.rows_values(rows, linear.cells), left, right, blank, strict=True
    ):
        reported, computed = (one, other) if single else (other, one)
        difference = round(reported - computed, DECIMALS)
        yield _Sums(values, one, other, None if single and empty else reported, computed, difference)


def _pick(cells: Sequence[str], mask: Bools) -> tuple[str, ...]:
    return tuple(cell_id for cell_id, taken in zip(cells, mask, strict=True) if taken)
