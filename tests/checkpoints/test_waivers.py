"""Waivers: what they cover, when they end, and that what they cover stays to be seen."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from gongkai.checkpoints import Waivers, audit
from gongkai.rules import SettingsError

DOCS = Path(__file__).parents[2] / "docs" / "packs.md"
TODAY = dt.date(2026, 6, 30)
ROWS = [
    {"finding_id": "0" * 16, "organ": "甲局", "year": 2022, "rule_id": "sections.order", "cells": []},
    {"finding_id": "a" * 16, "organ": "甲局", "year": 2022, "rule_id": "r", "cells": [{"cell": "x"}]},
    {"finding_id": "b" * 16, "organ": "乙局", "year": 2022, "rule_id": "sections.order", "cells": []},
    {"finding_id": "c" * 16, "organ": "甲局", "year": 2023, "rule_id": "sections.order", "cells": []},
]
WHY = "  reason: 已核对\n  person: 王某\n  until: {until}\n"


def waiver(about: str, until: str = "2026-12-31") -> str:
    return f"- {about}\n{WHY.format(until=until)}"


def places(text: str) -> list[int]:
    return sorted(Waivers.parse(text).apply(ROWS, TODAY).by_place)


@pytest.mark.parametrize(
    ("about", "covered"),
    [
        ("finding: " + "a" * 16, [1]),
        ("finding: '" + "0" * 16 + "'", [0]),
        ("finding: " + "0" * 16, [0]),
        ("finding: " + "d" * 16, []),
        ("{organ: 甲局, year: 2022, rule: sections.order,\n  finding: " + "a" * 16, None),
        ("organ: 甲局\n  year: 2022\n  rule: sections.order", [0]),
        ("organ: 乙局\n  year: 2023\n  rule: sections.order", []),
        ("organ: 甲局\n  year: 2022\n  rule: sections.order\n  cells: [requests.received.total]", []),
    ],
)
def test_what_a_waiver_covers(about: str, covered: list[int] | None) -> None:
    if covered is None:
        with pytest.raises(SettingsError):
            places(waiver(about))
    else:
        assert places(waiver(about)) == covered


@pytest.mark.parametrize(("until", "covered"), [("2026-06-29", []), ("2026-06-30", [1]), ("2026-07-01", [1])])
def test_a_waiver_is_good_until_its_day_and_that_day(until: str, covered: list[int]) -> None:
    came = Waivers.parse(waiver("finding: " + "a" * 16, until)).apply(ROWS, TODAY)
    assert sorted(came.by_place) == covered
    assert [(one.line, count) for one, count in came.applied] == ([(1, 1)] if covered else [])
    assert [(one.line, count) for one, count in came.expired] == ([] if covered else [(1, 1)])
    assert came.unused == ()


def test_of_two_waivers_the_longer_counts_and_an_expired_one_takes_nothing_away() -> None:
    about = "finding: " + "a" * 16
    text = waiver(about, "2026-12-31") + waiver(about, "2027-12-31") + waiver(about, "2020-01-01")
    came = Waivers.parse(text).apply(ROWS, TODAY)
    assert came.by_place[1].until == dt.date(2027, 12, 31)
    assert [one.until.year for one, _ in came.expired] == [2020]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("{}\n", "w.yaml:1: "),
        ("- a\n", "w.yaml:1: [0]: "),
        (waiver("finding: xyz"), "w.yaml:1: [0].finding: "),
        (waiver("organ: 甲局"), "w.yaml:1: [0]: "),
        (waiver("organ: 甲局\n  year: 二〇二二\n  rule: sections.order"), "w.yaml:2: [0].year: "),
        (
            waiver("organ: 甲局\n  year: 2022\n  rule: sections.ordr"),
            "w.yaml:3: [0].rule: 没有规则 sections.ordr；是不是 sections.order",
        ),
        (
            waiver("organ: 甲局\n  year: 2022\n  rule: sections.order\n  cells: [requests.recieved.total]"),
            "w.yaml:4: [0].cells[0]: 没有单元格",
        ),
        (waiver("finding: " + "a" * 16, "2026-02-30"), "w.yaml:4: [0].until: "),
        ("- finding: " + "a" * 16 + "\n  reason: a\n  person: b\n", "w.yaml:1: [0].until: 缺少"),
        ("- finding: " + "a" * 16 + "\n  person: b\n  until: 2026-12-31\n", "w.yaml:1: [0].reason: 缺少"),
        (
            "- finding: " + "a" * 16 + "\n  reason: ''\n  person: b\n  until: 2026-12-31\n",
            "w.yaml:2: [0].reason: ",
        ),
        (waiver("finding: " + "a" * 16) + "  untill: 1\n", "w.yaml:5: [0].untill: 没有这个键；是不是 until"),
    ],
)
def test_a_broken_file_is_refused_with_line_and_key(text: str, start: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Waivers.parse(text, "w.yaml")
    assert caught.value.message.zh.startswith(start)


def test_waived_findings_stay_and_do_not_count(make, total, tmp_path) -> None:
    frames = make.frames([make.report(1, changes={total.left[0]: 3}), make.report(2)])
    plain = audit(frames, tmp_path / "plain")
    assert plain.exit_code("error") == 1
    assert "waivers" not in plain.to_dict()
    text = "".join(
        waiver(f"finding: '{one}'", until) + waiver(f"organ: 第9局\n  year: 2022\n  rule: {total.id}")
        for one, until in zip(plain.findings["finding_id"].to_pylist(), ["2026-12-31"] * 99, strict=False)
    )
    run = audit(frames, tmp_path / "out", waivers=Waivers.parse(text), today=TODAY)
    assert run.exit_code("error") == 0
    assert run.exit_code("info") == 0
    assert run.findings.drop_columns(["waiver"]).equals(plain.findings.drop_columns(["waiver"]))
    assert run.findings["waiver"].to_pylist() == [
        {"reason": "已核对", "person": "王某", "until": dt.date(2026, 12, 31)}
    ] * len(plain.findings)
    said = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert said["counts"]["findings"] == {"error": {}, "warning": {}, "info": {}}
    assert said["counts"]["waived"] == plain.to_dict()["counts"]["findings"]
    assert len(said["waivers"]["applied"]) == len(said["waivers"]["unused"]) == len(plain.findings)
    assert said["waivers"]["today"] == "2026-06-30"
    stored = json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))
    assert stored[0]["waiver"]["until"] == "2026-12-31"
    page = (tmp_path / "out" / run.batches[0].page).read_text("utf-8")
    assert page.count("已豁免：已核对（王某，至 2026-12-31）") == len(plain.findings)
    assert '<p class="verdict holds">' in page
    late = audit(frames, tmp_path / "late", waivers=Waivers.parse(text), today=dt.date(2027, 1, 1))
    assert late.exit_code("error") == 1
    assert late.findings["waiver"].null_count == late.findings.num_rows
    assert len(late.waivers.expired) == 2 * len(plain.findings)
    assert "已豁免：" not in (tmp_path / "late" / late.batches[0].page).read_text("utf-8")


@pytest.mark.skipif(not DOCS.is_file(), reason="docs/ is not there: tests of an installed package")
def test_the_example_in_the_docs_is_a_file_of_waivers() -> None:
    example = re.findall(r"```yaml\n(- finding.*?)```", DOCS.read_text("utf-8"), re.DOTALL)[0]
    assert len(Waivers.parse(example).waivers) == 2
