"""The data period is a whole year, and its dates are dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

import numpy as np

from gongkai.forms import Edition, Text
from gongkai.rules._answer import Answer, Answers, Finding, NotRun
from gongkai.rules._facts import Facts
from gongkai.rules._kinds._kind import Kind, make_finding
from gongkai.rules._rule import Rule, make_rule

_BROKEN: Final = "period_broken"


def rules(edition: Edition) -> Iterator[Rule]:
    yield make_rule(
        edition,
        id="report.period.whole_year",
        kind=KIND.name,
        subject="",
        wanted="warning",
        citation="period",
        title=Text("统计期限是全年", "the data period is a whole year"),
        message=Text(
            "统计期限写的是“{dates}”，应为当年 1 月 1 日至 12 月 31 日。",
            "The data period is given as “{dates}”; it must be 1 January to 31 December of the year.",
        ),
        remedy=Text("请更正统计期限的起止日期。", "Correct the dates of the period."),
        example=Text(
            "写“1月1日至1230日”，或至 12 月 30 日为止：提示。", "A period up to 30 December: flagged."
        ),
    )


def judge(rule: Rule, facts: Facts) -> Answers:
    """Whether its year is the title's is the matter of another rule; here the days count."""
    del rule
    broken = facts.said.of(_BROKEN).rows
    answers = np.full(facts.count, NotRun.NO_CLAIM, np.int8)
    starts, ends = facts.days("period_start"), facts.days("period_end")
    stated = ~(np.isnat(starts) | np.isnat(ends))
    first = starts.astype("datetime64[Y]")
    whole = (starts == first.astype("datetime64[D]")) & (
        ends == (first + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    )
    answers[stated] = np.where(whole, Answer.HOLDS, Answer.VIOLATED)[stated]
    answers[broken] = np.where(answers[broken] == Answer.HOLDS, Answer.HOLDS, Answer.VIOLATED)
    return answers


def findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    del rule
    said = facts.said.of(_BROKEN)
    places = said.places[said.rows == row].tolist()
    if places:
        claim = facts.said.claim(places[0])
        return [make_finding(facts, row, answer, params={"dates": claim["raw"]}, sentence=claim["sentence"])]
    start, end = (facts.days(name)[row].item() for name in ("period_start", "period_end"))
    return [make_finding(facts, row, answer, params={"dates": f"{_said(start)}至{_said(end)}"})]


def _said(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


KIND: Final = Kind("period_whole", rules, judge, findings, (Answer.HOLDS, Answer.VIOLATED))
