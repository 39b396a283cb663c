"""Who submitted, who did not, and what may be the report of one who seems not to have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gongkai import forms
from gongkai.loaders import FAILURES, Frames, Organs
from gongkai.relations import Settings, relate

Make = Callable[..., Frames]
YEAR = forms.editions()[-1].first_year

LISTED = """机关名称,简称,层级,上级
甲市人民政府,市政府,市级,
甲市人民政府办公室,,市级,甲市人民政府
甲市教育局,市教育局,市级,甲市人民政府
甲市民政局,市民政局,市级,甲市人民政府
乙市人民政府,,市级,
乙市民政局,市民政局,市级,乙市人民政府
"""


@pytest.fixture(scope="module")
def organs(tmp_path_factory: pytest.TempPathFactory) -> Organs:
    path = tmp_path_factory.mktemp("registry") / "registry.csv"
    path.write_text(LISTED, "utf-8")
    return Organs.read(path)


def report(organ: str | None, **other: Any) -> dict[str, Any]:
    return {"organ": organ, "organ_id": organ, **other}


def rows(
    frames: Frames, organs: Organs | None, settings: Settings | None = None
) -> dict[Any, dict[str, Any]]:
    found = relate(frames, organs, settings).submissions.to_pylist()
    return {(row["organ"], row["year"]): row for row in found}


ALL_BUT_ONE = [
    report(name)
    for name in ("甲市人民政府", "甲市人民政府办公室", "甲市教育局", "乙市人民政府", "乙市民政局")
]
MISSING = ("甲市民政局", YEAR)


def test_a_registered_organ_without_a_report_has_a_row(frames: Make, organs: Organs) -> None:
    found = rows(frames(*ALL_BUT_ONE), organs)
    assert len(found) == len(organs)
    row = found[MISSING]
    assert (row["report_id"], row["path"], row["reports"], row["asked"]) == ("", "", 0, "due")
    assert (row["doubts"], row["stand_in"]) == ([], None)
    assert {row["asked"] for row in found.values()} == {"due"}


def test_governments_and_their_offices_have_until_march(frames: Make, organs: Organs) -> None:
    late = {row["organ"] for row in rows(frames(*ALL_BUT_ONE), organs).values() if row["due"].month == 3}
    assert late == {"甲市人民政府", "甲市人民政府办公室", "乙市人民政府"}


def test_a_report_that_names_only_a_place_is_its_governments(frames: Make, organs: Organs) -> None:
    names = ("甲市", "甲市综合实验区", "甲市实验学校")
    found = rows(frames(*map(report, names)), organs)
    assert [found[name, YEAR]["due"].month for name in names] == [3, 3, 1]


def test_a_year_that_few_sent_is_not_asked_for(frames: Make, organs: Organs) -> None:
    found = rows(frames(*ALL_BUT_ONE, report("甲市教育局", year=YEAR - 3)), organs)
    assert found["甲市教育局", YEAR - 3]["asked"] == "not_collected"
    assert len([key for key in found if key[1] == YEAR - 3]) == 1


def test_years_that_are_set_are_due_whoever_sent_them(frames: Make, organs: Organs) -> None:
    found = rows(frames(*ALL_BUT_ONE), organs, Settings(years=(YEAR + 1,)))
    assert {row["asked"] for (_, year), row in found.items() if year == YEAR} == {"not_collected"}
    assert len([key for key in found if key[1] == YEAR + 1]) == len(organs)


@pytest.mark.parametrize(
    "other",
    [
        report("甲市民政局", year=None),
        report("甲市民政局", year=YEAR - 1, file_year=YEAR),
        report("甲市民政局", year=YEAR + 1, period_start=dt.date(YEAR, 1, 1)),
        report(None),
        report("市民政局", organ_id=None),
        report("某某局", organ_id=None, path="甲市/甲市民政局.html"),
    ],
    ids=["no year", "the file's name", "the period", "nobody's", "a short name", "the name of the file"],
)
def test_a_report_that_may_be_it_is_a_doubt(frames: Make, organs: Organs, other: dict[str, Any]) -> None:
    settings = Settings(years=(YEAR,))
    found = rows(frames(*ALL_BUT_ONE, {"path": "x.html", **other}), organs, settings)
    assert found[MISSING]["doubts"] == [other.get("path", "x.html")]


@pytest.mark.parametrize(
    "other",
    [
        report("甲市民政局", year=YEAR - 1, title_year=YEAR - 1),
        report("甲市水务局", organ_id=None),
        report("市民政局", organ_id=None, year=YEAR - 1),
    ],
)
def test_a_report_that_cannot_be_it_is_none(frames: Make, organs: Organs, other: dict[str, Any]) -> None:
    assert rows(frames(*ALL_BUT_ONE, other), organs, Settings(years=(YEAR,)))[MISSING]["doubts"] == []


@pytest.mark.parametrize(
    ("path", "doubted"),
    [
        ("甲市/坏.docx", True),
        ("坏.docx", True),
        ("乙市/坏.docx", False),
        (f"甲市/市民政局{YEAR}.docx", True),
        (f"甲市/市民政局{YEAR - 1}.docx", False),
        ("甲市/市教育局.docx", False),
    ],
)
def test_what_was_not_read_is_a_doubt_where_it_may_be_it(
    frames: Make, organs: Organs, path: str, doubted: bool
) -> None:
    made = frames(*ALL_BUT_ONE)
    lost = FAILURES.empty_table().from_pylist([{"path": path, "code": "damaged"}], FAILURES)
    row = rows(replace(made, failures=lost), organs)[MISSING]
    assert row["doubts"] == ([path] if doubted else [])


def test_an_office_reports_for_its_government_and_may_be_reported_by_it(frames: Make, organs: Organs) -> None:
    both = [report("甲市人民政府", path="g"), report("甲市人民政府办公室", path="o")]
    settings = Settings(years=(YEAR,))
    found = rows(frames(both[1]), organs, settings)
    assert found["甲市人民政府", YEAR]["stand_in"] == "o"
    found = rows(frames(both[0]), organs, settings)
    assert (found["甲市人民政府办公室", YEAR]["stand_in"], found["甲市人民政府办公室", YEAR]["doubts"]) == (
        None,
        ["g"],
    )


def test_several_reports_of_an_organ_are_one_row(frames: Make) -> None:
    made = frames(
        report("甲局", organ_id=None, path="b", published=dt.date(YEAR + 1, 2, 1)),
        report("甲局", organ_id=None, path="a", published=dt.date(YEAR, 2, 1)),
        report("甲局", organ_id=None, path="c", report_id="r0"),
        report("甲局", organ_id=None, path="d", year=None),
        report("甲局", organ_id=None, path="e", year=None),
    )
    found = relate(made).submissions.to_pylist()
    assert [(row["path"], row["reports"], row["contents"], row["asked"]) for row in found] == [
        ("d", 1, 1, "no_year"),
        ("e", 1, 1, "no_year"),
        ("a", 3, 2, "no_registry"),
    ]
    assert found[2]["paths"] == ["a", "b", "c"]
    assert found[2]["published"] == dt.date(YEAR + 1, 2, 1), "a day before the year is over is none"
    assert found[0]["due"] is None


def test_without_submissions_there_are_no_rows(frames: Make, organs: Organs) -> None:
    made = frames(ALL_BUT_ONE[0])
    none = replace(made, reports=made.reports.slice(0, 0), facts={})
    assert relate(none, organs).submissions.num_rows == 0
