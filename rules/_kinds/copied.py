"""Prose is the organ's own work of the year: no copy of last year's report or of another organ's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from gongkai.forms import Edition, Text
from gongkai.rules._answer import Answer, Answers, Finding, NotRun
from gongkai.rules._facts import Bools, Facts
from gongkai.rules._kinds._kind import Kind, cannot_tell, make_finding
from gongkai.rules._kinds._lists import items_of, listed
from gongkai.rules._rule import Rule, make_rule

_CITATION: Final = "own_work"
_COLUMN: Final = "likeness"
_PROBLEMS: Final = "problems"
_SHARE: Final = 0.5
_UNCHANGED: Final = 0.9
_MOST_PASSAGES: Final = 5


def _before_rules(edition: Edition) -> Iterator[Rule]:
    yield make_rule(
        edition,
        id="prose.copied.year_before",
        kind=BEFORE.name,
        subject="",
        wanted="warning",
        citation=_CITATION,
        title=Text("正文不是照抄上一年度的报告", "the text is not last year's report again"),
        message=Text(
            "正文有 {percent}% 的文字与本机关上一年度报告相同（数字、标点和机关名称不计）。",
            "{percent}% of the text's wording stands in the organ's report of the year before (figures, "
            "signs and the organ's name left out).",
        ),
        remedy=Text(
            "请对照列出的相同段落，按当年的实际工作重写。",
            "Rewrite the passages listed by what was done in the year.",
        ),
        example=Text(
            "只改了年份和数字，其余与上一年度一字不差：提示。",
            "Only years and figures are new, the rest is last year's word for word: flagged.",
        ),
        limits={"share": _SHARE},
    )


def _other_rules(edition: Edition) -> Iterator[Rule]:
    yield make_rule(
        edition,
        id="prose.copied.other_organ",
        kind=OTHER.name,
        subject="",
        wanted="warning",
        citation=_CITATION,
        title=Text("正文不与其他机关的报告雷同", "the text is not another organ's"),
        message=Text(
            "正文有 {percent}% 的文字与{organ}的报告相同（数字、标点、机关名称和多数机关通用的语句不计）。",
            "{percent}% of the text's wording stands in the report of {organ} (figures, signs, names and "
            "what many organs write left out).",
        ),
        remedy=Text(
            "请对照列出的相同段落，查明是谁照抄谁，由照抄的一方按自己的实际工作重写。",
            "Find out by the passages listed which of the two is the copy, and have that one rewritten.",
        ),
        example=Text(
            f"两个局的“{edition.sections[0].title}”除机关名称和数字外完全相同：两份都提示。",
            f"Section “{edition.sections[0].en}” of two bureaus differs in names and figures only: both are "
            "flagged.",
        ),
        limits={"share": _SHARE},
    )


def _unchanged_rules(edition: Edition) -> Iterator[Rule]:
    section = edition.section(_PROBLEMS)
    yield make_rule(
        edition,
        id=f"sections.{section.id}.unchanged",
        kind=UNCHANGED.name,
        subject=section.id,
        wanted="warning",
        citation=_CITATION,
        title=Text(f"“{section.heading}”与上一年度不同", f"section “{section.en}” is not last year's"),
        message=Text(
            f"“{section.heading}”有 {{percent}}% 的文字与上一年度相同，没有写出当年的新情况。",
            f"{{percent}}% of section “{section.en}” ({section.heading}) is last year's.",
        ),
        remedy=Text(
            "请写明上一年度所列问题改了没有、当年又有什么问题、打算怎么改。",
            "Say what became of last year's problems, which there are now, and what will be done about them.",
        ),
        example=Text(
            "两年写的都是同一段话：提示。",
            "The same paragraph in both years: flagged.",
        ),
        limits={"share": _UNCHANGED},
    )


def _judge_before(rule: Rule, facts: Facts) -> Answers:
    if not facts.has(_COLUMN):
        return np.full(facts.count, NotRun.NO_RELATIONS, np.int8)
    answers = _by_share(rule, facts, "before")
    answers[~_is_true(facts, "compared")] = NotRun.TOO_SHORT
    return _where_before(facts, answers)


def _judge_other(rule: Rule, facts: Facts) -> Answers:
    if not facts.has(_COLUMN):
        return np.full(facts.count, NotRun.NO_RELATIONS, np.int8)
    answers = _by_share(rule, facts, "other")
    nameless = np.array([organ is None for organ in facts.organs], np.bool_)
    answers[nameless | np.isnan(facts.numbers("year"))] = Answer.CANNOT_TELL
    answers[~_is_true(facts, "has_others") & (answers != Answer.CANNOT_TELL)] = NotRun.NO_OTHERS
    answers[~_is_true(facts, "compared")] = NotRun.TOO_SHORT
    return answers


def _judge_unchanged(rule: Rule, facts: Facts) -> Answers:
    if not facts.has("kept_problems"):
        return np.full(facts.count, NotRun.NO_RELATIONS, np.int8)
    kept = facts.numbers("kept_problems")
    answers = np.where(kept >= rule.limits["share"], Answer.VIOLATED, Answer.HOLDS)
    answers = np.where(np.isnan(kept), NotRun.TOO_SHORT, answers)
    absent = ~(facts.numbers(f"section.{rule.subject}") > 0)
    return _where_before(facts, np.where(absent, NotRun.SECTION_ABSENT, answers))


def _where_before(facts: Facts, answers: Answers) -> Answers:
    """The answers where there is a report of the year before (of several, the likest), else why not."""
    state = facts.before.state
    there = (state == 0) | (state == NotRun.SEVERAL_YEARS_BEFORE)
    return np.where(there, answers, state).astype(np.int8)


def _by_share(rule: Rule, facts: Facts, kind: str) -> Answers:
    share = listed(facts, _COLUMN, "share", "kind").most(kind, facts.count)
    return np.where(share >= rule.limits["share"], Answer.VIOLATED, Answer.HOLDS).astype(np.int8)


def _is_true(facts: Facts, name: str) -> Bools:
    return np.array(
        [isinstance(value, bool | np.bool_) and bool(value) for value in facts.texts(name)], np.bool_
    )


def _before_findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    return _alike(rule, facts, row, answer, "before")


def _other_findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    if answer is Answer.CANNOT_TELL:
        return [cannot_tell(facts, row, "no_organ_or_year")]
    return _alike(rule, facts, row, answer, "other")


def _alike(rule: Rule, facts: Facts, row: int, answer: Answer, kind: str) -> list[Finding]:
    """One finding, on the report that it is most like; others that are alike are named with it."""
    alike = [
        one
        for one in items_of(facts, _COLUMN, row)
        if one["kind"] == kind and one["share"] >= rule.limits["share"]
    ]
    first = alike[0]
    params = {"percent": _percent(first["share"]), "organ": first["organ"] or first["path"]}
    return [
        make_finding(facts, row, answer, params=params)._replace(
            passages=tuple(first["passages"])[:_MOST_PASSAGES],
            others=tuple(one["path"] for one in alike),
        )
    ]


def _unchanged_findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    del rule
    params = {"percent": _percent(float(facts.numbers("kept_problems")[row]))}
    found = make_finding(facts, row, answer, params=params)
    before = facts.before.paths[row]
    return [found._replace(others=() if before is None else (before,))]


def _percent(share: float) -> float:
    """Rounded down, so that no share is said to be more than it is."""
    return float(np.floor(100 * share))


_SURE: Final = (Answer.HOLDS, Answer.VIOLATED)
BEFORE: Final = Kind("prose_copied_before", _before_rules, _judge_before, _before_findings, _SURE)
OTHER: Final = Kind("prose_copied_other", _other_rules, _judge_other, _other_findings)
UNCHANGED: Final = Kind("section_unchanged", _unchanged_rules, _judge_unchanged, _unchanged_findings, _SURE)
KINDS: Final = (BEFORE, OTHER, UNCHANGED)
