"""A table's figures are the organ's own: no other organ has the same ones in the same year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from gongkai.forms import Edition, Text
from gongkai.rules._answer import Answer, Answers, Finding, NotRun
from gongkai.rules._facts import Facts
from gongkai.rules._kinds._kind import Kind, make_finding, table_name
from gongkai.rules._kinds._lists import items_of, listed
from gongkai.rules._rule import Rule, make_rule

_COLUMN: Final = "same_tables"
_DIGITS: Final = 12
"""A figure of two digits is the same by chance in one of some fifty pairs of organs; there are millions."""


def rules(edition: Edition) -> Iterator[Rule]:
    for table in edition.tables:
        name = table_name(edition, table)
        yield make_rule(
            edition,
            id=f"tables.copied.{table.id}",
            kind=KIND.name,
            subject=table.id,
            wanted="warning",
            citation="own_work",
            title=Text(f"{name.zh}不与其他机关雷同", f"{name.en} is not another organ's"),
            message=Text(
                f"{name.zh}与{{organ}}同一年度的表每一格都相同，其中不同的非零数字合计 {{digits}} 位，"
                "难以巧合。",
                f"{name.en} is the same in every cell as that of {{organ}} for the year; its different "
                "figures have {digits} digits, too many for chance.",
            ),
            remedy=Text(
                "请两个机关各自核对台账，由填错的一方更正。",
                "Both organs check their records; the one whose figures are not its own corrects them.",
            ),
            example=Text(
                f"两个机关的{name.zh}各格数字完全一样：两份都提示；全为 0 或只有几个小数字的不提示。",
                f"Two organs have the same figures throughout {name.en}: both are flagged. Zeros, or a few "
                "small figures, are not.",
            ),
            operands=tuple(cell.id for cell in table.cells),
            limits={"digits": _DIGITS},
        )


def judge(rule: Rule, facts: Facts) -> Answers:
    """A table with a cell that was not read was not compared; that is for other rules to say."""
    if not facts.has(_COLUMN):
        return np.full(facts.count, NotRun.NO_RELATIONS, np.int8)
    digits = listed(facts, _COLUMN, "digits", "table").most(rule.subject, facts.count)
    places = facts.places(rule.operands)
    answers = np.where(digits >= rule.limits["digits"], Answer.VIOLATED, Answer.HOLDS)
    answers = np.where((facts.zeros[places] == 0).all(axis=0), NotRun.TOO_FEW_FIGURES, answers)
    settled = (facts.read | facts.blank)[places].all(axis=0)
    answers = np.where(settled, answers, NotRun.TABLE_NOT_READ)
    alone = ~(np.nan_to_num(facts.numbers("peers")) > 0)
    return np.where(alone, NotRun.NO_OTHERS, answers).astype(np.int8)


def findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    values = dict(zip(rule.operands, facts.row_values(row, rule.operands), strict=True))
    same = [one for one in items_of(facts, _COLUMN, row) if one["table"] == rule.subject]
    shown = {cell: value for cell, value in values.items() if value}
    found = make_finding(
        facts,
        row,
        answer,
        cells=tuple(shown),
        values=tuple(shown.values()),
        params={"organ": same[0]["organ"], "digits": float(same[0]["digits"])},
    )
    return [found._replace(others=tuple(one["path"] for one in same))]


KIND: Final = Kind("table_copied", rules, judge, findings, (Answer.HOLDS, Answer.VIOLATED))
