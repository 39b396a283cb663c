"""Each section of the form is in the report, with something in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from gongkai.forms import Edition, Text
from gongkai.rules._answer import Answer, Answers, Finding
from gongkai.rules._facts import Facts
from gongkai.rules._kinds._kind import Kind, cannot_tell, make_finding
from gongkai.rules._rule import Rule, make_rule

_CITATION: Final = "sections"


def _present_rules(edition: Edition) -> Iterator[Rule]:
    for section in edition.sections:
        yield make_rule(
            edition,
            id=f"sections.{section.id}.present",
            kind=PRESENT.name,
            subject=section.id,
            wanted="error",
            citation=_CITATION,
            title=Text(f"报告中有“{section.heading}”", f"section “{section.en}” is present"),
            message=Text(
                f"没有找到“{section.heading}”这一部分。",
                f"Section “{section.en}” ({section.heading}) was not found.",
            ),
            remedy=Text(
                f"请补写这一部分，标题用“{section.heading}”。",
                f"Add the section under the heading “{section.heading}”.",
            ),
            example=Text(
                f"全文没有“{section.title}”的标题：违反。",
                f"No heading “{section.title}” anywhere: violated.",
            ),
        )


def _filled_rules(edition: Edition) -> Iterator[Rule]:
    for section in edition.sections:
        yield make_rule(
            edition,
            id=f"sections.{section.id}.not_empty",
            kind=FILLED.name,
            subject=section.id,
            wanted="error",
            citation=_CITATION,
            title=Text(f"“{section.heading}”下有内容", f"section “{section.en}” is not empty"),
            message=Text(
                f"“{section.heading}”只有标题，没有内容。",
                f"Section “{section.en}” ({section.heading}) has a heading and nothing under it.",
            ),
            remedy=Text(
                "请补写内容；没有需要说明的，请写明“无”。",
                "Write the section; if there is nothing to report, say so.",
            ),
            example=Text(
                f"“{section.heading}”下面紧接着就是下一个标题：违反。",
                f"“{section.heading}” is followed by the next heading at once: violated.",
            ),
        )


def _judge_present(rule: Rule, facts: Facts) -> Answers:
    absent = np.isnan(facts.numbers(f"section.{rule.subject}"))
    return np.where(absent, Answer.VIOLATED, Answer.HOLDS).astype(np.int8)


def _judge_filled(rule: Rule, facts: Facts) -> Answers:
    characters = facts.numbers(f"section.{rule.subject}")
    answers = np.where(characters > 0, Answer.HOLDS, Answer.VIOLATED)
    return np.where(np.isnan(characters), Answer.CANNOT_TELL, answers).astype(np.int8)


def _findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    if answer is Answer.CANNOT_TELL:
        return [cannot_tell(facts, row, "section_absent", sections=(rule.subject,))]
    return [
        make_finding(
            facts,
            row,
            answer,
        )
    ]


PRESENT: Final = Kind(
    "section_present", _present_rules, _judge_present, _findings, (Answer.HOLDS, Answer.VIOLATED)
)
FILLED: Final = Kind("section_filled", _filled_rules, _judge_filled, _findings)
KINDS: Final = (PRESENT, FILLED)
