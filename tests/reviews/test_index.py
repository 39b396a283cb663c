"""What is counted on every report, and whose each is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pytest

from gongkai.checkpoints import FINDINGS, Run
from gongkai.loaders import DUPLICATES, FAILURES, REPORTS, UNIDENTIFIED, Frames, load
from gongkai.relations import ELSEWHERE
from gongkai.reviews._site._index import Index, Tally, make_index

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
WAIVER = {"reason": "已核对", "person": "王某", "until": dt.date(2099, 1, 1)}


def report(path: str, **more: Any) -> dict[str, Any]:
    """Of 甲局 on 2023, unless told otherwise; the same content is the same id."""
    content = more.pop("content", path)
    return {"report_id": content, "path": path, "organ": "甲局", "region": "苇城市", "year": 2023, **more}


def said(path: str, severity: str = "error", answer: str = "violated", **more: Any) -> dict[str, Any]:
    return {
        "report_id": path,
        "path": path,
        "rule_id": "r",
        "edition": "2021",
        "severity": severity,
        "answer": answer,
        **more,
    }


def index_of(reports: Sequence[Mapping[str, Any]], findings: Sequence[Mapping[str, Any]] = ()) -> Index:
    run = Run(
        batches=(),
        findings=pa.Table.from_pylist([dict(row) for row in findings], FINDINGS),
        failures=FAILURES.empty_table(),
        duplicates=DUPLICATES.empty_table(),
        unidentified=UNIDENTIFIED.empty_table(),
        problems=(),
        versions={},
        packs={},
        started=NOW,
        finished=NOW,
    )
    empty = load([])
    table = pa.Table.from_pylist([dict(row) for row in reports], REPORTS)
    return make_index(run, Frames(table, empty.cells, empty.sections, empty.failures, {}), None)


def test_findings_count_by_severity_answer_and_waiver() -> None:
    rows = [
        said("a"),
        said("a", rule_id="r2"),
        said("a", "warning"),
        said("a", "info"),
        said("a", "error", "cannot_tell"),
        said("a", "error", rule_id="r3", waiver=WAIVER),
        said("a", "error", "cannot_tell", rule_id="r3", waiver=WAIVER),
    ]
    (entry,) = index_of([report("a")], rows).entries
    assert entry.tally == Tally(errors=2, warnings=1, notes=1, cannot_tell=1, waived=2)
    assert entry.rules == ("r", "r2")
    assert entry.findings == tuple(range(7))


@pytest.mark.parametrize(
    ("tally", "state"),
    [
        (Tally(errors=1, warnings=2), "error"),
        (Tally(warnings=1, cannot_tell=9), "warning"),
        (Tally(cannot_tell=1), "cannot_tell"),
        (Tally(notes=3, waived=4), "clean"),
        (Tally(), "clean"),
    ],
)
def test_the_state_is_the_gravest_that_stands(tally: Tally, state: str) -> None:
    assert tally.state == state


def test_a_report_whose_findings_are_all_waived_is_clean() -> None:
    (entry,) = index_of([report("a")], [said("a", waiver=WAIVER)]).entries
    assert (entry.tally, entry.tally.state, entry.rules) == (Tally(waived=1), "clean", ())


def test_a_corrected_file_keeps_its_address() -> None:
    (first,) = index_of([report("a", content="1")]).entries
    (second,) = index_of([report("a", content="2")]).entries
    assert first.key != second.key
    assert first.address == second.address


def test_reports_submitted_twice_have_pages_of_their_own() -> None:
    """Also those of the same bytes; whichever comes first in the frames, the path tells them apart."""
    reports = [report("b", content="same"), report("a", content="same"), report("c"), report("d", year=2022)]
    one, other = index_of(reports), index_of(reports[::-1])
    assert len({entry.address for entry in one.entries}) == 4
    assert {entry.key: entry.address for entry in one.entries} == {
        entry.key: entry.address for entry in other.entries
    }


def test_the_same_name_in_two_places_is_two_organs() -> None:
    index = index_of([report("a"), report("b", region="墨池市"), report("c", year=2022)])
    assert [len(own) for own in index.by_organ.values()] == [2, 1]
    assert len({entry.address for entry in index.entries}) == 3


def test_reports_without_an_organ_are_each_alone() -> None:
    index = index_of([report("a", organ=None), report("b", organ=None)])
    assert [entry.whose for entry in index.entries] == ["a", "b"]
    assert [entry.name for entry in index.entries] == ["a", "b"]


def test_entries_stand_as_the_frames_do_and_cities_by_name_with_elsewhere_last() -> None:
    index = index_of([report("c", region=""), report("b", region="b市"), report("a", region="a市")])
    assert [entry.key.path for entry in index.entries] == ["c", "b", "a"]
    assert list(index.by_city) == ["a市", "b市", ELSEWHERE]


def test_a_finding_on_no_report_belongs_to_its_organs_city() -> None:
    absent = said("", organ="乙局", region="墨池市")
    index = index_of([report("a")], [said("a"), absent])
    assert index.without_report == {1: "墨池市"}
    assert index.absent == {1: "乙局\0墨池市"}
    assert index.entries[0].findings == (0,)


def test_tallies_add_up() -> None:
    assert Tally(1, 2, 3, 4, 5) + Tally(1, 1, 1, 1, 1) == Tally(2, 3, 4, 5, 6)
