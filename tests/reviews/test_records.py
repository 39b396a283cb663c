"""Reports some at a time with all that belongs to them, however the frames are cut into pieces."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from gongkai import demo
from gongkai.checkpoints import FINDINGS, Run
from gongkai.loaders import DUPLICATES, FAILURES, UNIDENTIFIED, Frames, load
from gongkai.reviews._site import _records
from gongkai.reviews._site._index import Index, make_index
from gongkai.reviews._site._records import FramesDisagreeError, Record, portions

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> Frames:
    """Seven reports, of which the third has no cells."""
    folder = tmp_path_factory.mktemp("in")
    for number, sample in enumerate(demo.clean_samples(7)):
        rendered = demo.render(sample, "text.tabs")
        (folder / f"{number}-{rendered.name}").write_bytes(rendered.data)
    made = load([folder])
    without = made.reports["path"][2]
    kept: Any = pc.not_equal(made.cells["path"], without)
    return replace(made, cells=made.cells.filter(kept))


class Cut:
    """The same frames in pieces of other sizes."""

    def __init__(self, frames: Frames, size: int) -> None:
        self._frames, self._size = frames, size

    def pieces(self, name: str, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        (whole,) = self._frames.pieces(name, columns)
        for start in range(0, max(1, whole.num_rows), self._size):
            yield whole.slice(start, self._size)


def run_of(rows: Sequence[dict[str, Any]]) -> Run:
    return Run(
        batches=(),
        findings=pa.Table.from_pylist(list(rows), FINDINGS),
        failures=FAILURES.empty_table(),
        duplicates=DUPLICATES.empty_table(),
        unidentified=UNIDENTIFIED.empty_table(),
        problems=(),
        versions={},
        packs={},
        started=NOW,
        finished=NOW,
    )


@pytest.fixture(scope="module")
def index(frames: Frames) -> Index:
    reports = frames.reports.select(["report_id", "path"]).to_pylist()
    rows = [
        {
            **report,
            "rule_id": f"r{number}",
            "severity": "error",
            "answer": "violated",
            "finding_id": f"{at}{number}",
        }
        for at, report in enumerate(reports)
        for number in range(at % 3)
    ]
    # Findings come batch by batch, not report by report.
    return make_index(run_of(sorted(rows, key=lambda row: str(row["rule_id"]))), frames, None)


def recorded(index: Index, frames: Any) -> list[Record]:
    return [record for portion in portions(index, frames) for record in portion.records()]


@pytest.mark.parametrize("size", [1, 3, 50, 10_000])
@pytest.mark.parametrize("reports", [1, 3, 256])
def test_every_report_comes_with_what_is_its_own(
    frames: Frames, index: Index, monkeypatch: pytest.MonkeyPatch, size: int, reports: int
) -> None:
    monkeypatch.setattr(_records, "_REPORTS", reports)
    found = recorded(index, Cut(frames, size))
    assert [record.report for record in found] == frames.reports.to_pylist()
    cells, sections = frames.cells.to_pylist(), frames.sections.to_pylist()
    assert [bool(record.cells) for record in found] == [at != 2 for at in range(7)]
    for at, record in enumerate(found):
        key = record.entry.key
        assert key == (record.report["report_id"], record.report["path"])
        own = [row for row in cells if (row["report_id"], row["path"]) == key]
        assert [(cell, *said) for cell, said in record.cells.items()] == [
            (row["cell"], row["value"], row["raw"], row["status"]) for row in own
        ]
        assert [(row["section"], row["prose"]) for row in record.sections] == [
            (row["section"], row["prose"]) for row in sections if (row["report_id"], row["path"]) == key
        ]
        assert [row["finding_id"] for row in record.findings] == [f"{at}{number}" for number in range(at % 3)]


def test_a_portion_survives_the_way_to_another_process(frames: Frames, index: Index) -> None:
    for portion in portions(index, frames):
        sent = pickle.loads(pickle.dumps(portion))
        assert list(sent.records()) == list(portion.records())


def test_a_portion_takes_nothing_of_its_neighbours_along(
    frames: Frames, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = len(pickle.dumps(frames.cells))
    monkeypatch.setattr(_records, "_REPORTS", 1)
    sizes = [len(pickle.dumps(portion.cells.table)) for portion in portions(index, frames)]
    assert sum(sizes) < 2 * whole
    assert max(sizes) < whole / 2


@pytest.mark.parametrize("name", ["cells", "sections"])
@pytest.mark.parametrize("how", ["turned", "more"])
def test_frames_that_disagree_are_refused(frames: Frames, index: Index, name: str, how: str) -> None:
    table = getattr(frames, name)
    if how == "turned":
        spoiled = table.take(pa.array(range(table.num_rows - 1, -1, -1), pa.int64()))
    else:
        stranger = table.slice(0, 1).to_pylist()[0] | {"path": "无此文件.txt"}
        spoiled = pa.concat_tables([table, pa.Table.from_pylist([stranger], table.schema)])
    tables = {one: getattr(frames, one) for one in ("reports", "cells", "sections", "failures")}
    with pytest.raises(FramesDisagreeError, match=name):
        recorded(index, Frames(**{**tables, name: spoiled}, facts=frames.facts))


def test_a_run_without_reports_has_no_portion() -> None:
    empty = load([])
    assert not list(portions(make_index(run_of(()), empty, None), empty))
