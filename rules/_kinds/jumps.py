"""A number lies within what is usual for the organ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from gongkai.forms import Cell, Edition, Text
from gongkai.rules._answer import Answer, Answers, Finding, NotRun, Param
from gongkai.rules._facts import Bools, Facts
from gongkai.rules._kinds._kind import Kind, cell_name, make_finding
from gongkai.rules._rule import Rule, make_rule

_CITATION: Final = "history"
_FLOOR: Final = 0.2
"""Of the spread: a fifth, where the years hardly differ."""
_LIMITS: Final = {"years": 4.0, "spread": 5.0, "least": 20.0}
_DECIMALS: Final = 2


def rules(edition: Edition) -> Iterator[Rule]:
    for cell_id in edition.watched:
        yield _rule(edition, edition.cells[cell_id])


def _rule(edition: Edition, cell: Cell) -> Rule:
    section = edition.section(edition.table(cell.table).section)
    name = cell_name(cell)
    return make_rule(
        edition,
        id=f"{cell.id}.jump",
        kind=KIND.name,
        subject=cell.id,
        wanted="info",
        citation=_CITATION,
        title=Text(f"{name.zh}在本机关历年范围之内", f"{name.en} is within what is usual for the organ"),
        message=Text(
            f"表{section.ordinal}“{name.zh}”印的是 {{reported}}，而 {{first}} 至 {{until}} 年的 {{number}} 份"
            "报告都在 {least} 至 {most} 之间，中位数约 {computed}。",
            f"{name.en} is printed as {{reported}}, but {{number}} reports on {{first}} to {{until}} gave "
            "{least} to {most}, with a median of about {computed}.",
        ),
        remedy=Text(
            "请核对是否多写、少写了一位，或用错了单位；确属实际变化的，请在正文中说明原因。",
            "Check for a digit too many or too few, or a wrong unit; if it is true, say why in the text.",
        ),
        example=Text(
            "前四年都在 90 至 110 之间，本年填 1000：提示。",
            "Between 90 and 110 in the four years before, 1000 this year: noted.",
        ),
        operands=(cell.id,),
        limits=_LIMITS,
    )


def judge(rule: Rule, facts: Facts) -> Answers:
    """Unusual is what lies outside all earlier years, and far from their median for how much they differ.

    Limits: `years` is the least number of earlier years; `spread` how many of their spreads away (on the
    scale of log(1 + number)), `least` how far at least, in the cell's unit.
    """
    past, cell = facts.past, rule.subject
    if not past.known:
        return np.full(facts.count, NotRun.NO_RELATIONS, np.int8)
    place = facts.index[cell]
    number = np.maximum(facts.zeros[place], 0)
    median = past.of(cell, "median")
    width = rule.limits["spread"] * np.maximum(past.of(cell, "spread"), _FLOOR)
    outside = (number < past.of(cell, "least")) | (number > past.of(cell, "most"))
    far: Bools = (np.abs(np.log1p(number) - median) > width) & (
        np.abs(number - np.expm1(median)) >= rule.limits["least"]
    )
    answers = np.where(outside & far, Answer.VIOLATED, Answer.HOLDS)
    answers = np.where(facts.read[place], answers, Answer.CANNOT_TELL)
    enough = past.of(cell, "number") >= rule.limits["years"]
    return np.where(enough, answers, NotRun.NO_HISTORY).astype(np.int8)


def findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    cell, past = rule.subject, facts.past
    told: dict[str, Param] = {
        name: float(past.of(cell, field)[row])
        for name, field in (
            ("number", "number"),
            ("first", "first_year"),
            ("until", "last_year"),
            ("least", "least"),
            ("most", "most"),
        )
    }
    values = facts.row_values(row, (cell,))
    if answer is Answer.CANNOT_TELL:
        concerned: dict[str, Param] = {**told, "concerned": (cell,)}
        return [
            make_finding(
                facts, row, answer, cells=(cell,), values=values, reason="usual_but_unread", params=concerned
            )
        ]
    reported = float(facts.values[facts.index[cell], row])
    usual = round(float(np.expm1(past.of(cell, "median")[row])), _DECIMALS)
    found = make_finding(
        facts,
        row,
        answer,
        cells=(cell,),
        values=values,
        reported=reported,
        computed=usual,
        difference=round(reported - usual, _DECIMALS),
        params=told,
    )
    before = facts.before.paths[row]
    return [found._replace(others=() if before is None else (before,))]


KIND: Final = Kind("jump", rules, judge, findings)
