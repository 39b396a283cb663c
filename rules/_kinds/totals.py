"""A total whose parts are more than 0 is not left blank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from gongkai.forms import Edition, Identity, Text
from gongkai.rules._answer import Answer, Answers, Finding
from gongkai.rules._facts import Bools, Facts
from gongkai.rules._kinds._kind import Kind, all_hold, cannot_tell, cell_name, make_finding, table_name
from gongkai.rules._rule import Rule, make_rule


def rules(edition: Edition) -> Iterator[Rule]:
    for table in edition.tables:
        totals = totals_of(edition, table.id)
        if not totals:
            continue
        name = table_name(edition, table)
        operands = dict.fromkeys(cell_id for identity in totals for cell_id in identity.cells)
        sample = cell_name(edition.cells[totals[0].left[0]])
        yield make_rule(
            edition,
            id=f"{table.id}.totals.blank",
            kind=KIND.name,
            subject=table.id,
            wanted="error",
            citation=totals[0].citation,
            title=Text(f"{name.zh}的合计不留空", f"{name.en}: no total is left blank"),
            message=Text(
                "“{total}”没有填，而各项相加{bound}为 {computed}。",
                "“{total}” is blank, although its parts add up to {bound}{computed}.",
            ),
            remedy=Text("请填上各项之和。", "Fill in the sum of its parts."),
            example=Text(
                f"{sample.zh}留空，而各项为 3 和 4：违反，应填 7；各项都为 0 或空白：不算。",
                f"{sample.en} is blank while its parts are 3 and 4: violated, it should be 7; "
                "with parts of 0 or blank it is not.",
            ),
            operands=tuple(operands),
        )


def judge(rule: Rule, facts: Facts) -> Answers:
    broken = np.zeros(facts.count, dtype=np.bool_)
    unsure = facts.table_absent(rule.subject).copy()
    for identity in totals_of(facts.edition, rule.subject):
        one_broken, one_unsure = _judge_total(identity, facts, slice(None))
        broken |= one_broken
        unsure |= one_unsure
    answers = np.where(unsure, Answer.CANNOT_TELL, Answer.HOLDS)
    return np.where(broken, Answer.VIOLATED, answers).astype(np.int8)


def findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    if facts.table_absent(rule.subject)[row]:
        return [cannot_tell(facts, row, "table_absent")]
    found: dict[str, Finding] = {}
    for identity in totals_of(facts.edition, rule.subject):
        broken, unsure = _judge_total(identity, facts, slice(row, row + 1))
        # A total of totals belongs to a row and to a column; it is blank once.
        if (broken if answer is Answer.VIOLATED else unsure).any():
            found.setdefault(identity.left[0], _finding(identity, facts, row, answer))
    return list(found.values())


def _finding(identity: Identity, facts: Facts, row: int, answer: Answer) -> Finding:
    parts = facts.places(identity.right)
    unavailable = ~(facts.read[parts, row] | facts.blank[parts, row])
    computed = float(np.nansum(facts.printed[parts, row])) if answer is Answer.VIOLATED else None
    concerned = tuple(cell for cell, taken in zip(identity.right, unavailable, strict=True) if taken)
    return make_finding(
        facts,
        row,
        answer,
        cells=identity.cells,
        values=facts.row_values(row, identity.cells),
        computed=computed,
        reason="operand_unavailable" if answer is Answer.CANNOT_TELL else None,
        params={"total": identity.left, "concerned": concerned},
    )


def _judge_total(identity: Identity, facts: Facts, rows: slice) -> tuple[Bools, Bools]:
    """Of each report: this total is blank over parts; its parts cannot be told."""
    parts = facts.places(identity.right)
    blank = facts.blank[facts.index[identity.left[0]], rows]
    positive = np.nan_to_num(facts.printed[parts, rows]).sum(axis=0) > 0
    unread = ~(facts.read | facts.blank)[parts, rows].all(axis=0)
    return blank & positive, blank & ~positive & unread


def totals_of(edition: Edition, table_id: str) -> list[Identity]:
    """The identities of a table that say what one total is."""
    return [
        identity for identity in edition.identities if identity.table == table_id and len(identity.left) == 1
    ]


KIND: Final = Kind("totals_filled", rules, judge, findings, judge_plain=all_hold)
