"""The measure of scale: the frames it makes, the costs it fits, what it counts on them."""

from __future__ import annotations

import importlib
import time
import types
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from gongkai import demo, loaders, rules
from gongkai.loaders import FramesBuilder, StoredFrames, facts_to_pandas

NUMBER = 4


@pytest.fixture(scope="module")
def scale() -> Iterator[ModuleType]:
    """The root of the repository is not on the path of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parents[2]))
        yield importlib.import_module("benchmarks.scale")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> StoredFrames:
    years = [year for year in demo.YEARS if year >= 2021]
    builder = FramesBuilder()
    for one in demo.clean_reports(NUMBER, layouts=["text.tabs"], years=years):
        builder.add(loaders.recognise(loaders.read_bytes(one.data, one.name), region="云州"))
    folder = tmp_path_factory.mktemp("base")
    builder.build().write(folder)
    return StoredFrames(folder)


def test_frames_of_many_are_of_different_reports_that_still_hold(
    scale: ModuleType, base: StoredFrames, tmp_path: Path
) -> None:
    number = 2 * NUMBER + 1
    many = scale._copies.put(base, tmp_path / "many", number)
    assert many.rows("reports") == number
    assert many.rows("cells") == sum(
        len(rules.catalogue(edition).edition.cell_ids) * table.num_rows
        for edition, table in many.facts.items()
    )
    assert many.rows("sections") == 0
    for column in ("report_id", "path"):
        assert len(set(many.reports[column].to_pylist())) == number
    for edition, table in many.facts.items():
        few, catalogue = base.facts[edition], rules.catalogue(edition)
        before = rules.judge(catalogue, facts_to_pandas(few)).answers
        after = rules.judge(catalogue, facts_to_pandas(table)).answers
        assert (after[:, : before.shape[1]] == before).all()
        assert (after[:, before.shape[1] : 2 * before.shape[1]] == before).all()
        cell = catalogue.edition.cell_ids[5]
        doubled = [None if one is None else 2 * one for one in few[cell].to_pylist()]
        assert table[cell].to_pylist()[few.num_rows : 2 * few.num_rows] == doubled


def test_a_cost_is_what_the_measurements_lie_on(scale: ModuleType) -> None:
    taken = {100: 3.0, 1000: 12.0, 10_000: 102.0}
    cost = scale.fit(taken)
    assert cost == pytest.approx((2.0, 0.01))
    assert cost.residuals(taken) == pytest.approx([0, 0, 0])
    assert scale.fit({100: 1.0, 200: 2.1}).fixed == 0
    assert scale.fit({100: 2.0, 200: 1.0}).each == 0
    assert scale.fit({100: 0.0, 200: 0.0}).of(1000) == 0


def test_a_stage_is_what_is_done_in_it(scale: ModuleType) -> None:
    def doze(seconds: float) -> str:
        time.sleep(seconds)
        return "done"

    room = types.SimpleNamespace(doze=doze)
    with scale._scale_runs.Meter() as meter, meter.functions(room, {"doze": "sleep"}):
        assert room.doze(0.02) == "done"
        assert room.doze(0.02) == "done"
        with meter.stage("work"):
            held = bytearray(1 << 24)
    assert room.doze is doze
    assert list(meter.taken) == ["sleep", "work", "start"]
    assert meter.taken["sleep"].wall >= 0.04
    assert meter.taken["sleep"].cpu < 0.5
    assert meter.taken["work"].peak > len(held)


def told(scale: ModuleType, number: int, **changes: object) -> object:
    taken = scale.Taken(number / 100, number / 100, number << 12)
    whole = {
        "stages": {"read": taken, "validate": taken},
        "reports": number,
        "findings": 2 * number,
        "problems": 0,
        "disk": {"results": 1024 * number, "data docs": 0, "site": 2048 * number},
    }
    return scale.Told(**{**whole, **changes})


@pytest.mark.parametrize("wrong", [{"reports": 9}, {"findings": 0}, {"problems": 1}])
def test_a_run_that_is_not_whole_is_a_wrong_result(scale: ModuleType, wrong: dict[str, int]) -> None:
    assert scale.check(told(scale, 10), 10)
    with pytest.raises(scale._scale_runs.WrongResultError):
        scale.check(told(scale, 10, **wrong), 10)


def test_the_page_says_what_the_country_needs(scale: ModuleType) -> None:
    runs = {number: scale.Run(told(scale, number), number << 20) for number in (100, 1000)}
    page = scale.page(scale.facts(runs, runs, [told(scale, 500)] * 4, 1 << 30))
    # 0.01 s a report and stage; reading in both processes: 5000 × (0.01 / 2 + 0.01) s.
    assert "| small province, a year | 5,000 | 1 | 0.02 | 4.9 GiB | 0 GiB |" in page
    assert "| country, a year | 620,000 | 31 | 1.72 | 39.1 GiB | 2 GiB |" in page
    assert "| country, ten years | 6,200,000 | 310 | 17.22 | 39.1 GiB | 18 GiB |" in page
    assert "| read | 0.00 | 10.000 | 1.00 (+0%) | 10.00 (+0%) |" in page
    assert "| reports | 2,000 in 4 audits of 500, two at a time |" in page
    assert "| validate, frames | 10.0 | 10.0 |" in page
    assert page.index("规模") < page.index("Written by")
