"""Title, data period and file name speak of the same year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from gongkai.forms import Edition, Text
from gongkai.rules._answer import Answer, Answers, Finding
from gongkai.rules._facts import Facts, Floats
from gongkai.rules._kinds._kind import Kind, cannot_tell, make_finding
from gongkai.rules._rule import Rule, make_rule

_CITATION: Final = "period"


def _period_rules(edition: Edition) -> Iterator[Rule]:
    yield make_rule(
        edition,
        id="report.year.period",
        kind=PERIOD.name,
        subject="",
        wanted="error",
        citation=_CITATION,
        title=Text("标题年度与统计期限一致", "the title's year is the data period's"),
        message=Text(
            "标题写的是 {year} 年度，而统计期限写的是 {period}。",
            "The title says {year}, but the data period is {period}.",
        ),
        remedy=Text(
            "请核对标题和统计期限，更正写错的年份。",
            "Check the title and the period and correct the wrong year.",
        ),
        example=Text(
            f"标题写 {edition.first_year + 1} 年，统计期限写 {edition.first_year} 年：违反。",
            f"The title says {edition.first_year + 1}, the period {edition.first_year}: violated.",
        ),
    )


def _file_rules(edition: Edition) -> Iterator[Rule]:
    yield make_rule(
        edition,
        id="report.year.file",
        kind=FILE.name,
        subject="",
        wanted="warning",
        citation=_CITATION,
        title=Text("文件名年度与正文一致", "the file name's year is the text's"),
        message=Text(
            "文件名写的是 {file} 年，正文写的是 {year} 年度。", "The file name says {file}, the text {year}."
        ),
        remedy=Text(
            "请确认没有交错文件，并更正文件名。",
            "Make sure that the right file was handed in, and rename it.",
        ),
        example=Text(
            f"文件名写 {edition.first_year} 年，标题写 {edition.first_year + 1} 年：提示。",
            f"The file name says {edition.first_year}, the title {edition.first_year + 1}: flagged.",
        ),
    )


def _judge_period(rule: Rule, facts: Facts) -> Answers:
    """One disagreement is enough; agreement needs all three."""
    del rule
    title, start, end = facts.numbers("title_year"), facts.years("period_start"), facts.years("period_end")
    differs = _differ(title, start) | _differ(title, end)
    unsaid = np.isnan(title) | np.isnan(start) | np.isnan(end)
    answers = np.where(unsaid, Answer.CANNOT_TELL, Answer.HOLDS)
    return np.where(differs, Answer.VIOLATED, answers).astype(np.int8)


def _judge_file(rule: Rule, facts: Facts) -> Answers:
    del rule
    named, said = facts.numbers("file_year"), _text_year(facts)
    answers = np.where(named == said, Answer.HOLDS, Answer.VIOLATED)
    return np.where(np.isnan(named) | np.isnan(said), Answer.CANNOT_TELL, answers).astype(np.int8)


def _period_findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    del rule
    if answer is Answer.CANNOT_TELL:
        return [cannot_tell(facts, row, "period_unsaid")]
    params = {
        "year": _year(facts.numbers("title_year"), row),
        "start": _year(facts.years("period_start"), row),
        "end": _year(facts.years("period_end"), row),
    }
    return [make_finding(facts, row, answer, params=params)]


def _file_findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    del rule
    if answer is Answer.CANNOT_TELL:
        return [cannot_tell(facts, row, "file_year_unsaid")]
    params = {"file": _year(facts.numbers("file_year"), row), "year": _year(_text_year(facts), row)}
    return [make_finding(facts, row, answer, params=params)]


def _text_year(facts: Facts) -> Floats:
    """The year that title or period states; `year` itself may have come from the file name."""
    title, start = facts.numbers("title_year"), facts.years("period_start")
    period = np.where(np.isnan(start), facts.years("period_end"), start)
    return np.asarray(np.where(np.isnan(title), period, title))


def _differ(first: Floats, second: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.asarray((first != second) & ~np.isnan(first) & ~np.isnan(second))


def _year(years: Floats, row: int) -> float | None:
    return None if np.isnan(years[row]) else float(years[row])


PERIOD: Final = Kind("year_period", _period_rules, _judge_period, _period_findings)
FILE: Final = Kind("year_file", _file_rules, _judge_file, _file_findings)
KINDS: Final = (PERIOD, FILE)
