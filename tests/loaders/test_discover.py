"""Which files under a path are documents, which belong to one, and which are neither."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from gongkai.loaders import ASIDE, Found, Submission, find_submissions, unpack


def put(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def names(found: Found, folder: Path) -> list[str]:
    return [one.name.removeprefix(f"{folder}/") for one in found.submissions]


@pytest.mark.parametrize("ending", ["_files", ".files"])
def test_what_a_program_saves_with_a_page_is_aside(tmp_path: Path, ending: str) -> None:
    put(tmp_path / "市" / "年报.html")
    put(tmp_path / "市" / f"年报{ending}" / "image001.png")
    put(tmp_path / "市" / f"年报{ending}" / "内" / "header.htm")
    put(tmp_path / "市" / f"别的{ending}" / "扫描.png")
    found = find_submissions([tmp_path])
    assert names(found, tmp_path) == [f"市/别的{ending}/扫描.png", "市/年报.html"]
    assert len(found.aside) == 2


def test_an_archive_in_a_folder_is_a_submission_and_a_region(tmp_path: Path) -> None:
    archive = tmp_path / "云州市" / "青川县.zip"
    archive.parent.mkdir()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("教育局/年报.html", "x")
    (one,) = find_submissions([tmp_path]).submissions
    assert (one.region, one.given) == ("云州市", False)
    found = unpack(one, tmp_path / "into")
    assert found is not None
    assert [(each.name, each.region) for each in found.submissions] == [
        (f"{archive}/教育局/年报.html", "云州市/青川县/教育局")
    ]


def test_a_file_given_itself_says_so_unless_its_folder_was_given_before(tmp_path: Path) -> None:
    file = put(tmp_path / "云州市" / "a.zip")
    assert find_submissions([file]).submissions == [Submission(file, str(file), given=True)]
    (one,) = find_submissions([tmp_path, file]).submissions
    assert (one.region, one.given) == ("云州市", False)


def test_json_is_looked_into(tmp_path: Path) -> None:
    file = put(tmp_path / "truth.json", json.dumps({"a": 1}).encode())
    assert ".json" not in ASIDE
    (one,) = find_submissions([tmp_path]).submissions
    assert unpack(one, tmp_path / "into") == Found([], [str(file)], [])


def test_the_order_is_that_of_folders_and_names(tmp_path: Path) -> None:
    for place in ("b.html", "a/z.html", "a b/y.html", "a/b/x.html", "B.html"):
        put(tmp_path / place)
    assert names(find_submissions([tmp_path]), tmp_path) == [
        "B.html",
        "a/b/x.html",
        "a/z.html",
        "a b/y.html",
        "b.html",
    ]


def test_here_is_no_part_of_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "市" / "年报.html")
    monkeypatch.chdir(tmp_path)
    assert [one.name for one in find_submissions([Path()]).submissions] == ["市/年报.html"]
