"""Pages are written where they changed and taken over where they did not; no run harms the one before."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from gongkai.reviews._site import _folder
from gongkai.reviews._site._folder import AddressTakenError, SiteFolder

PAGE = "review/a/page.html"


def put(directory: Path, previous: Path | None, text: str, made_from: str | None = None) -> SiteFolder:
    folder = SiteFolder(directory, previous)
    folder.page(PAGE, text if made_from is None else made_from, lambda: text)
    folder.close()
    return folder


@pytest.fixture
def before(tmp_path: Path) -> Path:
    put(tmp_path / "before", None, "甲")
    return tmp_path / "before"


def test_a_page_that_did_not_change_is_the_same_file(before: Path, tmp_path: Path) -> None:
    folder = put(tmp_path / "new", before, "甲")
    assert (folder.written, folder.kept) == (0, 1)
    assert (tmp_path / "new" / PAGE).samefile(before / PAGE)


def test_a_page_that_changed_is_another_file(before: Path, tmp_path: Path) -> None:
    folder = put(tmp_path / "new", before, "乙")
    assert (folder.written, folder.kept) == (1, 0)
    assert (before / PAGE).read_text("utf-8") == "甲"
    assert (tmp_path / "new" / PAGE).read_text("utf-8") == "乙"


def test_a_page_of_another_version_is_made_again(
    before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_folder, "_version", lambda: "another")
    assert put(tmp_path / "new", before, "丙", made_from="甲").written == 1


@pytest.mark.parametrize("code", [errno.EXDEV, errno.EPERM, errno.EMLINK])
def test_where_there_are_no_second_names_a_page_is_copied(
    before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "link", refuse)
    assert put(tmp_path / "new", before, "甲").kept == 1
    assert (tmp_path / "new" / PAGE).read_text("utf-8") == "甲"
    assert not (tmp_path / "new" / PAGE).samefile(before / PAGE)


def test_a_page_that_was_removed_is_made_again(before: Path, tmp_path: Path) -> None:
    (before / PAGE).unlink()
    assert put(tmp_path / "new", before, "甲").written == 1


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff", b'{"review/a/page.html": 1}', None])
def test_a_run_before_that_is_damaged_only_costs_time(
    before: Path, tmp_path: Path, damage: bytes | None
) -> None:
    ledger = before / "review" / "pages.json"
    if damage is None:
        ledger.unlink()
    else:
        ledger.write_bytes(damage)
    assert put(tmp_path / "new", before, "甲").written == 1


def test_a_full_disk_is_told_and_leaves_the_run_before(
    before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        put(tmp_path / "new", before, "乙")
    assert (before / PAGE).read_text("utf-8") == "甲"


def test_two_pages_never_have_one_address(before: Path, tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path / "new", before)
    folder.page(PAGE, "甲", lambda: "甲")
    with pytest.raises(AddressTakenError, match=PAGE):
        folder.page(PAGE, "乙", lambda: "乙")
    assert (before / PAGE).read_text("utf-8") == "甲"


def test_nor_do_pages_of_two_parts(tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path, None)
    parts = [folder.part([PAGE]) for _ in range(2)]
    parts[0].page(PAGE, "甲", lambda: "甲")
    folder.take(parts[0])
    parts[1].page(PAGE, "乙", lambda: "乙")
    with pytest.raises(AddressTakenError, match=PAGE):
        folder.take(parts[1])


def test_what_parts_did_counts_as_the_folders_own(before: Path, tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path / "new", before)
    part = folder.part([PAGE, "review/b.html"])
    part.page(PAGE, "甲", lambda: "甲")
    part.page("review/b.html", "乙", lambda: "乙")
    folder.take(part)
    folder.close()
    assert (folder.written, folder.kept) == (1, 1)
    again = SiteFolder(tmp_path / "again", tmp_path / "new")
    again.page("review/b.html", "乙", lambda: "乙")
    assert again.kept == 1
