"""The sections stand in the form's order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from gongkai.forms import Edition, Text
from gongkai.rules._answer import Answer, Answers, Finding
from gongkai.rules._facts import Facts, FactsError
from gongkai.rules._kinds._kind import Kind, cannot_tell, make_finding
from gongkai.rules._rule import Rule, make_rule


def rules(edition: Edition) -> Iterator[Rule]:
    yield make_rule(
        edition,
        id="sections.order",
        kind=KIND.name,
        subject="",
        wanted="warning",
        citation="sections",
        title=Text("各部分按规定顺序排列", "sections stand in the prescribed order"),
        message=Text("各部分的顺序是：{sections}。", "The sections stand in this order: {sections}."),
        remedy=Text(
            f"请按规定顺序排列：{'、'.join(section.title for section in edition.sections)}。",
            f"Put them in this order: {', '.join(section.en for section in edition.sections)}.",
        ),
        example=Text(
            f"“{edition.sections[1].title}”排在“{edition.sections[0].title}”之前：提示。",
            f"“{edition.sections[1].en}” stands before “{edition.sections[0].en}”: flagged.",
        ),
    )


def judge(rule: Rule, facts: Facts) -> Answers:
    del rule
    place = {section.id: position for position, section in enumerate(facts.edition.sections)}
    known: dict[str, Answer] = {}
    answers = np.empty(facts.count, dtype=np.int8)
    for row, text in enumerate(facts.texts("section_order")):
        key = text if isinstance(text, str) else ""
        if key not in known:
            known[key] = _answer(key, place)
        answers[row] = known[key]
    return answers


def _answer(text: str, place: dict[str, int]) -> Answer:
    found = text.split()
    if unknown := [section for section in found if section not in place]:
        raise FactsError(f"section_order 中有未知的部分 {unknown}，已知：{list(place)}")
    if len(found) < 2:  # noqa: PLR2004 - an order needs two
        return Answer.CANNOT_TELL
    places = [place[section] for section in found]
    return Answer.HOLDS if places == sorted(places) else Answer.VIOLATED


def findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    del rule
    if answer is Answer.CANNOT_TELL:
        return [cannot_tell(facts, row, "too_few_sections")]
    found = tuple(facts.texts("section_order")[row].split())
    return [make_finding(facts, row, answer, params={"sections": found})]


KIND: Final = Kind("section_order", rules, judge, findings)
