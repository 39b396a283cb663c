"""The same report twice is told, and so are organs that were not identified."""

import dataclasses

import pyarrow as pa
import pytest

from gongkai import demo
from gongkai.forms import Text
from gongkai.loaders import FramesBuilder, Note, read_bytes, recognise
from gongkai.loaders._duplicates import find_duplicates
from gongkai.loaders._frames import DUPLICATES, UNIDENTIFIED
from gongkai.loaders._unidentified import find_unidentified


@pytest.fixture(scope="module")
def one():
    rendered = next(demo.clean_reports(1, layouts=["html.clean"]))
    return recognise(read_bytes(rendered.data, rendered.name))


@pytest.fixture
def frames_of(one):
    """Frames of reports that are as told and else alike."""

    def build(*told):
        builder = FramesBuilder()
        for number, fields in enumerate(told):
            plain = {"report_id": f"id{number}", "path": f"{number}.txt", "region": None, "notes": ()}
            builder.add(dataclasses.replace(one, **(plain | fields)))
        return builder.build()

    return build


def told(frames):
    columns = ("kind", "path", "first_path")
    table = find_duplicates(frames)
    assert table.schema == DUPLICATES
    return [tuple(row[name] for name in columns) for row in table.to_pylist()]


def test_reports_of_different_organs_or_years_are_no_duplicates(frames_of):
    frames = frames_of(
        {"organ": "甲县教育局", "year": 2021},
        {"organ": "甲县教育局", "year": 2022},
        {"organ": "乙县教育局", "year": 2021},
    )
    assert told(frames) == []


def test_the_same_bytes_under_two_paths(frames_of):
    same = {"report_id": "same"}
    frames = frames_of({"path": "b.txt", **same}, {"path": "a.txt", **same}, {"path": "c.txt", **same})
    assert told(frames) == [("content", "b.txt", "a.txt"), ("content", "c.txt", "a.txt")]
    assert frames.reports.num_rows == 3


def test_two_reports_of_one_organ_and_year(frames_of):
    frames = frames_of({"path": "第二次/x.txt"}, {"path": "第一次/x.txt"})
    assert told(frames) == [("organ_year", "第二次/x.txt", "第一次/x.txt")]
    (row,) = find_duplicates(frames).to_pylist()
    assert (row["report_id"], row["first_report_id"]) == ("id0", "id1")
    assert (row["organ"], row["year"]) == tuple(
        frames.reports.to_pylist()[0][name] for name in ("organ", "year")
    )


def test_a_copy_is_not_told_twice(frames_of):
    frames = frames_of({}, {"report_id": "id0"}, {})
    assert told(frames) == [("content", "1.txt", "0.txt"), ("organ_year", "2.txt", "0.txt")]


@pytest.mark.parametrize("unknown", ["organ", "year"])
def test_what_is_not_known_is_not_the_same(frames_of, unknown):
    assert told(frames_of({unknown: None}, {unknown: None})) == []


def test_the_registry_tells_organs_apart(frames_of):
    named = {"organ": "鼓楼区教育局"}
    assert told(frames_of({"organ_id": "1", **named}, {"organ_id": "2", **named})) == []
    assert len(told(frames_of({"organ_id": "1", "region": "甲市"}, {"organ_id": "1", "region": "乙市"}))) == 1


def test_without_it_the_places_in_the_path_do(frames_of):
    named = {"organ": "鼓楼区教育局"}
    assert told(frames_of({"region": "甲市/2021", **named}, {"region": "乙市/2021", **named})) == []
    assert len(told(frames_of({"region": "甲市/初报", **named}, {"region": "甲市/补报", **named}))) == 1


def test_organs_that_were_not_identified(frames_of):
    def note(code, path):
        return Note(code, Text(f"{code} {path} 中", f"{code} {path} en"))

    frames = frames_of(
        {"organ": "甲局", "path": "2.txt", "notes": (note("organ_unknown", 2),)},
        {"organ": "甲局", "path": "1.txt", "notes": (note("reader", 1), note("organ_unknown", 1))},
        {"organ": "甲局", "path": "3.txt", "notes": (note("organ_disagrees", 3),)},
        {"organ": None, "path": "0.txt", "notes": (note("organ_unknown", 0),)},
        {"organ": "乙局", "path": "4.txt", "notes": (note("edition_assumed", 4),)},
    )
    table = find_unidentified(frames)
    assert table.schema == UNIDENTIFIED
    assert [tuple(row.values()) for row in table.to_pylist()] == [
        (None, "organ_unknown", 1, "0.txt", "organ_unknown 0 中", "organ_unknown 0 en"),
        ("甲局", "organ_unknown", 2, "1.txt", "organ_unknown 1 中", "organ_unknown 1 en"),
        ("甲局", "organ_disagrees", 1, "3.txt", "organ_disagrees 3 中", "organ_disagrees 3 en"),
    ]


def test_nothing_gives_empty_tables(frames_of):
    assert find_duplicates(frames_of()).num_rows == find_unidentified(frames_of()).num_rows == 0


def test_rows_that_come_in_pieces_are_counted_together(frames_of):
    note = Note("organ_unknown", Text("中", "en"))
    pieces = [
        frames_of({"path": "2.txt", "notes": (note,)}, {"path": "5.txt"}).reports,
        frames_of({"path": "3.txt"}, {"path": "1.txt", "notes": (note, note)}).reports,
    ]
    frames = dataclasses.replace(frames_of(), reports=pa.concat_tables(pieces))
    (row,) = find_unidentified(frames).to_pylist()
    assert (row["reports"], row["path"]) == (3, "1.txt")
    assert len(find_duplicates(frames)) == 3
