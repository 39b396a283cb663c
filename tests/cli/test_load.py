"""`gongkai load`: every frame on disk, and every submission that could not be read told by name."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from gongkai import demo, forms, loaders
from gongkai.cli import _reading
from gongkai.loaders import _load, _processes

YEAR = 2022


@pytest.fixture
def province(tmp_path):
    """A few clean reports in several layouts, in a folder of their own."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for rendered in demo.clean_reports(4, years=(2020, YEAR)):
        (folder / rendered.name).write_bytes(rendered.data)
    return folder


def spoil(folder):
    """The bad input of every inbox; gives the names."""
    (docx,) = demo.clean_reports(1, layouts=["docx.clean"])
    bad = {
        "empty.txt": b"",
        "binary.html": bytes(range(256)) * 64,
        "truncated.docx": docx.data[: len(docx.data) // 2],
        "letter.txt": "各位同事：\n请于周五前提交材料。\n".encode(),
    }
    for name, data in bad.items():
        (folder / name).write_bytes(data)
    return list(bad)


def test_every_frame_is_written(gongkai, province, tmp_path):
    ended = gongkai("load", province, "-o", tmp_path / "out")
    assert ended.code == 0, ended.out + ended.err
    written = {path.name for path in (tmp_path / "out").iterdir()}
    editions = {forms.edition_for_year(year).id for year in (2020, YEAR)}
    assert written == {
        *(f"{name}.parquet" for name in ("reports", "cells", "sections", "failures", "duplicates")),
        *(f"facts-{edition}.parquet" for edition in editions),
    }
    expected = loaders.load([province])
    for name, table in expected.tables():
        assert pq.read_table(tmp_path / "out" / f"{name}.parquet").equals(table)
    assert "4" in ended.out
    assert str(tmp_path / "out") in ended.out
    assert "4/4" in ended.err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bad_input_is_told_by_name_and_the_rest_is_read(gongkai, province, tmp_path, lang):
    bad = spoil(province)
    ended = gongkai("load", province, "-o", tmp_path / "out", "--lang", lang)
    assert ended.code == 3
    failures = pq.read_table(tmp_path / "out" / "failures.parquet").to_pylist()
    assert sorted(row["path"] for row in failures) == sorted(str(province / name) for name in bad)
    assert [row[lang] for row in failures if row[lang] not in ended.out] == []
    assert [name for name in bad if name not in ended.out] == []
    assert pq.read_table(tmp_path / "out" / "reports.parquet").num_rows == 4


def test_a_folder_with_files_but_no_report_lists_them(gongkai, tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    bad = spoil(folder)
    ended = gongkai("load", folder, "-o", tmp_path / "out")
    assert ended.code == 3
    assert [name for name in bad if name not in ended.out] == []
    assert pq.read_table(tmp_path / "out" / "reports.parquet").num_rows == 0


def test_a_second_run_replaces_the_first(gongkai, province, tmp_path):
    out = tmp_path / "out"
    gongkai("load", province, "-o", out)
    only = next(path for path in province.iterdir() if str(YEAR) in path.name)
    assert gongkai("load", only, "-o", out).code == 0
    assert [path.name for path in out.glob("facts-*")] == [f"facts-{forms.edition_for_year(YEAR).id}.parquet"]
    assert pq.read_table(out / "reports.parquet").num_rows == 1


def test_many_failures_are_cut_short_with_the_place_of_the_rest(gongkai, tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number in range(25):
        (folder / f"{number:02}.txt").write_bytes(b"")
    ended = gongkai("load", folder, "-o", tmp_path / "out")
    assert ended.code == 3
    assert "19.txt" in ended.out
    assert "20.txt" not in ended.out
    assert "failures.parquet" in ended.out


def test_ctrl_c_ends_with_130_and_leaves_nothing(gongkai, province, tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(loaders, "load_into", interrupt)
    ended = gongkai("load", province, "-o", tmp_path / "out")
    assert ended.code == 130
    assert "已中断" in ended.err
    assert not (tmp_path / "out").exists()


def test_a_full_disk_is_told(gongkai, province, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(loaders, "load_into", fail)
    ended = gongkai("load", province, "-o", tmp_path / "out")
    assert ended.code == 2
    assert "无法读写" in ended.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["load", "audit"])
def test_a_document_that_takes_too_long_is_told(gongkai, province, tmp_path, command):
    heavy = province / "heavy.txt"
    heavy.write_text("年度\t12\n" * 400_000, "utf-8")
    ended = gongkai(command, heavy, "-o", tmp_path / "out", "--timeout", "0.2", "--workers", "1")
    assert ended.code == 3
    assert f"{heavy}：读取超过 0.2 秒的上限" in ended.out


@pytest.mark.skipif(not loaders.BOUNDS_MEMORY, reason="this system does not limit memory")
def test_a_document_that_takes_too_much_memory_is_told(gongkai, province, tmp_path):
    heavy = province / "heavy.txt"
    heavy.write_text("年度\t12\n" * 400_000, "utf-8")
    ended = gongkai("load", province, "-o", tmp_path / "out", "--memory", "64", "--lang", "en")
    assert ended.code == 3
    assert f"{heavy}: reading took more memory than the limit of 64 MiB" in ended.out
    assert pq.read_table(tmp_path / "out" / "reports.parquet").num_rows == 4


@pytest.mark.parametrize(("bounds", "told"), [(True, False), (False, True)])
def test_where_memory_cannot_be_limited_that_is_said_once(
    gongkai, province, tmp_path, monkeypatch, bounds, told
):
    monkeypatch.setattr(loaders, "BOUNDS_MEMORY", bounds)
    ended = gongkai("load", province, "-o", tmp_path / "out")
    assert ended.out.count("--memory") == told


def test_what_archives_hold_is_counted(gongkai, province, tmp_path):
    with zipfile.ZipFile(province / "more.zip", "w") as archive:
        for rendered in demo.clean_reports(3, years=(YEAR,)):
            archive.writestr(rendered.name, rendered.data)
        archive.writestr("page.css", "x")
    ended = gongkai("load", province, "-o", tmp_path / "out")
    assert ended.code == 0, ended.out + ended.err
    assert ended.err.splitlines()[-1].endswith("7/7")
    assert "共 7 份材料" in ended.out
    assert "压缩包和 JSON 里另有 1 个文件或记录不是文档" in ended.out


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system has no process groups")
def test_ctrl_c_stops_all_processes_at_once(province, tmp_path):
    data = next(iter(province.iterdir())).read_bytes()
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number in range(4000):
        (inbox / f"{number}.html").write_bytes(data)
    command = [sys.executable, "-m", "gongkai.cli", "load", inbox, "-o", tmp_path / "out"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / ".dev"), "PYTHONUTF8": "1"}
    running = subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True
    )
    assert "400" in running.stderr.readline()
    # As a terminal does: to the workers as well.
    os.killpg(running.pid, signal.SIGINT)
    stopped = time.monotonic()
    told = running.communicate(timeout=60)[1]
    assert running.returncode == 130, told
    assert "已中断" in told
    assert "Traceback" not in told
    assert time.monotonic() - stopped < 10
    assert not (tmp_path / "out").exists()
    while any_left(running.pid):
        assert time.monotonic() - stopped < 20
        time.sleep(0.1)


def any_left(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_workers_are_begun_as_they_are_later_asked_for():
    assert _reading.PRELOAD == _processes.PRELOAD


def test_a_disk_that_is_full_for_the_workers_is_told(gongkai, province, tmp_path, monkeypatch):
    def remove(schedule, *_):
        raise loaders.WorkersFailedError("a worker cannot go on (OSError: No space left on device)")
        yield schedule

    monkeypatch.setattr(_load, "read_all", remove)
    ended = gongkai("load", province, "-o", tmp_path / "out")
    assert ended.code == 2
    assert "No space left on device" in ended.err
    assert not (tmp_path / "out").exists()
