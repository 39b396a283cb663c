"""A night that is killed at any moment, or finds no room: yesterday's pages stand, the next one mends it."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.nightly.conftest import Project
from tests.nightly.test_night import check_against_audit

from gongkai.history import nights

COMMAND = (sys.executable, "-m", "gongkai.cli", "nightly")
MOMENTS = 50


def start(project: Project) -> subprocess.Popen[bytes]:
    """As a timer starts it; in a session of its own, as a service is."""
    flags = [word for name, value in project.flags.items() for word in (f"--{name.replace('_', '-')}", value)]
    return subprocess.Popen(
        [*COMMAND, str(project.home), "--settle", "0", "--workers", "1", *flags],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def stand(project: Project) -> dict[str, bytes]:
    """What people see, after every file that the site says it has was found."""
    pages = project.pages()
    said = json.loads(pages["review/pages.json"])
    assert said.keys() <= pages.keys()
    assert json.loads(pages["run.json"])["counts"]
    assert (project.home / "gx" / "validations").is_dir()
    return pages


def check_nothing_is_left(project: Project) -> None:
    """Every run is whole, and nothing of another lies about."""
    store = project.store
    for run in store.runs():
        assert (store.generation(run) / "manifest.json").is_file()
        assert (store.generation(run) / "site" / "index.html").is_file()
    sites = {(store.generation(run) / "site").resolve().name for run in store.runs()}
    assert {path.name for path in (store.folder / "sites").iterdir()} == sites
    assert not list(store.folder.rglob(".gongkai-*"))


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_killed_at_any_moment(
    project: Project, make_report: Callable, tmp_path: Path, record_property: Callable
) -> None:
    begun = time.monotonic()
    assert start(project).wait() == 1
    whole = time.monotonic() - begun
    throw = random.Random(1)
    seen: dict[str, int] = {"yesterday": 0, "tonight": 0}
    for moment in range(MOMENTS):
        before, current = stand(project), project.store.current
        report = make_report(200 + moment, year=2022 + moment % 2, fault=moment % 3 == 0)
        project.put(f"新/{moment % 7}-{report.name}", report.data)
        process = start(project)
        # Most of it is importing; what can go wrong comes after that.
        time.sleep(whole * throw.uniform(0.15, 1.05))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        after = stand(project)
        if project.store.current == current:
            assert after == before
            seen["yesterday"] += 1
        else:
            seen["tonight"] += 1
        assert start(project).wait() == 1
        check_nothing_is_left(project)
        if moment % 10 == 9:
            check_against_audit(project, tmp_path / f"aside-{moment}")
            book_is_right(project)
    assert seen["yesterday"] > MOMENTS // 2
    record_property("killed", f"{MOMENTS}: {seen}; a whole run takes {whole:.1f} s")


def book_is_right(project: Project) -> None:
    """The history knows the findings that stand, each once."""
    row = nights(project.store.current / "history")[-1]
    found = project.table("findings")
    assert len({one["finding_id"] for one in found}) == len(found)
    assert row["new"] + row["standing"] + row["returned"] == len(found)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 48 MiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run([mount, "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk], check=False).returncode
    ):
        pytest.skip("file systems cannot be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_an_inbox_that_can_only_be_read(small_disk: Path, project: Project) -> None:
    shutil.copytree(project.inbox, small_disk / "inbox")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    project.flags["inbox"] = str(small_disk / "inbox")
    assert start(project).wait() == 1
    stand(project)
    assert start(project).wait() == 1
    frames = {row["path"] for row in project.table("reports")}
    assert all(path.startswith(str(small_disk)) for path in frames)
    assert len(frames) == len(list(project.inbox.rglob("*.*")))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_full_disk(small_disk: Path, project: Project, make_report: Callable, tmp_path: Path) -> None:
    shutil.move(project.home, small_disk / "project")
    project.home = small_disk / "project"
    assert start(project).wait() == 1
    report = make_report(300, fault=True)
    project.put(f"新/{report.name}", report.data)
    failed = 0
    for room in (0, 4, 64, 256, 1024, 2048):
        before, current = stand(project), project.store.current
        ballast = small_disk / "ballast"
        free = shutil.disk_usage(small_disk).free
        with ballast.open("wb") as file:
            file.write(b"\0" * max(0, free - room * 1024))
        code = start(project).wait()
        if project.store.current == current:
            assert code == 2
            assert stand(project) == before
            failed += 1
        ballast.unlink()
        if code != 2:
            break
    assert failed >= 3
    assert start(project).wait() == 1
    check_nothing_is_left(project)
    check_against_audit(project, tmp_path / "aside")
