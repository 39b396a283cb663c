"""What lies in the inbox, and what is left for another night."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gongkai.nightly import _inbox
from gongkai.nightly._inbox import Inbox, look

NOW = 1_790_000_000.0
SETTLE = 60


def put(folder: Path, name: str, data: bytes = b"1", age: float = 3600) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (NOW - age, NOW - age))
    return path


def names(inbox: Inbox) -> list[str]:
    return [submission.name for submission in inbox.found.submissions]


def test_contents_tell_files_by_their_bytes(tmp_path: Path) -> None:
    one, two = put(tmp_path, "甲/年报.txt", b"1"), put(tmp_path, "乙/年报.txt", b"2")
    again = put(tmp_path, "丙/年报.txt", b"1")
    inbox = look([tmp_path], SETTLE, NOW, {})
    assert inbox.contents[str(one)] == inbox.contents[str(again)] != inbox.contents[str(two)]
    assert inbox.left == inbox.gone == ()


@pytest.mark.parametrize(("age", "left"), [(0, True), (59, True), (60, False), (-3600, False)])
def test_a_file_written_a_moment_ago_is_left(tmp_path: Path, age: float, left: bool) -> None:
    """One of the future was written by another clock, which says nothing of when."""
    path = put(tmp_path, "年报.txt", age=age)
    inbox = look([tmp_path], SETTLE, NOW, {})
    assert inbox.left == ((str(path),) if left else ())
    assert names(inbox) == ([] if left else [str(path)])


def test_of_a_file_being_written_again_what_was_read_stands(tmp_path: Path) -> None:
    path = put(tmp_path, "年报.txt", b"half", age=1)
    inbox = look([tmp_path], SETTLE, NOW, {str(path): "read before"})
    assert inbox.left == (str(path),)
    assert inbox.contents == {str(path): "read before"}


def test_a_file_that_grows_while_it_is_looked_at_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path, "年报.txt")
    whole = _inbox.digest

    def growing(read: Path) -> str:
        said = whole(read)
        with read.open("ab") as file:
            file.write(b"more")
        os.utime(read, (NOW - 3600, NOW - 3600))
        return said

    monkeypatch.setattr(_inbox, "digest", growing)
    assert look([tmp_path], SETTLE, NOW, {}).left == (str(path),)


def test_a_file_that_is_gone_when_it_is_looked_at_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path, "年报.txt")
    put(tmp_path, "另一份.txt")
    whole = _inbox.find_submissions

    def vanishing(paths):
        found = whole(paths)
        path.unlink()
        return found

    monkeypatch.setattr(_inbox, "find_submissions", vanishing)
    inbox = look([tmp_path], SETTLE, NOW, {})
    assert inbox.gone == (str(path),)
    assert names(inbox) == [str(tmp_path / "另一份.txt")]


def test_a_file_that_cannot_be_opened_stands_to_be_read_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path, "年报.txt")

    def refuse(_: Path) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(_inbox, "digest", refuse)
    inbox = look([tmp_path], SETTLE, NOW, {})
    assert names(inbox) == [str(path)]
    assert inbox.contents == {str(path): ""}


def test_a_change_after_it_was_looked_at_is_seen(tmp_path: Path) -> None:
    path, other = put(tmp_path, "年报.txt"), put(tmp_path, "别的.txt")
    inbox = look([tmp_path], SETTLE, NOW, {})
    by_name = {submission.name: submission for submission in inbox.found.submissions}
    assert inbox.unchanged(by_name[str(path)])
    path.write_bytes(b"changed")
    assert not inbox.unchanged(by_name[str(path)])
    other.unlink()
    assert not inbox.unchanged(by_name[str(other)])


def test_a_document_of_many_files_changes_with_any_of_them(tmp_path: Path) -> None:
    for number in range(1, 5):
        put(tmp_path, f"年报/{number}.html", f"<p>第{number}页</p>".encode())
    before = look([tmp_path], SETTLE, NOW, {})
    put(tmp_path, "年报/3.html", "<p>第三页</p>".encode())
    after = look([tmp_path], SETTLE, NOW, {})
    assert names(before) == names(after)
    assert before.contents != after.contents
