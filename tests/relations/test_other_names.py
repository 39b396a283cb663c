"""Another organ's name is told only where it surely has no business in the report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gongkai.loaders import Frames, Organs
from gongkai.relations import relate

Make = Callable[..., Frames]
REGISTRY = """机关名称,上级
云州省人民政府,
青川市人民政府,云州省人民政府
安县人民政府,青川市人民政府
安县教育局,安县人民政府
安县水务局,安县人民政府
枕溪县人民政府,青川市人民政府
枕溪县教育局,枕溪县人民政府
枕溪县半山镇人民政府,枕溪县人民政府
青川市教育局,青川市人民政府
远山县教育局,
"""
OWN = "安县教育局"


@pytest.fixture
def organs(tmp_path: Path) -> Organs:
    file = tmp_path / "registry.csv"
    file.write_text(REGISTRY, "utf-8")
    return Organs.read(file)


def named(frames: Frames, organs: Organs | None = None) -> list[list[str] | None]:
    rows = relate(frames, organs).tables["other_names"].to_pylist()
    return [row["other_names"] and [one["organ"] for one in row["other_names"]] for row in rows]


def report(prose: str, organ: str = OWN, **columns: Any) -> dict[str, Any]:
    own = {"organ": organ, "organ_id": organ, "organ_source": "registry"}
    return {**own, "sections": {"overview": prose}, **columns}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("枕溪县教育局高度重视这项工作。", ["枕溪县教育局"]),
        ("今年，青川市枕溪县 教育局新收申请12件。", ["枕溪县教育局"]),
        ("本报告由枕溪县半山镇人民政府编制。", ["枕溪县半山镇人民政府"]),
        ("枕溪县人民政府门户网站。", ["枕溪县人民政府"]),
        ("安县教育局、安县水务局、安县人民政府公开信息。", []),
        ("青川市教育局、云州省人民政府下达任务。", []),
        ("赴枕溪县教育局学习。", []),
        ("与枕溪县教育局联合检查。", []),
        ("枕溪县教育局办公室电话。", []),
        ("新枕溪县教育局大楼。", []),
        ("远山县教育局高度重视。", []),
        ("教育局高度重视。", []),
        ("", []),
    ],
)
def test_names_of_other_governments_organs(
    frames: Make, organs: Organs, sentence: str, expected: list[str]
) -> None:
    assert named(frames(report(f"前一句没有说什么。{sentence}后一句。")), organs) == [expected]


def test_the_sentence_is_told(frames: Make, organs: Organs) -> None:
    table = relate(frames(report("前一句。枕溪县教育局重视公开。后一句。")), organs).tables["other_names"]
    assert table["other_names"][0].as_py() == [
        {"organ": "枕溪县教育局", "sentence": "枕溪县教育局重视公开。"}
    ]


def test_the_text_before_the_sections_counts(frames: Make, organs: Organs) -> None:
    assert named(frames(report("", opening="现公布枕溪县教育局年度报告。")), organs) == [["枕溪县教育局"]]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("枕溪县人民政府", ["安县教育局"]),
        ("枕溪县半山镇人民政府", ["安县教育局"]),
        ("青川市教育局", []),
        ("远山县教育局", []),
    ],
)
def test_whose_report_it_is_decides(frames: Make, organs: Organs, own: str, expected: list[str]) -> None:
    assert named(frames(report("安县教育局重视公开。", own)), organs) == [expected]


def test_an_organ_that_the_registry_lacks_cannot_be_judged(frames: Make, organs: Organs) -> None:
    unknown = report("枕溪县教育局重视公开。", organ_id=None, organ_source="title")
    assert named(frames(unknown), organs) == [None]


def test_without_the_registry_itself_the_organs_that_submitted_are_known(frames: Make) -> None:
    text = "枕溪县教育局重视公开。"
    submitted = [
        report("", "云州省人民政府"),
        report("", "安县人民政府", parent="云州省人民政府"),
        report("", "枕溪县人民政府", parent="云州省人民政府"),
        report("", "枕溪县教育局", parent="枕溪县人民政府"),
        report(text, parent="安县人民政府"),
    ]
    assert named(frames(*submitted))[-1] == ["枕溪县教育局"]
    assert named(frames(*submitted[:2], *submitted[3:]))[-1] == [], "枕溪县 may be anywhere"


@pytest.mark.parametrize(
    ("level", "other", "expected"),
    [
        ("county", "county", ["枕溪县教育局"]),
        ("county", None, []),
        ("town", "county", []),
        (None, "county", None),
    ],
)
def test_without_a_registry_both_names_must_say_their_level(
    frames: Make, level: str | None, other: str | None, expected: list[str] | None
) -> None:
    plain = {"organ_id": None, "organ_source": "title"}
    found = named(
        frames(
            report("枕溪县教育局重视公开。", level=level, **plain),
            report("", "枕溪县教育局", level=other, **plain),
        )
    )
    assert found[0] == expected


def test_few_names_are_listed(frames: Make, organs: Organs) -> None:
    text = "枕溪县教育局，枕溪县人民政府，枕溪县半山镇人民政府。" * 1000
    found = named(frames(report(text)), organs)[0]
    assert found is not None
    assert len(found) == 3
