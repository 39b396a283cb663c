"""Each table of the form is in the report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from gongkai.forms import Edition, Text
from gongkai.rules._answer import Answer, Answers, Finding
from gongkai.rules._facts import Facts
from gongkai.rules._kinds._kind import Kind, all_hold, make_finding, table_name
from gongkai.rules._rule import Rule, make_rule


def rules(edition: Edition) -> Iterator[Rule]:
    for table in edition.tables:
        name = table_name(edition, table)
        yield make_rule(
            edition,
            id=f"{table.id}.present",
            kind=KIND.name,
            subject=table.id,
            wanted="error",
            citation=table.citation,
            title=Text(f"报告中有{name.zh}", f"{name.en} is present"),
            message=Text(f"没有找到{name.zh}的任何单元格。", f"No cell of {name.en} was found."),
            remedy=Text(
                "请按规定格式补上该表；如果表格是图片，请改为文字表格。",
                "Add the table as the form prescribes; if it is a picture, type it as a table.",
            ),
            example=Text(
                "只有标题而没有表格，或表格是一张图片：违反。",
                "A heading without its table, or a table that is a picture: violated.",
            ),
            operands=tuple(cell.id for cell in table.cells),
        )


def judge(rule: Rule, facts: Facts) -> Answers:
    return np.where(facts.table_absent(rule.subject), Answer.VIOLATED, Answer.HOLDS).astype(np.int8)


def findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    del rule
    return [
        make_finding(
            facts,
            row,
            answer,
        )
    ]


KIND: Final = Kind(
    "table_present", rules, judge, findings, (Answer.HOLDS, Answer.VIOLATED), judge_plain=all_hold
)
