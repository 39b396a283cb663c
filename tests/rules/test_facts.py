"""A frame that is no facts frame is refused, loudly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from gongkai.loaders import STATUS_LETTERS
from gongkai.rules import Answer, Facts, FactsError, catalogues, judge

PACK = catalogues()[-1]
EDITION = PACK.edition
CELL = EDITION.cell_ids[0]


def broken() -> dict[str, Callable[[pd.DataFrame], pd.DataFrame]]:
    width = len(EDITION.cell_ids)
    return {
        "a cell column is missing": lambda frame: frame.drop(columns=CELL),
        "statuses are missing": lambda frame: frame.drop(columns="statuses"),
        "a section is missing": lambda frame: frame.drop(columns=f"section.{EDITION.sections[0].id}"),
        "a year column is missing": lambda frame: frame.drop(columns="file_year"),
        "a cell column is text": lambda frame: frame.assign(**{CELL: "3"}),
        "a cell column is objects": lambda frame: frame.astype({CELL: object}),
        "a year is text": lambda frame: frame.assign(year="2021"),
        "a date is text": lambda frame: frame.assign(period_start="2021-01-01"),
        "a cell is infinite": lambda frame: frame.assign(**{CELL: np.inf}),
        "statuses are short": lambda frame: frame.assign(statuses="o" * (width - 1)),
        "statuses are long": lambda frame: frame.assign(statuses="o" * (width + 1)),
        "statuses are null": lambda frame: frame.assign(statuses=None),
        "statuses are no ASCII": lambda frame: frame.assign(statuses="填" * width),
        "a status is unknown": lambda frame: frame.assign(statuses="x" * width),
        "a number is said to be blank": lambda frame: frame.assign(statuses=STATUS_LETTERS["blank"] * width),
        "a number is said to be there": lambda frame: frame.assign(**{CELL: np.nan}),
        "another edition": lambda frame: frame.assign(edition=catalogues()[0].edition.id),
        "an unknown section": lambda frame: frame.assign(section_order="one two"),
    }


@pytest.mark.parametrize("how", list(broken()))
def test_a_broken_frame_is_refused(how: str, make_frame: Callable[..., pd.DataFrame]) -> None:
    frame = make_frame(EDITION, {}, {})
    judge(PACK, frame)
    with pytest.raises(FactsError, match=r"[\u4e00-\u9fff]"):
        judge(PACK, broken()[how](frame))


def test_an_empty_frame_has_no_answers(make_frame: Callable[..., pd.DataFrame]) -> None:
    assert judge(PACK, make_frame(EDITION, {}).iloc[:0]).answers.shape == (len(PACK.rules), 0)


@pytest.mark.parametrize("dtype", ["Int64", "int32", "float32"])
def test_other_number_columns_are_taken(dtype: str, make_frame: Callable[..., pd.DataFrame]) -> None:
    frame = make_frame(EDITION, {})
    as_printed = judge(PACK, frame).answers
    assert (judge(PACK, frame.astype(dict.fromkeys(EDITION.cell_ids, dtype))).answers == as_printed).all()


def test_dates_may_be_timestamps(make_frame: Callable[..., pd.DataFrame]) -> None:
    frame = make_frame(EDITION, {}, {"period_end": None})
    stamped = frame.assign(period_end=pd.to_datetime(frame["period_end"]))
    for facts in (Facts(EDITION, frame), Facts(EDITION, stamped)):
        np.testing.assert_array_equal(facts.years("period_end"), [EDITION.first_year, np.nan])


def test_verdicts_name_reports_in_the_frames_order(make_frame: Callable[..., pd.DataFrame]) -> None:
    identity = EDITION.identities[0]
    changes: list[dict[str, Any]] = [
        {},
        {identity.left[0]: 1000},
        {identity.right[0]: "blank"},
        {identity.left[0]: 999},
    ]
    frame = make_frame(EDITION, *changes)
    verdicts = judge(PACK, frame)
    assert verdicts.of(identity.id).tolist() == [
        Answer.HOLDS,
        Answer.VIOLATED,
        Answer.CANNOT_TELL,
        Answer.VIOLATED,
    ]
    named = verdicts.reports(identity.id, Answer.VIOLATED)
    assert named == frame.loc[[1, 3], ["report_id", "path"]].to_dict("records")
    assert [finding.report_id for finding in verdicts.findings(identity.id)] == frame["report_id"].tolist()[
        1:
    ]
    assert (
        sum(1 for rule in PACK.rules for _ in verdicts.findings(rule.id) if _.path == frame["path"][0]) == 0
    )
