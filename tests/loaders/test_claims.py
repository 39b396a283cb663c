"""What sentences state: cases are data in `claims/`; what is stated of another year or matter is nothing."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gongkai import forms, loaders
from gongkai.loaders import Locator
from gongkai.loaders._published import published
from gongkai.loaders._report import Claim, ReadSection
from gongkai.loaders._segments import Prose
from gongkai.loaders._stated import read_claims

CASES = Path(__file__).parent / "claims"
SHARED = Path(__file__).parents[3] / "shared" / "reports"
ABOUT_TEXT = ("lack", "mention")


def every() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}-{case['text'][:24]}")
        for path in sorted(CASES.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text("utf-8"))
    ]


def claims_of(text: str, section: str = "overview", edition: str = "2021") -> tuple[Claim, ...]:
    """The claims of one text as the whole prose of a section, without what it leaves unsaid."""
    if section == "opening":
        return read_claims(text, (), (), edition)
    sections = (ReadSection(section, None, "", len(text), text, Locator()),)
    return tuple(claim for claim in read_claims("", sections, (), edition) if claim.kind != "lack")


@pytest.mark.parametrize("case", every())
def test_what_a_sentence_states(case: dict[str, Any]) -> None:
    found = claims_of(case["text"], case.get("section", "overview"), case.get("edition", "2021"))
    stated = [topic_and_number.split(" ") for topic_and_number in case["states"]]
    assert [(claim.topic, claim.value and float(claim.value)) for claim in found] == [
        (topic, None if number == "None" else float(number)) for topic, number in stated
    ]
    for claim in found:
        assert claim.sentence[claim.start : claim.stop] == claim.raw


@pytest.mark.parametrize("case", every())
def test_spaces_change_nothing(case: dict[str, Any]) -> None:
    place = case.get("section", "overview"), case.get("edition", "2021")
    spaced = "\u3000".join(case["text"])
    assert claims_of(spaced, *place) == claims_of("".join(case["text"].split()), *place)


@given(
    st.text(
        "收到新受理申请公开政府信息的办结0123456789,.%件，。；（）未发生复议诉讼规章占共条X\n", max_size=400
    )
)
def test_any_text_is_read(text: str) -> None:
    for claim in claims_of(text):
        assert len(claim.sentence) <= 300
        assert claim.kind in ABOUT_TEXT or claim.sentence[claim.start : claim.stop] == claim.raw


@pytest.mark.parametrize(
    "unit", ["政府信息公开申请", "收到申请", "未发生", "1,234", "规范性文件", "由情况、", "(", "占"]
)
def test_hostile_text_is_read_in_time(unit: str) -> None:
    began = time.process_time()
    claims_of(unit * (100_000 // len(unit)))
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["发布日期：2021-01-28 10:00", "正文"], dt.date(2021, 1, 28)),
        (["发布时间： 2021年1月28日  来源：某局"], dt.date(2021, 1, 28)),
        (["发布日期：2021-01-28", "公开日期：2021/01/29"], None),
        (["发布日期：2021-01"], None),
        (["正文", "某县某局", "2021年1月20日"], dt.date(2021, 1, 20)),
        (["正文", "某县某局 2021年1月20日"], dt.date(2021, 1, 20)),
        (["数据统计期限自2020年1月1日起至2020年12月31日止。"], None),
        (["正文", "2021年13月20日"], None),
        (["正文"], None),
    ],
)
def test_the_day_of_publication(lines: list[str], day: dt.date | None) -> None:
    assert published([Prose(line, Locator()) for line in lines]) == day


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("主动公开各类文件；办理申请；目录归档；网站专栏；考核培训。", []),
        ("主动公开各类文件；办理申请；网站专栏。", ["management", "supervision"]),
    ],
)
def test_what_the_overview_leaves_out(text: str, lacking: list[str]) -> None:
    sections = (ReadSection("overview", None, "", len(text), text, Locator()),)
    found = [claim.topic for claim in read_claims("", sections, (), "2021") if claim.kind == "lack"]
    assert found == [f"missing.{name}" for name in lacking]


@pytest.mark.parametrize(
    ("edition", "text", "found"),
    [
        ("2021", "无", ["missing.fee"]),
        ("2021", "没有收取信息处理费。", []),
        ("2019", "无", []),
    ],
)
def test_whether_the_fee_is_spoken_of(edition: str, text: str, found: list[str]) -> None:
    sections = (ReadSection("other_matters", None, "", len(text), text, Locator()),)
    assert [claim.topic for claim in read_claims("", sections, (), edition)] == found


@pytest.mark.parametrize(
    ("overview", "found"),
    [
        ("全年收到申请3件，均未收取费用。", []),
        ("没有收取信息处理费。", []),
        ("入库行政事业性收费1314万元。", ["missing.fee"]),
        ("收到申请3件。全年行政事业性收费0元。", ["missing.fee"]),
        ("收到申请3件，行政事业性收费0元。", ["missing.fee"]),
    ],
)
def test_only_the_fee_for_information_counts_outside_its_section(overview: str, found: list[str]) -> None:
    sections = tuple(
        ReadSection(name, None, "", len(text), text, Locator())
        for name, text in (("overview", overview), ("other_matters", "无"))
    )
    claims = read_claims("", sections, (), "2021")
    assert [claim.topic for claim in claims if claim.topic == "missing.fee"] == found


@pytest.mark.parametrize("text", ["…", "……", "（略）"])
def test_a_text_that_was_cut(text: str) -> None:
    assert [claim.topic for claim in claims_of(text, "problems")] == ["cut.problems"]


@pytest.mark.parametrize("text", ["无", "无。", "暂无", "没有需要改进的问题。", "略", "今后继续努力。"])
def test_a_text_without_substance(text: str) -> None:
    assert [claim.topic for claim in claims_of(text, "problems")] == ["no_substance"]


@pytest.mark.parametrize(
    "text", ["无障碍浏览尚未开通，明年开通。", "一些文件的说明仍偏专业，读起来费劲。", ""]
)
def test_a_text_with_substance(text: str) -> None:
    assert claims_of(text, "problems") == ()


SHARED_CLAIMS = {
    "00": {
        "number None",
        "normative_documents 9",
        "received 0",
        "handled 0",
        "reconsideration 0",
        "litigation 0",
        "parts 6",
        "parts_listed 8",
    },
    "05": {
        "received 859",
        "handled 805",
        "carried_in 18",
        "granted_all 258",
        "granted_all_share 33.9",
        "refused 35",
        "refused_share 4.34",
        "unavailable 265",
        "unavailable_share 32.9",
        "declined 158",
        "declined_share 19.6",
        "reconsideration 7",
        "litigation 9",
    },
    "08": {"received 70", "handled 69"},
    "20": set(),
    "21": set(),
    "25": {"received 8", "granted 2", "partly_granted 2", "carried_out 0"},
    "32": {"received 0"},
    "33": set(),
}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the reports are not here")
@pytest.mark.parametrize("number", SHARED_CLAIMS)
def test_real_reports(number: str) -> None:
    report = loaders.recognise(loaders.read(next(SHARED.glob(f"{number}_*"))))
    found = {f"{claim.topic} {claim.value}" for claim in report.claims if claim.kind not in ABOUT_TEXT}
    assert found == SHARED_CLAIMS[number]


def test_every_topic_is_stated_in_a_case() -> None:
    stated = {told.split(" ")[0] for param in every() for told in param.values[0]["states"]}
    needed = {topic.id for topic in forms.claims().topics if topic.kind != "percent"}
    assert needed - stated == {"regulations_in_force"} - stated
