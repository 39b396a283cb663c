"""Which kinds of rule a database judges itself, and how: each says what the kind of that name says in numpy.

The others look at prose, or at what reports say of each other, and are judged here as the rows come in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import sqlalchemy as sa

from gongkai import forms
from gongkai.engines.sql._facts import Expression, SqlFacts, added, answered, every, some
from gongkai.forms import Identity
from gongkai.rules import DECIMALS, FROM_TABLE, Answer, Linear, Rule, cell_letter, shape_of, totals_of

_HOLDS, _VIOLATED = int(Answer.HOLDS), int(Answer.VIOLATED)
_CANNOT_TELL, _BLANKS = int(Answer.CANNOT_TELL), int(Answer.HOLDS_WITH_BLANKS)

_HALF: Final[Expression] = sa.literal_column("0.5")
_UNITS: Final[Expression] = sa.literal_column(repr(10.0**DECIMALS))
"""What is less than half of the last decimal is nothing."""


def is_pushed(rule: Rule) -> bool:
    """Whether a database judges the rule itself."""
    return rule.kind in _BY_KIND and not rule.off


def expression(rule: Rule, facts: SqlFacts) -> Expression:
    """The answer to a rule on a row, an int of `rules.Answer`.

    Raises:
        KeyError: it is none that `is_pushed`.
    """
    return _BY_KIND[rule.kind](rule, facts)


def _linear(linear: Linear, facts: SqlFacts) -> Expression:
    times = linear.times or (1,) * len(linear.cells)
    cut = len(linear.left)
    residual = (facts.total(linear.left, times[:cut]) - facts.total(linear.right, times[cut:])) * _UNITS
    met = {
        "=": sa.func.abs(residual) <= _HALF,
        "<=": residual <= _HALF,
        ">=": residual >= -_HALF,
    }[linear.comparison]
    blank_left, blank_right = some(map(facts.blank, linear.left)), some(map(facts.blank, linear.right))
    usable = every(facts.usable(cell, max(times)) for cell in dict.fromkeys(linear.cells))
    return answered(
        (sa.not_(usable), _CANNOT_TELL),
        (sa.and_(met, sa.or_(blank_left, blank_right)), _BLANKS),
        (met, _HOLDS),
        (sa.and_(residual > _HALF, blank_right), _CANNOT_TELL),
        (sa.and_(residual <= _HALF, blank_left), _CANNOT_TELL),
        otherwise=_VIOLATED,
    )


def _identity(rule: Rule, facts: SqlFacts) -> Expression:
    identity = next(one for one in facts.edition.identities if one.id == rule.subject)
    return _linear(Linear(identity.left, identity.right), facts)


def _local_linear(rule: Rule, facts: SqlFacts) -> Expression:
    if not isinstance(rule.demand, Linear):
        raise TypeError(f"{rule.id} compares no sums")
    return _linear(rule.demand, facts)


def _cells_filled(rule: Rule, facts: SqlFacts) -> Expression:
    letter = cell_letter(rule)
    return answered(
        (facts.absent(rule.subject), _CANNOT_TELL),
        (some(facts.is_letter(cell, letter) for cell in rule.operands), _VIOLATED),
        otherwise=_HOLDS,
    )


def _cell_numbers(rule: Rule, facts: SqlFacts) -> Expression:
    shape = shape_of(rule)

    def wrong(cell: str) -> Expression:
        value = facts.value(cell)
        failings = []
        if not shape.below_zero:
            failings.append(value < sa.literal_column("0.0"))
        if shape.whole:
            # Through integers: not every database has floor, and a form's numbers fit into one.
            failings.append(value != sa.cast(sa.cast(value, sa.BigInteger), sa.Double))
        return sa.and_(facts.read(cell), some(failings))

    return answered(
        (sa.not_(some(map(facts.read, rule.operands))), _CANNOT_TELL),
        (some(map(wrong, rule.operands)), _VIOLATED),
        otherwise=_HOLDS,
    )


def _totals_filled(rule: Rule, facts: SqlFacts) -> Expression:
    def positive(identity: Identity) -> Expression:
        nothing: Expression = sa.literal_column("0.0")
        parts = (sa.case((facts.read(cell), facts.zero(cell)), else_=nothing) for cell in identity.right)
        return added(parts) > nothing

    def unread(identity: Identity) -> Expression:
        return some(sa.not_(sa.or_(facts.read(cell), facts.blank(cell))) for cell in identity.right)

    totals = totals_of(facts.edition, rule.subject)
    blank = {one.id: facts.blank(one.left[0]) for one in totals}
    return answered(
        (some(sa.and_(blank[one.id], positive(one)) for one in totals), _VIOLATED),
        (facts.absent(rule.subject), _CANNOT_TELL),
        (some(sa.and_(blank[one.id], sa.not_(positive(one)), unread(one)) for one in totals), _CANNOT_TELL),
        otherwise=_HOLDS,
    )


def _table_present(rule: Rule, facts: SqlFacts) -> Expression:
    return answered((facts.absent(rule.subject), _VIOLATED), otherwise=_HOLDS)


def _report_edition(rule: Rule, facts: SqlFacts) -> Expression:
    del rule
    year = facts.column("year")
    printed = facts.column("edition_source", sa.Text) == sa.literal_column(f"'{FROM_TABLE}'")

    def prescribed(edition: forms.Edition) -> Expression:
        since = year >= sa.literal_column(str(edition.first_year))
        if edition.last_year is None:
            return sa.and_(printed, since)
        return sa.and_(printed, since, year <= sa.literal_column(str(edition.last_year)))

    return answered(
        *((prescribed(one), _HOLDS if one.id == facts.edition.id else _VIOLATED) for one in forms.editions()),
        otherwise=_CANNOT_TELL,
    )


def _year_period(rule: Rule, facts: SqlFacts) -> Expression:
    del rule
    title, start, end = facts.column("title_year"), facts.year("period_start"), facts.year("period_end")
    return answered(
        (sa.or_(title != start, title != end), _VIOLATED),
        (some(one.is_(None) for one in (title, start, end)), _CANNOT_TELL),
        otherwise=_HOLDS,
    )


def _year_file(rule: Rule, facts: SqlFacts) -> Expression:
    del rule
    named = facts.column("file_year")
    said = sa.func.coalesce(facts.column("title_year"), facts.year("period_start"), facts.year("period_end"))
    return answered((named == said, _HOLDS), (named != said, _VIOLATED), otherwise=_CANNOT_TELL)


def _section_present(rule: Rule, facts: SqlFacts) -> Expression:
    return answered((facts.column(f"section.{rule.subject}").is_(None), _VIOLATED), otherwise=_HOLDS)


def _section_filled(rule: Rule, facts: SqlFacts) -> Expression:
    characters = facts.column(f"section.{rule.subject}")
    return answered(
        (characters > sa.literal_column("0"), _HOLDS),
        (characters.is_not(None), _VIOLATED),
        otherwise=_CANNOT_TELL,
    )


_BY_KIND: Final[Mapping[str, Callable[[Rule, SqlFacts], Expression]]] = {
    "identity": _identity,
    "local_linear": _local_linear,
    "cells_filled": _cells_filled,
    "cell_numbers": _cell_numbers,
    "totals_filled": _totals_filled,
    "table_present": _table_present,
    "report_edition": _report_edition,
    "year_period": _year_period,
    "year_file": _year_file,
    "section_present": _section_present,
    "section_filled": _section_filled,
}
