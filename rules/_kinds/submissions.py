"""Who submits, when, and how often: rules on the list of submissions, whose rows are organs and years.

The law asks for the reports, but the wording of its articles was not verified: all of these are warnings.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gongkai.forms import Edition, Text
from gongkai.rules._answer import Answer, Answers, Finding, NotRun, Param
from gongkai.rules._facts import Facts, Floats
from gongkai.rules._kinds._kind import Kind, make_finding
from gongkai.rules._rule import Rule, make_rule

_DUE: Final = "due"


def _missing_rules(form: Edition) -> Iterator[Rule]:
    yield make_rule(
        form,
        id="submissions.missing",
        kind=MISSING.name,
        subject="",
        wanted="error",
        citation="publication",
        title=Text("名录中的机关都有年度报告", "every organ of the registry has a report"),
        message=Text("{organ}没有 {year} 年度的报告。", "{organ} has no report on {year}."),
        remedy=Text(
            "请催报；已经公布的，请把报告放入材料后重新审核；不需要单独报告的机关，请从名录中删去。",
            "Ask for it; where it is published, add it and audit again; take organs that owe none out of the "
            "registry.",
        ),
        example=Text(
            "其他局交了 2023 年度的报告，甲局没有：违反。有一份没读出的文件可能是甲局的：无法判断。",
            "The others sent reports on 2023, this organ none: violated. A file that was not read may be "
            "its: cannot tell.",
        ),
    )


def _late_rules(form: Edition) -> Iterator[Rule]:
    yield make_rule(
        form,
        id="submissions.late",
        kind=LATE.name,
        subject="",
        wanted="warning",
        citation="due",
        title=Text("报告按期公布", "the report is published in time"),
        message=Text(
            "{year} 年度的报告于 {published} 公布，晚于 {due}。",
            "The report on {year} was published on {published}, after {due}.",
        ),
        remedy=Text(
            "请核对公布日期；确属逾期的，请说明原因，下一年度按期公布。",
            "Check the date; where it is right, explain the delay and publish in time next year.",
        ),
        example=Text(
            "某局 2023 年度的报告 2024 年 2 月 5 日公布：违反；政府的报告 3 月 20 日公布：符合。",
            "An organ's report on 2023 is published on 5 February 2024: violated; a government's on 20 "
            "March: holds.",
        ),
    )


def _duplicated_rules(form: Edition) -> Iterator[Rule]:
    yield make_rule(
        form,
        id="submissions.duplicated",
        kind=DUPLICATED.name,
        subject="",
        wanted="warning",
        citation="single",
        title=Text("一个机关一个年度只有一份报告", "one report an organ and year"),
        message=Text(
            "{year} 年度有 {reports} 份报告，其中内容不同的 {contents} 份：{paths}。",
            "There are {reports} reports on {year}, {contents} of them different: {paths}.",
        ),
        remedy=Text(
            "请确认以哪一份为准，撤下其余的；内容不同的，请说明更正了什么。",
            "Say which one counts and withdraw the others; where they differ, explain what was corrected.",
        ),
        example=Text(
            "同一个局 2023 年度交了 docx 和网页两份：违反。",
            "An organ sends a document and a web page on the same year: violated.",
        ),
    )


def _judge_missing(rule: Rule, facts: Facts) -> Answers:
    del rule
    asked = facts.texts("asked")
    codes = {_DUE: int(Answer.HOLDS)} | {text: int(NotRun[text.upper()]) for text in set(asked) - {_DUE}}
    answers = np.array([codes[text] for text in asked], np.int8)
    doubts = pc.fill_null(pc.list_value_length(_lists(facts, "doubts")), 0).to_numpy(zero_copy_only=False) > 0
    stands = np.array([isinstance(path, str) for path in facts.texts("stand_in")], np.bool_)
    absent = (answers == Answer.HOLDS) & (facts.numbers("reports") == 0) & ~stands
    return np.where(absent, np.where(doubts, Answer.CANNOT_TELL, Answer.VIOLATED), answers).astype(np.int8)


def _judge_late(rule: Rule, facts: Facts) -> Answers:
    del rule
    published, due = _days(facts, "published"), _days(facts, "due")
    answers = np.where(published > due, Answer.VIOLATED, Answer.HOLDS)
    answers = np.where(np.isnan(published), NotRun.NO_DATE, answers)
    answers = np.where(np.isnan(due), NotRun.NO_YEAR, answers)
    return np.where(facts.numbers("reports") == 0, NotRun.NO_REPORT, answers).astype(np.int8)


def _judge_duplicated(rule: Rule, facts: Facts) -> Answers:
    del rule
    reports = facts.numbers("reports")
    answers = np.where(reports > 1, Answer.VIOLATED, Answer.HOLDS)
    return np.where(reports == 0, NotRun.NO_REPORT, answers).astype(np.int8)


def _missing_findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    del rule
    others = tuple(_lists(facts, "doubts")[row].as_py() or ())
    params: dict[str, Param] = {
        "organ": facts.organs[row],
        "year": float(facts.numbers("year")[row]),
        "others": "、".join(others),
    }
    reason = "submission_in_doubt" if answer is Answer.CANNOT_TELL else None
    return [make_finding(facts, row, answer, reason=reason, params=params)._replace(others=others)]


def _late_findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    del rule
    days = {name: str(facts.texts(name)[row])[:10] for name in ("published", "due")}
    return [make_finding(facts, row, answer, params={"year": float(facts.numbers("year")[row]), **days})]


def _duplicated_findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    del rule
    paths = tuple(_lists(facts, "paths")[row].as_py() or ())
    year = facts.numbers("year")[row]
    params = {
        "year": None if np.isnan(year) else float(year),
        "reports": float(facts.numbers("reports")[row]),
        "contents": float(facts.numbers("contents")[row]),
        "paths": "、".join(paths),
    }
    found = make_finding(facts, row, answer, params=params)
    return [found._replace(others=tuple(path for path in paths if path != found.path))]


def _lists(facts: Facts, name: str) -> Any:
    array = facts.arrow(name)
    return array if pa.types.is_list(array.type) else array.cast(pa.list_(pa.string()))


def _days(facts: Facts, name: str) -> Floats:
    """A column of dates as days since 1970, NaN for null."""
    days: Any = facts.arrow(name).cast(pa.date32()).cast(pa.int32()).cast(pa.float64())
    return np.asarray(days.to_numpy(zero_copy_only=False), np.float64)


MISSING: Final = Kind("submission_missing", _missing_rules, _judge_missing, _missing_findings, lists=True)
LATE: Final = Kind(
    "submission_late", _late_rules, _judge_late, _late_findings, (Answer.HOLDS, Answer.VIOLATED), lists=True
)
DUPLICATED: Final = Kind(
    "submission_duplicated",
    _duplicated_rules,
    _judge_duplicated,
    _duplicated_findings,
    (Answer.HOLDS, Answer.VIOLATED),
    lists=True,
)
KINDS: Final = (MISSING, LATE, DUPLICATED)
