"""The printed tables are those of the edition prescribed for the year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from gongkai.forms import Edition, Text, edition_for_year
from gongkai.rules._answer import Answer, Answers, Finding
from gongkai.rules._facts import Facts
from gongkai.rules._kinds._kind import Kind, cannot_tell, make_finding
from gongkai.rules._rule import Rule, make_rule

FROM_TABLE: Final = "table"
"""`edition_source` where the printed tables say which edition it is."""


def rules(edition: Edition) -> Iterator[Rule]:
    yield make_rule(
        edition,
        id="report.edition",
        kind=KIND.name,
        subject="",
        wanted="error",
        citation="edition",
        title=Text("所用格式版本与报告年度相符", "the edition of the form fits the reporting year"),
        message=Text(
            f"表格用的是{edition.document}的格式，而 {{year}} 年度应使用{{prescribed}}的格式。",
            f"The tables follow {edition.document}, but those of {{prescribed}} are prescribed for {{year}}.",
        ),
        remedy=Text("请改用该年度规定的格式重新填报。", "Fill in the form prescribed for that year."),
        example=Text(
            f"{_years(edition).zh}年度以外的报告使用{edition.document}的表格：违反。",
            f"A report on a year other than {_years(edition).en} follows {edition.document}: violated.",
        ),
    )


def judge(rule: Rule, facts: Facts) -> Answers:
    del rule
    years = facts.numbers("year")
    prescribed = {year: edition_for_year(int(year)) for year in np.unique(years[~np.isnan(years)])}
    answers = np.full(facts.count, Answer.CANNOT_TELL, dtype=np.int8)
    printed = np.array([source == FROM_TABLE for source in facts.texts("edition_source")], dtype=np.bool_)
    for year, edition in prescribed.items():
        if edition is not None:
            answer = Answer.HOLDS if edition.id == facts.edition.id else Answer.VIOLATED
            answers[printed & (years == year)] = answer
    return answers


def findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    del rule
    year = float(facts.numbers("year")[row])
    if answer is Answer.CANNOT_TELL:
        if facts.texts("edition_source")[row] != FROM_TABLE:
            return [cannot_tell(facts, row, "no_table")]
        if np.isnan(year):
            return [cannot_tell(facts, row, "year_unknown")]
        return [cannot_tell(facts, row, "no_edition", year=year)]
    right = edition_for_year(int(year))
    document = right.document if right else ""
    return [
        make_finding(
            facts,
            row,
            answer,
            params={"year": year, "prescribed": document},
        )
    ]


def _years(edition: Edition) -> Text:
    if edition.last_year is None:
        return Text(f"{edition.first_year} 年起各", f"{edition.first_year} or later")
    return Text(
        f"{edition.first_year} 至 {edition.last_year} ", f"{edition.first_year} to {edition.last_year}"
    )


KIND: Final = Kind("report_edition", rules, judge, findings)
