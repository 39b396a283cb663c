"""Sections of prose are neither too short nor too long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from gongkai.forms import Edition, Section, Text
from gongkai.rules._answer import Answer, Answers, Finding, NotRun
from gongkai.rules._facts import Facts
from gongkai.rules._kinds._kind import Kind, make_finding
from gongkai.rules._kinds.prose import NO_SUBSTANCE, cut_finding, was_cut
from gongkai.rules._rule import Rule, make_rule

SHORTEST: Final = "shortest"
LONGEST: Final = "longest"
"""Limits: characters without spaces; 0 for no limit."""


class _Limits(NamedTuple):
    shortest: float
    longest: float


_OF_SECTIONS: Final = (_Limits(0, 1000), _Limits(20, 0))
"""Of the overview and of the problems, the first sections without a table."""


def rules(edition: Edition) -> Iterator[Rule]:
    with_table = {table.section for table in edition.tables}
    sections = [section for section in edition.sections if section.id not in with_table]
    for section, limits in zip(sections, _OF_SECTIONS, strict=False):
        yield _rule(edition, section, limits)


def _rule(edition: Edition, section: Section, limits: _Limits) -> Rule:
    shown = limits.longest or limits.shortest
    said = Text(
        f"“{section.heading}”超过 {shown:.0f} 字：提示。"
        if limits.longest
        else f"“{section.heading}”不足 {shown:.0f} 字：提示。",
        f"“{section.en}” has {'more' if limits.longest else 'less'} than {shown:.0f} characters: flagged.",
    )
    return make_rule(
        edition,
        id=f"sections.{section.id}.length",
        kind=KIND.name,
        subject=section.id,
        wanted="warning",
        citation="length",
        title=Text(f"“{section.heading}”篇幅适当", f"section “{section.en}” is of a fitting length"),
        message=Text(
            f"“{section.heading}”有 {{reported}} 字，限度是 {{limit}} 字，相差 {{gap}} 字。",
            f"Section “{section.en}” has {{reported}} characters, {{gap}} beyond the limit of {{limit}}.",
        ),
        remedy=Text("请精简文字，或补写内容。", "Shorten the text, or write more."),
        example=said,
        limits={SHORTEST: limits.shortest, LONGEST: limits.longest},
    )


def judge(rule: Rule, facts: Facts) -> Answers:
    """An empty or absent section, or one without substance, is the matter of other rules.

    Of a text that was cut it is only sure that it is too long.
    """
    characters = facts.numbers(f"section.{rule.subject}")
    shortest, longest = rule.limits[SHORTEST], rule.limits[LONGEST]
    wrong = characters < shortest
    if longest:
        wrong |= characters > longest
    answers = np.where(wrong, Answer.VIOLATED, Answer.HOLDS)
    short = characters <= longest if longest else np.ones(facts.count, np.bool_)
    answers[was_cut(rule, facts) & short] = Answer.CANNOT_TELL
    answers = np.where(characters > 0, answers, NotRun.SECTION_ABSENT)
    if rule.limits[SHORTEST]:
        answers[facts.said.of(NO_SUBSTANCE).rows] = NotRun.OTHER_SCOPE
    return answers.astype(np.int8)


def findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    if answer is Answer.CANNOT_TELL:
        return [cut_finding(rule, facts, row)]
    characters = float(facts.numbers(f"section.{rule.subject}")[row])
    limit = rule.limits[SHORTEST if characters < rule.limits[SHORTEST] else LONGEST]
    return [
        make_finding(
            facts,
            row,
            answer,
            reported=characters,
            computed=None,
            difference=characters - limit,
            params={"limit": limit},
        )
    ]


KIND: Final = Kind("section_length", rules, judge, findings)
