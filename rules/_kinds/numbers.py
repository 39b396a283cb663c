"""Printed numbers are of the kind that the form asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import numpy as np

from gongkai.forms import Edition, Text
from gongkai.rules._answer import Answer, Answers, Finding
from gongkai.rules._facts import Bools, Facts, Floats, Indices
from gongkai.rules._kinds._kind import (
    Corrections,
    Kind,
    by_row,
    cannot_tell,
    make_finding,
    table_name,
    violated_where,
)
from gongkai.rules._plain import PlainFacts
from gongkai.rules._rule import Rule, make_rule


class Shape(NamedTuple):
    """What a kind of cell may hold: only whole numbers; also numbers below 0."""

    whole: bool
    below_zero: bool
    name: Text
    example: Text


_SHAPES: Final = {
    "count": Shape(
        True,
        False,
        Text("非负整数", "whole numbers of at least 0"),
        Text("件数填 -3 或 2.5：违反。", "A count of -3 or 2.5: violated."),
    ),
    "amount": Shape(
        False,
        False,
        Text("不小于 0 的金额", "amounts of at least 0"),
        Text("金额填 -52.15：违反。", "An amount of -52.15: violated."),
    ),
    "change": Shape(
        True,
        True,
        Text("整数（可为负数）", "whole numbers (negative ones too)"),
        Text("增减数填 1.5：违反；填 -18：符合。", "A change of 1.5: violated; -18 is all right."),
    ),
}


def rules(edition: Edition) -> Iterator[Rule]:
    for table in edition.tables:
        name = table_name(edition, table)
        for kind, shape in _SHAPES.items():
            cells = tuple(cell.id for cell in table.cells if cell.kind == kind)
            if cells:
                yield make_rule(
                    edition,
                    id=f"{table.id}.cells.{kind}",
                    kind=KIND.name,
                    subject=table.id,
                    aspect=kind,
                    wanted="error",
                    citation=table.citation,
                    title=Text(f"{name.zh}应填{shape.name.zh}", f"{name.en} holds {shape.name.en}"),
                    message=Text(
                        f"{name.zh}应填{shape.name.zh}，实填：{{numbers}}。",
                        f"{name.en} must hold {shape.name.en}, but prints: {{numbers}}.",
                    ),
                    remedy=Text("请核对并更正这些数字。", "Check and correct these numbers."),
                    example=shape.example,
                    operands=cells,
                )


def judge(rule: Rule, facts: Facts) -> Answers:
    numbers = facts.printed[facts.places(rule.operands)]
    wrong = _wrong(rule, numbers).any(axis=0)
    none = np.isnan(numbers).all(axis=0)
    answers = np.where(wrong, Answer.VIOLATED, Answer.HOLDS)
    return np.where(none, Answer.CANNOT_TELL, answers).astype(np.int8)


def judge_plain(rule: Rule, facts: PlainFacts) -> Answers:
    return violated_where(np.any(_wrong(rule, facts.values(rule.operands)), axis=0))


def findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    if answer is Answer.CANNOT_TELL:
        absent = facts.table_absent(rule.subject)[row]
        return [cannot_tell(facts, row, "table_absent" if absent else "no_number")]
    return next(violations(rule, facts, np.array([row]), ((),)))


def violations(
    rule: Rule, facts: Facts, rows: Indices, corrections: Iterable[Corrections]
) -> Iterator[list[Finding]]:
    """A finding for each printed row; there are no corrections."""
    numbers = facts.printed[facts.places(rule.operands)[:, np.newaxis], rows]
    wrong = _wrong(rule, numbers)
    del corrections
    for row, own, its in zip(rows.tolist(), numbers.T, wrong.T, strict=True):
        value = {rule.operands[place]: float(own[place]) for place in np.flatnonzero(its).tolist()}
        yield [
            make_finding(
                facts, row, Answer.VIOLATED, cells=tuple(group), values=tuple(map(value.__getitem__, group))
            )
            for group in by_row(facts.edition, list(value))
        ]


def shape_of(rule: Rule) -> Shape:
    """What a rule of this kind asks of its cells."""
    return _SHAPES[rule.aspect]


def _wrong(rule: Rule, numbers: Floats) -> Bools:
    """NaN, where there is no number, is never wrong."""
    shape = shape_of(rule)
    wrong = np.zeros(numbers.shape, np.bool_) if shape.below_zero else numbers < 0
    if shape.whole:
        wrong |= numbers > np.floor(numbers)
    return np.asarray(wrong)


KIND: Final = Kind("cell_numbers", rules, judge, findings, judge_plain=judge_plain, violations=violations)
