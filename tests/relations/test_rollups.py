"""The sums of organs' reports: whose reports are added, and which are not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from gongkai import forms
from gongkai.loaders import Frames, Organs
from gongkai.relations import Settings, relate

Make = Callable[..., Frames]
CELL = forms.editions()[-1].cell_ids[0]
DEPARTMENTS, ALL = Settings("departments"), Settings("all_below")

LISTED = """机关名称,层级,上级
甲市人民政府,市级,
甲市教育局,市级,甲市人民政府
甲市国有资产监督管理委员会,市级,甲市人民政府
乙县人民政府,县级,甲市人民政府
乙县教育局,县级,乙县人民政府
丙镇人民政府,乡级,乙县人民政府
"""


@pytest.fixture(scope="module")
def organs(tmp_path_factory: pytest.TempPathFactory) -> Organs:
    path = tmp_path_factory.mktemp("registry") / "registry.csv"
    path.write_text(LISTED, "utf-8")
    return Organs.read(path)


def report(organ: str, value: int = 0, **other: Any) -> dict[str, Any]:
    return {"organ": organ, "organ_id": organ, "cells": {CELL: value}, **other}


def rollup(frames: Frames, organs: Organs | None, settings: Settings, row: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = relate(frames, organs, settings).tables["rollups"].to_pylist()[row]
    return found


CITY = (
    report("甲市人民政府", 12),
    report("甲市教育局", 3),
    report("甲市国有资产监督管理委员会", 4),
    report("乙县人民政府", 5),
    report("乙县教育局", 100),
)


@pytest.mark.parametrize(("settings", "total"), [(DEPARTMENTS, 7), (ALL, 12)])
def test_the_scope_says_whose_reports_are_added(
    frames: Make, organs: Organs, settings: Settings, total: int
) -> None:
    one = rollup(frames(*CITY), organs, settings)
    assert (one["rollup_state"], one["rollup_values"][0], one["rollup_statuses"][0]) == ("summed", total, "o")
    assert one["rollup_organs"] == ["1.html", "2.html", "3.html"][: 2 if settings is DEPARTMENTS else 3]
    assert one["rollup_missing"] == []
    assert len(one["rollup_values"]) == len(one["rollup_statuses"]) == len(forms.editions()[-1].cells)


@pytest.mark.parametrize(
    "second",
    [
        [],
        [report("甲市教育局", 3, year=2019)],
        [report("甲市教育局", 3), report("甲市教育局", 4)],
        [report("甲市教育局", 3, title_year=2020, period_start=dt.date(2021, 1, 1))],
    ],
    ids=["none", "another year", "several", "a disputed year"],
)
def test_an_organ_without_one_sure_report_is_missing(
    frames: Make, organs: Organs, second: list[dict[str, Any]]
) -> None:
    made = frames(report("甲市人民政府", 7), *second, report("甲市国有资产监督管理委员会", 4))
    one = rollup(made, organs, DEPARTMENTS)
    assert (one["rollup_values"][0], one["rollup_missing"]) == (4, ["甲市教育局"])


def test_the_same_report_twice_is_added_once(frames: Make, organs: Organs) -> None:
    twice = [report("甲市教育局", 3, report_id="same", path=f"{n}/a.html") for n in range(2)]
    one = rollup(frames(CITY[0], *twice), organs, DEPARTMENTS)
    assert (one["rollup_values"][0], one["rollup_organs"]) == (3, ["0/a.html"])


@pytest.mark.parametrize(
    ("status", "value", "letter"),
    [("blank", None, "b"), ("unreadable", None, "u"), ("inferred", 9, "u"), ("ok", -2, "u"), ("ok", 2, "o")],
)
def test_what_was_not_read_counts_as_0_and_is_marked(
    frames: Make, organs: Organs, status: str, value: int | None, letter: str
) -> None:
    letters = {"blank": "b", "unreadable": "u", "inferred": "i", "ok": "o"}
    odd = report("甲市教育局", value, statuses={CELL: letters[status]})
    one = rollup(frames(CITY[0], odd, report("甲市国有资产监督管理委员会", 4)), organs, DEPARTMENTS)
    assert (one["rollup_values"][0], one["rollup_statuses"][0]) == (6 if letter == "o" else 4, letter)


@pytest.mark.parametrize(
    ("own", "given", "settings", "state"),
    [
        (report("甲市人民政府"), False, DEPARTMENTS, "no_registry"),
        (report("甲市人民政府"), True, Settings(), "no_scope"),
        (report("甲市教育局"), True, DEPARTMENTS, "no_government"),
        (report("丙镇人民政府"), True, DEPARTMENTS, "no_government"),
        (report("不在名录局", organ_id=None), True, DEPARTMENTS, "no_government"),
        (report("甲市人民政府", year=None), True, DEPARTMENTS, "no_government"),
        (report("甲市人民政府"), True, DEPARTMENTS, "no_organs"),
    ],
)
def test_without_a_sum_the_reason_is_told(
    frames: Make, organs: Organs, own: dict[str, Any], given: bool, settings: Settings, state: str
) -> None:
    one = rollup(frames(own), organs if given else None, settings)
    assert one["rollup_state"] == state
    assert one["rollup_values"] is one["rollup_organs"] is one["rollup_missing"] is None
