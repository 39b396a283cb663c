"""The rules on the list of submissions, in each of their answers."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pandas as pd
import pytest

from gongkai import forms
from gongkai.rules import KINDS, Answer, Finding, NotRun, catalogue, describe, judge

FORM = forms.submissions().form
PACK = catalogue(FORM.id)
THERE = {
    "report_id": "r",
    "path": "a/1.html",
    "organ": "甲局",
    "region": None,
    "year": 2023,
    "edition": FORM.id,
    "statuses": "",
    "asked": "due",
    "reports": 1,
    "contents": 1,
    "paths": ["a/1.html"],
    "published": dt.date(2024, 1, 31),
    "due": dt.date(2024, 1, 31),
    "stand_in": None,
    "doubts": [],
}
ABSENT = {**THERE, "report_id": "", "path": "", "reports": 0, "contents": 0, "paths": [], "published": None}

CASES = [
    ("missing", THERE, {}, Answer.HOLDS),
    ("missing", ABSENT, {}, Answer.VIOLATED),
    ("missing", ABSENT, {"doubts": ["b.docx", "c.docx"]}, Answer.CANNOT_TELL),
    ("missing", ABSENT, {"stand_in": "office.html"}, Answer.HOLDS),
    ("missing", THERE, {"asked": "no_registry"}, NotRun.NO_REGISTRY),
    ("missing", THERE, {"asked": "unregistered"}, NotRun.UNREGISTERED),
    ("missing", THERE, {"asked": "no_year", "year": None, "due": None}, NotRun.NO_YEAR),
    ("missing", THERE, {"asked": "not_collected"}, NotRun.NOT_COLLECTED),
    ("late", THERE, {}, Answer.HOLDS),
    ("late", THERE, {"published": dt.date(2024, 2, 1)}, Answer.VIOLATED),
    ("late", THERE, {"published": None}, NotRun.NO_DATE),
    ("late", THERE, {"year": None, "due": None}, NotRun.NO_YEAR),
    ("late", ABSENT, {}, NotRun.NO_REPORT),
    ("duplicated", THERE, {}, Answer.HOLDS),
    ("duplicated", THERE, {"reports": 2, "paths": ["a/1.html", "a/2.html"]}, Answer.VIOLATED),
    ("duplicated", THERE, {"reports": 2, "year": None, "due": None}, Answer.VIOLATED),
    ("duplicated", ABSENT, {}, NotRun.NO_REPORT),
]


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows))


@pytest.mark.parametrize(("name", "row", "changes", "answer"), CASES)
def test_case(name: str, row: dict[str, Any], changes: dict[str, Any], answer: Answer | NotRun) -> None:
    rule_id = f"submissions.{name}"
    # Beside another row: the columns of a batch hold numbers and dates even where this one has none.
    verdicts = judge(PACK, frame({**row, **changes}, THERE))
    assert verdicts.of(rule_id).tolist() == [answer, Answer.HOLDS]
    found = list(verdicts.findings(rule_id))
    assert len(found) == (answer in (Answer.VIOLATED, Answer.CANNOT_TELL))
    for finding in found:
        assert finding.organ == "甲局"
        for text in describe(PACK.rule(rule_id), finding):
            assert text.startswith(finding.path or "甲局")
            assert not re.search(r"[{}]|nan|None", text)
        assert Finding.from_dict(finding.to_dict()) == finding


def test_every_answer_of_every_rule_has_a_case() -> None:
    for rule in PACK.rules:
        shown = {answer for name, _, _, answer in CASES if rule.id == f"submissions.{name}"}
        assert set(KINDS[rule.kind].answers) == {answer for answer in shown if isinstance(answer, Answer)}


def test_the_evidence_are_the_other_files() -> None:
    rows = frame({**ABSENT, "doubts": ["b"]}, {**THERE, "reports": 2, "paths": ["a/1.html", "c"]})
    verdicts = judge(PACK, rows)
    assert next(verdicts.findings("submissions.missing")).others == ("b",)
    assert next(verdicts.findings("submissions.duplicated")).others == ("c",)


def test_nothing_is_more_than_a_warning() -> None:
    assert {rule.severity for rule in PACK.rules} == {"warning"}
    assert [rule.id.split(".")[0] for rule in PACK.rules] == ["submissions"] * 3


def test_the_rules_of_reports_are_not_in_it() -> None:
    for edition in forms.editions():
        assert not {rule.id for rule in PACK.rules} & set(catalogue(edition.id).by_id)
