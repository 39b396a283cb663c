"""The whole site of a few reports: made again only where something changed, whoever makes it."""

from __future__ import annotations

import datetime as dt
import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gongkai import demo
from gongkai.checkpoints import FINDINGS, Run
from gongkai.loaders import DUPLICATES, FAILURES, RESULT, UNIDENTIFIED, load_into, staged
from gongkai.reviews import write_site
from gongkai.reviews._site import _report_pages, _write
from gongkai.reviews._site._folder import SiteFolder
from gongkai.rules import catalogue

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NUMBER = 6


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, sample in enumerate(demo.clean_samples(NUMBER, years=(2022, 2023))):
        rendered = demo.render(sample, "text.tabs")
        (folder / f"{number}.txt").write_bytes(rendered.data)
    return folder


@pytest.fixture
def build(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[SiteFolder, dict[str, bytes]]]:
    """Reads the folder and puts the pages of reports in place of those before, as an audit does."""
    monkeypatch.setattr(_write, "_PAGES", ())
    pack = catalogue("2021")
    run = Run(
        batches=(),
        findings=FINDINGS.empty_table(),
        failures=FAILURES.empty_table(),
        duplicates=DUPLICATES.empty_table(),
        unidentified=UNIDENTIFIED.empty_table(),
        problems=(),
        versions={},
        packs={"2021": {"name": pack.name, "version": pack.version, "hash": pack.hash}},
        started=NOW,
        finished=NOW,
    )

    def once(workers: int = 1, out: Path = tmp_path / "out") -> tuple[SiteFolder, dict[str, bytes]]:
        frames = load_into([inbox], tmp_path / f"read{len(list(tmp_path.iterdir()))}")
        with staged(out, RESULT) as partial:
            frames.write(partial)
            (partial / "run.json").write_text("{}")
            # Pages hold no time of a run: every run is another day.
            later = replace(run, started=run.started + dt.timedelta(days=len(list(tmp_path.iterdir()))))
            folder = write_site(later, partial, "zh", home=out, workers=workers)
        return folder, pages(out)

    return once


def pages(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (out / "review" / "report").iterdir()}


def files(out: Path) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in (out / "review" / "report").iterdir()}


def test_a_second_run_writes_no_page_of_a_report(build: Any, tmp_path: Path) -> None:
    first, before = build()
    held = files(tmp_path / "out")
    again, after = build()
    assert len(before) == NUMBER
    assert (first.kept, again.written) == (0, 0)
    assert again.kept == first.written
    assert (after, files(tmp_path / "out")) == (before, held)


def test_a_report_that_changed_alone_is_written_at_its_old_address(
    build: Any, inbox: Path, tmp_path: Path
) -> None:
    _, before = build()
    held = files(tmp_path / "out")
    (inbox / "3.txt").write_bytes((inbox / "3.txt").read_bytes() + "\n此外还有一句。\n".encode())
    again, after = build()
    assert again.written == 1
    changed = [name for name in before if before[name] != after[name]]
    assert len(changed) == 1
    assert "此外还有一句。" in after[changed[0]].decode()
    now = files(tmp_path / "out")
    assert [name for name in held if held[name] != now.get(name)] == changed


def test_a_report_that_was_withdrawn_has_no_page(build: Any, inbox: Path) -> None:
    _, before = build()
    (inbox / "3.txt").unlink()
    again, after = build()
    assert (again.written, len(after)) == (0, NUMBER - 1)
    assert after.items() < before.items()


def test_a_file_that_is_there_twice_has_two_pages(build: Any, inbox: Path) -> None:
    (inbox / "3b.txt").write_bytes((inbox / "3.txt").read_bytes())
    _, after = build()
    assert len(after) == NUMBER + 1


def test_two_processes_make_what_one_makes(
    build: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, one = build(workers=1, out=tmp_path / "one")
    asked: list[int] = []
    shared = _report_pages.in_processes

    def watched(work: Any, tasks: Any, workers: int) -> Any:
        asked.append(workers)
        return shared(work, tasks, workers)

    monkeypatch.setattr(_report_pages, "in_processes", watched)
    monkeypatch.setattr(_report_pages, "FEW", 0)
    _, two = build(workers=2, out=tmp_path / "two")
    assert asked == [2]
    assert two == one


@pytest.mark.parametrize("workers", [1, 2])
def test_a_page_that_fails_stops_those_of_reports(
    build: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    def fail(_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    begun: list[Any] = []
    tasks = _report_pages._tasks

    def watched(site: Any) -> Any:
        for task in tasks(site):
            begun.append(task)
            yield task

    monkeypatch.setattr(_write, "_PAGES", (fail,))
    monkeypatch.setattr(_report_pages, "FEW", 0)
    monkeypatch.setattr(_report_pages, "_tasks", watched)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        build(workers=workers)
    assert len(begun) <= (workers > 1)
    assert not (tmp_path / "out").exists()


def test_a_full_disk_leaves_the_old_site(
    build: Any, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, before = build()
    (inbox / "3.txt").write_bytes((inbox / "3.txt").read_bytes() + "\n此外还有一句。\n".encode())

    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        build()
    assert pages(tmp_path / "out") == before
