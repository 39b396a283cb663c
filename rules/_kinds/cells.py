"""Each cell of a table is filled: missing, unreadable, blank and marked as nil are told apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from gongkai.forms import Edition, Text
from gongkai.loaders import NIL_LETTER, STATUS_LETTERS
from gongkai.rules._answer import Answer, Answers, Finding
from gongkai.rules._facts import Facts
from gongkai.rules._kinds._kind import Kind, all_hold, by_row, cannot_tell, make_finding, table_name
from gongkai.rules._rule import Rule, Severity, make_rule


class _Aspect(NamedTuple):
    """One way of not being filled; `citation` None takes the table's own."""

    letter: str
    severity: Severity
    citation: str | None
    title: Text
    problem: Text
    remedy: Text
    example: Text


_FILL: Final = Text("没有发生的请填 0，不要留空。", "Write 0 where nothing happened; leave no cell empty.")
_ASPECTS: Final = {
    "missing": _Aspect(
        STATUS_LETTERS["missing"],
        "error",
        None,
        Text("单元格齐全", "no cell is missing"),
        Text("缺少单元格：{concerned}。", "cells are missing: {concerned}."),
        Text("请按规定格式补全这些行和列。", "Complete these rows and columns as the form prescribes."),
        Text(
            "一行应有七个数字而只有六个：违反，这一行的单元格都算缺少。",
            "A row of seven numbers prints only six: violated, the row's cells count as missing.",
        ),
    ),
    "unreadable": _Aspect(
        STATUS_LETTERS["unreadable"],
        "error",
        None,
        Text("单元格都能读出数字", "every cell can be read"),
        Text("有单元格读不出数字：{concerned}。", "no number can be read from: {concerned}."),
        Text(
            "请查看原文，一格只填一个数字，不要写文字或把几个数字连在一起。",
            "Look at the original; put one number in each cell, no words, no numbers run together.",
        ),
        Text("单元格里写“约十件”：违反。", "A cell says “about ten”: violated."),
    ),
    "blank": _Aspect(
        STATUS_LETTERS["blank"],
        "warning",
        "blank_cells",
        Text("没有空白单元格", "no cell is blank"),
        Text("有空白单元格：{concerned}。", "cells are blank: {concerned}."),
        _FILL,
        Text(
            "没有发生的情形留空而不填 0：提示。",
            "A case that did not occur is left empty instead of 0: flagged.",
        ),
    ),
    "nil_mark": _Aspect(
        NIL_LETTER,
        "warning",
        "blank_cells",
        Text("没有用“/”等符号代替数字", "no mark stands for a number"),
        Text("用“/”等符号代替了数字：{concerned}。", "a mark such as “/” stands for a number: {concerned}."),
        Text(
            "没有发生的请填 0，不要填“/”等符号。", "Write 0 where nothing happened, not a mark such as “/”."
        ),
        Text("没有发生的情形填“/”：提示。", "A case that did not occur is marked “/”: flagged."),
    ),
}


def rules(edition: Edition) -> Iterator[Rule]:
    for table in edition.tables:
        name = table_name(edition, table)
        for aspect_id, aspect in _ASPECTS.items():
            yield make_rule(
                edition,
                id=f"{table.id}.cells.{aspect_id}",
                kind=KIND.name,
                subject=table.id,
                aspect=aspect_id,
                wanted=aspect.severity,
                citation=aspect.citation or table.citation,
                title=Text(f"{name.zh}{aspect.title.zh}", f"{name.en}: {aspect.title.en}"),
                message=Text(f"{name.zh}{aspect.problem.zh}", f"{name.en}: {aspect.problem.en}"),
                remedy=aspect.remedy,
                example=aspect.example,
                operands=tuple(cell.id for cell in table.cells),
            )


def cell_letter(rule: Rule) -> str:
    """The status letter of the cells that a rule of this kind does not want."""
    return _ASPECTS[rule.aspect].letter


def judge(rule: Rule, facts: Facts) -> Answers:
    found = facts.statuses[facts.places(rule.operands)] == ord(cell_letter(rule))
    answers = np.where(found.any(axis=0), Answer.VIOLATED, Answer.HOLDS)
    return np.where(facts.table_absent(rule.subject), Answer.CANNOT_TELL, answers).astype(np.int8)


def findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    if answer is Answer.CANNOT_TELL:
        return [cannot_tell(facts, row, "table_absent")]
    found = facts.statuses[facts.places(rule.operands), row] == ord(cell_letter(rule))
    cells = [rule.operands[position] for position in np.flatnonzero(found)]
    return [
        make_finding(
            facts,
            row,
            answer,
            cells=tuple(group),
            values=(None,) * len(group),
            params={"concerned": tuple(group)},
        )
        for group in by_row(facts.edition, cells)
    ]


KIND: Final = Kind("cells_filled", rules, judge, findings, judge_plain=all_hold)
