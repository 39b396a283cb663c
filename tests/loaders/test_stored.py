"""Frames in a folder are those in memory, whoever read them and however they were cut."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest

from gongkai import demo
from gongkai.loaders import Frames, Reading, StoredFrames, find_submissions, load, load_into
from gongkai.loaders import _stored as stored
from gongkai.loaders._stored import FramesWriter

NAMES = ("reports", "cells", "sections", "failures")


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of both editions, some of them in an archive, and files that are none."""
    folder = tmp_path_factory.mktemp("inbox")
    for number, rendered in enumerate(demo.clean_reports(14)):
        (folder / f"{number:02}-{rendered.name}").write_bytes(rendered.data)
    with zipfile.ZipFile(folder / "11-更多.zip", "w") as archive:
        for rendered in demo.clean_reports(3):
            archive.writestr(rendered.name, rendered.data)
        archive.writestr("说明.txt", "没有报告")
        archive.writestr("page.css", "x")
    (folder / "05-空.txt").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def frames(inbox: Path) -> Frames:
    return load([inbox], reading=Reading(workers=1))


def test_an_archive_stands_in_its_place(frames: Frames, inbox: Path) -> None:
    paths = [Path(path).relative_to(inbox).parts[0] for path in frames.reports["path"].to_pylist()]
    assert paths == sorted(paths)
    assert paths.count("11-更多.zip") == 3
    assert [Path(path).name for path in frames.failures["path"].to_pylist()] == ["05-空.txt", "说明.txt"]


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_frames_are_the_same_whoever_reads(frames: Frames, inbox: Path, tmp_path: Path, workers: int) -> None:
    reading = Reading(workers=workers)
    found = load_into(find_submissions([inbox]), tmp_path, reading=reading)
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(name for name, _ in frames.tables())
    assert found.aside == 1
    for name, table in frames.tables():
        assert found.rows(name) == table.num_rows
        assert dict(found.in_memory().tables())[name].equals(table), name
        assert dict(load([inbox], reading=reading).tables())[name].equals(table), name


def test_pieces_are_the_rows_a_few_at_a_time(
    frames: Frames, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "_REPORTS", 5)
    monkeypatch.setattr(stored, "_FACTS", 8)
    found = load_into([inbox], tmp_path)
    for name, table in frames.tables():
        columns = table.column_names[:3]
        pieces = list(found.pieces(name, columns))
        assert pa.concat_tables(pieces).equals(table.select(columns))
        assert [piece.equals(table.select(columns)) for piece in frames.pieces(name, columns)] == [True]
    assert len(list(found.pieces("cells", ["cell"]))) > 1


def test_nothing_to_read_is_frames_without_rows(tmp_path: Path) -> None:
    with FramesWriter(tmp_path):
        pass
    found = StoredFrames(tmp_path)
    assert [found.rows(name) for name in NAMES] == [0] * len(NAMES)
    assert [piece.num_rows for piece in found.pieces("cells", ["cell", "value"])] == [0]
    assert found.in_memory().cells.schema == load([]).cells.schema
    assert (dict(found.facts), len(found.facts)) == ({}, 0)
    with pytest.raises(KeyError):
        found.facts["1999"]


@pytest.mark.parametrize("links", [True, False])
def test_files_can_stand_in_a_second_folder(
    frames: Frames, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:

        def refuse(*_: object) -> None:
            raise OSError(1, "no links here")

        monkeypatch.setattr(os, "link", refuse)
    written = load_into([inbox], tmp_path / "a").write(tmp_path / "b")
    assert {path.stem for path in written} == {name for name, _ in frames.tables()}
    assert StoredFrames(tmp_path / "b").cells.equals(frames.cells)


def test_what_writing_fails_with_is_told(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FramesWriter, "_append", fail)
    with pytest.raises(OSError, match="No space left"):
        load_into([inbox], tmp_path / "out")
