"""What prose must say and must not lose: numbers, the count of its parts, the fee, the overview's topics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from gongkai import forms
from gongkai.forms import Edition, Section, Text
from gongkai.rules._answer import Answer, Answers, Finding, NotRun
from gongkai.rules._facts import Bools, Facts
from gongkai.rules._kinds._kind import Kind, make_finding
from gongkai.rules._rule import Rule, make_rule

_LOST: Final = "number"
_PARTS: Final = "parts"
_LISTED: Final = "parts_listed"
_MISSING: Final = "missing."
_CUT: Final = "cut."
NO_SUBSTANCE: Final = "no_substance"
_MOST_FINDINGS: Final = 5
_TWO: Final = (Answer.HOLDS, Answer.VIOLATED)


def _number_rules(edition: Edition) -> Iterator[Rule]:
    yield make_rule(
        edition,
        id="prose.number_missing",
        kind=NUMBER.name,
        subject="",
        wanted="warning",
        citation="claims",
        title=Text("正文的句子没有漏写数字", "no number is missing from a sentence"),
        message=Text(
            "这句话漏写了数字（“{words}”）：“{sentence}”",
            "A number is missing from this sentence (at “{words}”): “{sentence}”",
        ),
        remedy=Text("请补上数字。", "Put the number in."),
        example=Text("“公开信息共条”：提示。", "“published in all items”: flagged."),
    )


def _part_rules(edition: Edition) -> Iterator[Rule]:
    yield make_rule(
        edition,
        id="prose.parts",
        kind=PARTS.name,
        subject="",
        wanted="warning",
        citation="claims",
        title=Text("所写的部分数与所列的部分一致", "the number of parts is that of the list"),
        message=Text(
            "正文说有 {reported} 个部分，列出的是 {computed} 个：“{sentence}”",
            "The text says {reported} parts and lists {computed}: “{sentence}”",
        ),
        remedy=Text("请核对并更正部分的数目或名称。", "Correct the number, or the list."),
        example=Text("列了八个部分，写“六部分”：提示。", "Eight parts listed, “six parts” said: flagged."),
    )


def _topic_rules(edition: Edition) -> Iterator[Rule]:
    section = _without_table(edition)[0]
    needed = forms.claims().coverage
    yield make_rule(
        edition,
        id=f"sections.{section.id}.topics",
        kind=TOPICS.name,
        subject=section.id,
        wanted="warning",
        citation="overview",
        title=Text(
            f"“{section.title}”写到了规定的{len(needed)}个方面", f"the {section.en.lower()} covers its topics"
        ),
        message=Text(
            f"“{section.heading}”没有写到：{{topics}}。", f"Section “{section.en}” leaves out: {{topics}}."
        ),
        remedy=Text(
            f"请补写；应写到{'、'.join(one.zh for one in needed)}。",
            f"Add them; needed are {', '.join(one.en for one in needed)}.",
        ),
        example=Text(f"通篇没有提到{needed[-1].zh}：提示。", f"Nothing is said of {needed[-1].en}: flagged."),
    )


def _fee_rules(edition: Edition) -> Iterator[Rule]:
    section = _without_table(edition)[-1]
    if edition.id not in forms.claims().fee.editions:
        return
    yield make_rule(
        edition,
        id=f"sections.{section.id}.fee_stated",
        kind=FEE.name,
        subject=section.id,
        wanted="warning",
        citation="fee",
        title=Text("写明了信息处理费的收取情况", "the information fee is spoken of"),
        message=Text(
            f"“{section.heading}”和其他部分都没有写明信息处理费的收取情况。",
            f"Neither section “{section.en}” nor another says what information fee was collected.",
        ),
        remedy=Text(
            "请写明收取信息处理费的情况；没有收取的，也请写明。",
            "State the fee that was collected, or that none was.",
        ),
        example=Text(f"“{section.heading}”只写“无”：提示。", f"“{section.en}” only says “none”: flagged."),
    )


def _substance_rules(edition: Edition) -> Iterator[Rule]:
    section = _without_table(edition)[1]
    yield make_rule(
        edition,
        id=f"sections.{section.id}.substance",
        kind=SUBSTANCE.name,
        subject=section.id,
        wanted="warning",
        citation="sections",
        title=Text(f"“{section.heading}”有实际内容", f"section “{section.en}” says something"),
        message=Text(
            f"“{section.heading}”只写了“{{sentence}}”，没有实际内容。",
            f"Section “{section.en}” only says “{{sentence}}”.",
        ),
        remedy=Text(
            "请写明存在的主要问题和改进的做法。",
            "Say what the main problems are and what is done about them.",
        ),
        example=Text(f"“{section.heading}”只写“无”：提示。", f"“{section.en}” only says “none”: flagged."),
    )


def _without_table(edition: Edition) -> list[Section]:
    """The sections of prose alone: the overview, the problems, the other matters."""
    with_table = {table.section for table in edition.tables}
    return [section for section in edition.sections if section.id not in with_table]


def _has(facts: Facts, *topics: str) -> Bools:
    """(reports,): whether there is a claim on one of the topics."""
    found = np.zeros(facts.count, np.bool_)
    for topic in topics:
        found[facts.said.of(topic).rows] = True
    return found


def _judge_number(rule: Rule, facts: Facts) -> Answers:
    del rule
    answers = np.where(_has(facts, _LOST), Answer.VIOLATED, Answer.HOLDS)
    return np.where(facts.said.read, answers, NotRun.NO_CLAIM).astype(np.int8)


def _judge_parts(rule: Rule, facts: Facts) -> Answers:
    """Of each list there are two claims, in the same order: the number stated and the number listed."""
    del rule
    said, listed = facts.said.of(_PARTS), facts.said.of(_LISTED)
    answers = np.full(facts.count, NotRun.NO_CLAIM, np.int8)
    answers[said.rows] = Answer.HOLDS
    answers[said.rows[said.values != listed.values]] = Answer.VIOLATED
    return answers


def _judge_topics(rule: Rule, facts: Facts) -> Answers:
    lacking = _has(facts, *(f"{_MISSING}{one.id}" for one in forms.claims().coverage))
    answers = np.where(
        lacking,
        np.where(was_cut(rule, facts), Answer.CANNOT_TELL, Answer.VIOLATED),
        Answer.HOLDS,
    )
    return _where_written(rule, facts, answers)


def _judge_fee(rule: Rule, facts: Facts) -> Answers:
    lacking = _has(facts, f"{_MISSING}{forms.claims().fee.id}")
    return _where_written(rule, facts, np.where(lacking, Answer.VIOLATED, Answer.HOLDS))


def _judge_substance(rule: Rule, facts: Facts) -> Answers:
    empty, cut = _has(facts, NO_SUBSTANCE), was_cut(rule, facts)
    answers = np.where(empty, Answer.VIOLATED, np.where(cut, Answer.CANNOT_TELL, Answer.HOLDS))
    return _where_written(rule, facts, answers)


def _where_written(rule: Rule, facts: Facts, answers: np.ndarray[Any, Any]) -> Answers:
    """The answers of the reports whose section has text that was looked through."""
    characters = facts.numbers(f"section.{rule.subject}")
    answers = np.where(characters > 0, answers, NotRun.SECTION_ABSENT)
    return np.where(facts.said.read, answers, NotRun.NO_CLAIM).astype(np.int8)


def _claims(facts: Facts, topic: str, row: int) -> list[dict[str, Any]]:
    said = facts.said.of(topic)
    return [facts.said.claim(place) for place in said.places[said.rows == row].tolist()]


def _number_findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    del rule
    return [
        make_finding(facts, row, answer, params={"words": claim["raw"]}, sentence=claim["sentence"])
        for claim in _claims(facts, _LOST, row)[:_MOST_FINDINGS]
    ]


def _part_findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    del rule
    pairs = zip(_claims(facts, _PARTS, row), _claims(facts, _LISTED, row), strict=True)
    return [
        make_finding(
            facts,
            row,
            answer,
            reported=float(stated["value"]),
            computed=float(listed["value"]),
            difference=float(stated["value"] - listed["value"]),
            sentence=stated["sentence"],
        )
        for stated, listed in pairs
        if stated["value"] != listed["value"]
    ][:_MOST_FINDINGS]


def _topic_findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    if answer is Answer.CANNOT_TELL:
        return [cut_finding(rule, facts, row)]
    lacking = tuple(one.id for one in forms.claims().coverage if _claims(facts, f"{_MISSING}{one.id}", row))
    return [make_finding(facts, row, answer, params={"topics": lacking})]


def _plain_findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    del rule
    return [make_finding(facts, row, answer)]


def _substance_findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    if answer is Answer.CANNOT_TELL:
        return [cut_finding(rule, facts, row)]
    return [make_finding(facts, row, answer, sentence=_claims(facts, NO_SUBSTANCE, row)[0]["sentence"])]


def was_cut(rule: Rule, facts: Facts) -> Bools:
    """(reports,): whether the text of the rule's section shows that some of it was left out."""
    return _has(facts, f"{_CUT}{rule.subject}")


def cut_finding(rule: Rule, facts: Facts, row: int) -> Finding:
    """Nothing can be told of such a text."""
    shown = _claims(facts, f"{_CUT}{rule.subject}", row)[0]["sentence"]
    return make_finding(facts, row, Answer.CANNOT_TELL, reason="text_cut", sentence=shown)


NUMBER: Final = Kind("prose_number", _number_rules, _judge_number, _number_findings, _TWO)
PARTS: Final = Kind("prose_parts", _part_rules, _judge_parts, _part_findings, _TWO)
TOPICS: Final = Kind("section_topics", _topic_rules, _judge_topics, _topic_findings)
FEE: Final = Kind("fee_stated", _fee_rules, _judge_fee, _plain_findings, _TWO)
SUBSTANCE: Final = Kind("section_substance", _substance_rules, _judge_substance, _substance_findings)
KINDS: Final = (NUMBER, PARTS, TOPICS, FEE, SUBSTANCE)
