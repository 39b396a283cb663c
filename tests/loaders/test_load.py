"""Finding submissions, and reading them so that none stops the others."""

import os
from pathlib import Path

import pytest

from gongkai import demo
from gongkai.loaders import ASIDE, find_submissions, load


def put(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_folders_are_walked_in_order_and_tell_the_region(tmp_path: Path) -> None:
    second = put(tmp_path / "云州市" / "青川县" / "乙.html")
    first = put(tmp_path / "云州市" / "甲.html")
    alone = put(tmp_path / "丙.html")
    found = find_submissions([tmp_path, alone, tmp_path])
    assert [(s.path, s.region) for s in found.submissions] == [
        (alone, None),
        (first, "云州市"),
        (second, "云州市/青川县"),
    ]
    assert found.aside == []


def test_what_is_no_document_is_set_aside_and_told(tmp_path: Path) -> None:
    report = put(tmp_path / "报告.html")
    beside = [put(tmp_path / f"文件{suffix}") for suffix in ASIDE]
    hidden = [put(tmp_path / ".DS_Store"), put(tmp_path / ".git" / "config"), put(tmp_path / "~$报告.docx")]
    found = find_submissions([tmp_path])
    assert [s.path for s in found.submissions] == [report]
    assert sorted(found.aside) == sorted(map(str, [*beside, *hidden]))


def test_a_file_named_itself_is_a_submission_whatever_its_suffix(tmp_path: Path) -> None:
    data = put(tmp_path / "a.json")
    assert [s.path for s in find_submissions([data]).submissions] == [data]
    assert find_submissions([tmp_path, data]).aside == []


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        find_submissions([tmp_path / "nowhere"])


def test_one_bad_submission_stops_no_other(tmp_path: Path) -> None:
    good = [put(tmp_path / f"{n}" / r.name, r.data) for n, r in enumerate(demo.clean_reports(3))]
    put(tmp_path / "空.txt", b"")
    put(tmp_path / "图.png", b"\x89PNG\r\n\x1a\n" + bytes(100))
    put(tmp_path / "深.html", b"<div>" * 5000 + b"x")
    steps: list[tuple[int, int]] = []
    frames = load([tmp_path], progress=lambda done, total, _: steps.append((done, total)))
    assert frames.reports.num_rows == len(good)
    assert {row["code"] for row in frames.failures.to_pylist()} == {"empty", "scanned", "limit"}
    assert steps == [(n, 6) for n in range(1, 7)]


def test_a_name_that_is_no_text_is_shown_and_read(tmp_path: Path) -> None:
    rendered = next(iter(demo.clean_reports(1)))
    raw = os.fsencode(tmp_path) + b"/\xb1\xa8\xb8\xe62021" + os.fsencode(rendered.layout.suffix)
    try:
        Path(os.fsdecode(raw)).write_bytes(rendered.data)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    frames = load([tmp_path])
    assert frames.reports.column("path").to_pylist() == [raw.decode("utf-8", "backslashreplace")]


def test_paths_may_be_text(tmp_path):
    (tmp_path / "空.txt").touch()
    (failure,) = load([str(tmp_path)]).failures.to_pylist()
    assert failure["path"].endswith("空.txt")
