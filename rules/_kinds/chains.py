"""What a report prints follows from the organ's report of the year before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from gongkai import forms
from gongkai.forms import Chain, Edition, Text
from gongkai.rules._answer import Answer, Answers, Finding, NotRun, Param
from gongkai.rules._facts import EXACT, Bools, Facts, Floats
from gongkai.rules._kinds import _chain_words
from gongkai.rules._kinds._kind import Kind, cannot_tell, make_finding
from gongkai.rules._rule import Rule, make_rule

_DECIMALS: Final = 6
_SIGNED: Final = "change"
_UNREAD: Final = "operand_unavailable"
_LARGE: Final = "too_large"
_UNREAD_BEFORE: Final = "before_unavailable"

_REMEDY: Final = Text(
    "请对照两份报告和台账，更正填错的一处，使前后两年衔接。",
    "Check both reports against the records and correct the one that is wrong.",
)


def rules(edition: Edition) -> Iterator[Rule]:
    for chain in edition.chains:
        yield make_rule(
            edition,
            id=chain.id,
            kind=KIND.name,
            subject=chain.id,
            wanted="warning" if chain.soft else "error",
            citation=chain.citation,
            title=_chain_words.title(edition, chain),
            message=_chain_words.message(edition, chain),
            remedy=_REMEDY,
            example=_chain_words.example(edition, chain),
            operands=chain.left + chain.right,
            formula=_chain_words.formula(edition, chain),
        )


def judge(rule: Rule, facts: Facts) -> Answers:
    """Blanks of either year are unknowns of at least 0, blank changes unknowns of either sign."""
    chain, before = _chain(rule), facts.before
    residual, blank = _residual(chain, facts), facts.blank
    raises = blank[facts.places(chain.left)].any(axis=0)
    lowers = blank[facts.places(chain.right)].any(axis=0) if chain.right else np.zeros(facts.count, np.bool_)
    signed = np.zeros(facts.count, np.bool_)
    for cell_id in chain.before:
        if facts.edition.cells[cell_id].kind == _SIGNED:
            signed = signed | before.blank(cell_id)
        else:
            lowers = lowers | before.blank(cell_id)
    may_hold = signed | np.where(residual > 0, lowers, raises)
    answers = np.where(may_hold, Answer.CANNOT_TELL, Answer.VIOLATED)
    holds = np.where(raises | lowers | signed, Answer.HOLDS_WITH_BLANKS, Answer.HOLDS)
    answers = np.where(residual == 0, holds, answers)
    usable = facts.usable[facts.places(rule.operands)].all(axis=0)
    for cell_id in chain.before:
        usable = usable & _usable_before(facts, cell_id)
    answers = np.where(usable, answers, Answer.CANNOT_TELL)
    there = np.logical_and.reduce([before.has(cell_id) for cell_id in chain.before])
    answers = np.where(there, answers, NotRun.OTHER_EDITION_BEFORE)
    return np.where(before.state == 0, answers, before.state).astype(np.int8)


def findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    chain = _chain(rule)
    if facts.table_absent(chain.table)[row]:
        return [cannot_tell(facts, row, "table_absent")]
    reason, concerned = (None, ()) if answer is Answer.VIOLATED else _open(chain, facts, row)
    before = facts.before.paths[row]
    params: dict[str, Param] = {"last": float(facts.numbers("year")[row]) - 1, **_numbers(chain, facts, row)}
    first = chain.left[0]
    reported = float(facts.zeros[facts.index[first], row])
    difference = round(float(_residual(chain, facts)[row]), _DECIMALS)
    found = make_finding(
        facts,
        row,
        answer,
        cells=rule.operands,
        values=facts.row_values(row, rule.operands),
        reported=None if facts.blank[facts.index[first], row] else reported,
        computed=round(reported - difference, _DECIMALS),
        difference=difference,
        reason=reason,
        params=params if reason is None else {**params, "concerned": concerned},
    )
    if reason in (_UNREAD, _UNREAD_BEFORE, _LARGE):
        found = found._replace(reported=None, computed=None, difference=None)
    return [found._replace(others=() if before is None else (before,))]


def _open(chain: Chain, facts: Facts, row: int) -> tuple[str, tuple[str, ...]]:
    """Why it cannot be told, and by which cells (of the report before, where the reason says so)."""
    own = chain.left + chain.right
    places = facts.places(own)
    unread = _pick(own, ~(facts.read | facts.blank)[places, row])
    if unread:
        return _UNREAD, unread
    large = _pick(own, ~facts.usable[places, row])
    if large:
        return _LARGE, large
    lacking = tuple(cell_id for cell_id in chain.before if not _usable_before(facts, cell_id)[row])
    if lacking:
        return _UNREAD_BEFORE, lacking
    above = _residual(chain, facts)[row] > 0
    blank_before = tuple(
        cell_id
        for cell_id in chain.before
        if facts.before.blank(cell_id)[row] and (above or facts.edition.cells[cell_id].kind == _SIGNED)
    )
    if blank_before:
        return "before_blanks_may_hold", blank_before
    side = chain.right if above else chain.left
    return "blanks_may_hold", _pick(side, facts.blank[facts.places(side), row])


def _residual(chain: Chain, facts: Facts) -> Floats:
    """(reports,): what the left side has too much, blanks as 0."""
    zeros = facts.zeros
    total = zeros[facts.places(chain.left)].sum(axis=0)
    if chain.right:
        total = total - zeros[facts.places(chain.right)].sum(axis=0)
    for cell_id in chain.before:
        total = total - np.nan_to_num(facts.before.values(cell_id))
    return np.asarray(np.round(total, _DECIMALS))


def _usable_before(facts: Facts, cell_id: str) -> Bools:
    """(reports,): whether the report before prints a number there that adds up exactly, or a blank."""
    before = facts.before
    exact = np.abs(np.nan_to_num(before.values(cell_id))) <= EXACT
    return np.asarray((before.read(cell_id) | before.blank(cell_id)) & exact)


def _numbers(chain: Chain, facts: Facts, row: int) -> Mapping[str, Param]:
    """The numbers that the message names, None where there is none."""
    own = facts.row_values(row, chain.left + chain.right)
    before = [float(facts.before.values(cell_id)[row]) for cell_id in chain.before]
    return {
        **{f"own_{place}": number for place, number in enumerate(own)},
        **{f"before_{place}": None if np.isnan(number) else number for place, number in enumerate(before)},
    }


def _pick(cells: Sequence[str], mask: Bools) -> tuple[str, ...]:
    return tuple(cell_id for cell_id, taken in zip(cells, mask, strict=True) if taken)


def _chain(rule: Rule) -> Chain:
    return next(chain for chain in forms.edition(rule.edition).chains if chain.id == rule.subject)


KIND: Final = Kind(
    "chain",
    rules,
    judge,
    findings,
    (Answer.HOLDS, Answer.VIOLATED, Answer.CANNOT_TELL, Answer.HOLDS_WITH_BLANKS),
)
