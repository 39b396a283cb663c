"""What every kind of rule gives, and the words that several of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from gongkai.forms import Cell, Edition, Table, Text
from gongkai.rules._answer import FINDING_ANSWERS, Answer, Answers, Finding, Param
from gongkai.rules._correction import Correction
from gongkai.rules._facts import Bools, Facts, Indices
from gongkai.rules._plain import PlainFacts
from gongkai.rules._rule import Rule

Corrections = tuple[Correction, ...]
"""Of one report."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One check.

    Attributes:
        rules: the rules of this kind that an edition implies, in printed order.
        judge: the answer to one rule for every report of a batch.
        judge_plain: the same for reports that are plain, each cell a number that adds up exactly; the answers
            to others mean nothing. None where that is no quicker.
        findings: what is to be said of one report (by position) whose answer is VIOLATED or CANNOT_TELL.
        violations: the same of many reports whose answer is VIOLATED, a list a report, given the corrections
            of each. None where that is no quicker.
        answers: every answer that its rules can give.
        lists: whether it looks at the list of submissions (`forms.submissions`) instead of reports.
    """

    name: str
    rules: Callable[[Edition], Iterator[Rule]]
    judge: Callable[[Rule, Facts], Answers]
    findings: Callable[[Rule, Facts, int, Answer], list[Finding]]
    answers: tuple[Answer, ...] = (Answer.HOLDS, Answer.VIOLATED, Answer.CANNOT_TELL)
    lists: bool = False
    judge_plain: Callable[[Rule, PlainFacts], Answers] | None = None
    violations: Callable[[Rule, Facts, Indices, Iterable[Corrections]], Iterator[list[Finding]]] | None = None


def table_name(edition: Edition, table: Table) -> Text:
    """What people call a table: the section it stands in."""
    section = edition.section(table.section)
    return Text(f"表{section.ordinal}（{section.title}）", f"table “{table.en}”")


def cell_name(cell: Cell) -> Text:
    return Text(cell.label, cell.en)


def by_row(edition: Edition, cell_ids: list[str]) -> list[list[str]]:
    """The same cells, grouped by the printed row they stand in."""
    groups: dict[tuple[str, str], list[str]] = {}
    for cell_id in cell_ids:
        cell = edition.cells[cell_id]
        groups.setdefault((cell.table, cell.row.id), []).append(cell_id)
    return list(groups.values())


def make_finding(
    facts: Facts,
    row: int,
    answer: Answer,
    *,
    cells: tuple[str, ...] = (),
    values: tuple[float | None, ...] = (),
    reported: float | None = None,
    computed: float | None = None,
    difference: float | None = None,
    reason: str | None = None,
    params: Mapping[str, Param] | None = None,
    sentence: str | None = None,
) -> Finding:
    """A finding on one report (by position), which its facts name."""
    return Finding(
        report_id=facts.report_ids[row],
        path=facts.paths[row],
        organ=facts.organs[row],
        answer=FINDING_ANSWERS[answer],
        cells=cells,
        values=values,
        reported=reported,
        computed=computed,
        difference=difference,
        reason=reason,
        params=params or {},
        sentence=sentence,
    )


def cannot_tell(facts: Facts, row: int, reason: str, **params: Param) -> Finding:
    """The finding for a rule that had nothing to judge by."""
    return make_finding(facts, row, Answer.CANNOT_TELL, reason=reason, params=params)


def all_hold(rule: Rule, facts: PlainFacts) -> Answers:
    """The answers of a kind that asks whether cells are there: in plain reports they are."""
    del rule
    return np.zeros(facts.count, np.int8)


def violated_where(wrong: Bools) -> Answers:
    """VIOLATED there, and HOLDS elsewhere; they are numbers as True and False are, and nothing is copied."""
    return wrong.view(np.int8)
