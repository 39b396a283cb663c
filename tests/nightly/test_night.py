"""One night after another, each against what an undisturbed audit of the same inbox finds."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import great_expectations as gx
import pyarrow.parquet as pq
import pytest
from tests.nightly.conftest import NOW, Project

from gongkai import checkpoints
from gongkai.expectations import SUITES
from gongkai.loaders import Reading, find_submissions, load_into
from gongkai.nightly import BusyError, Settings, StoreError, _judging, _reading, night
from gongkai.nightly import _basis as basis
from gongkai.nightly import _night as flow
from gongkai.nightly._lock import only_run
from gongkai.rules import SettingsError

LATER = 86_400
SAME = ("finding_id", "report_id", "path", "organ", "year", "rule_id", "severity", "answer", "message")


def findings(folder: Path) -> list[dict]:
    rows = pq.read_table(folder / "findings.parquet", columns=list(SAME)).to_pylist()
    return sorted(rows, key=lambda row: row["finding_id"])


def check_against_audit(project: Project, aside: Path) -> None:
    """The findings and frames of the live site are those of an audit of the whole inbox."""
    frames = load_into(find_submissions([project.inbox]), aside / "frames", None, Reading(workers=1))
    checkpoints.audit(frames, aside / "audit")
    assert findings(project.home / "site") == findings(aside / "audit")
    for name in ("reports", "cells", "sections", "failures", "duplicates", "not_run"):
        ours, theirs = (
            pq.read_table(folder / f"{name}.parquet") for folder in (project.home / "site", aside / "audit")
        )
        assert ours.equals(theirs), name


def journal(project: Project) -> list[dict]:
    lines = (project.home / "log" / "nightly.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_first_night_reads_everything(project: Project, tmp_path: Path) -> None:
    done = project.run()
    assert len(done.changes.new) == len(list(project.inbox.iterdir()))
    assert done.exit_code == 1
    assert done.result is not None
    check_against_audit(project, tmp_path / "aside")
    assert (project.home / "site" / "index.html").is_file()


def test_a_night_without_changes_touches_neither_pages_nor_frames(project: Project) -> None:
    first = project.run()
    pages, frames = project.pages(), sorted(project.store.frames.rglob("*"))
    again = project.run()
    assert again.result is None
    assert again.exit_code == first.exit_code
    assert not any(again.changes)
    assert project.pages() == pages
    assert sorted(project.store.frames.rglob("*")) == frames
    assert project.store.manifest().site == first.run
    assert project.store.manifest().run == again.run


def test_only_what_changed_is_read(ran: Project, make_report: Callable, tmp_path: Path) -> None:
    project = ran
    one, two = sorted(project.inbox.rglob("*.*"))[:2]
    report = make_report(77, fault=True)
    new = project.put(f"新/{report.name}", report.data)
    project.put(one.relative_to(project.inbox).as_posix(), one.read_bytes() + "\n另附一句。\n".encode())
    two.unlink()
    done = project.run()
    assert [submission.path for submission in done.changes.new] == [new]
    assert [submission.path for submission in done.changes.changed] == [one]
    assert done.changes.again == ()
    assert done.changes.gone == (str(two),)
    check_against_audit(project, tmp_path / "aside")


def test_night_after_night_nothing_is_lost_or_doubled(
    project: Project, make_report: Callable, tmp_path: Path
) -> None:
    for seed in range(3):
        report = make_report(seed + 100, year=2022 + seed % 2, fault=seed % 2 == 0)
        project.put(f"{seed % 2}/{report.name}", report.data)
        if seed == 2:
            min(project.inbox.rglob("*.*")).unlink()
        project.run()
    check_against_audit(project, tmp_path / "aside")


def test_an_empty_inbox_is_told_and_an_emptied_one_too(empty: Project, make_report: Callable) -> None:
    assert empty.run().exit_code == 3
    report = make_report(1)
    path = empty.put(report.name, report.data)
    assert empty.run().exit_code == 0
    path.unlink()
    assert empty.run().exit_code == 3
    assert empty.table("reports") == []


def test_a_file_that_is_being_written_is_left_for_another_night(
    project: Project, make_report: Callable
) -> None:
    report = make_report(1)
    path = project.put(f"新/{report.name}", report.data[:500], written=NOW + LATER - 1)
    done = project.run(LATER)
    assert done.left == (str(path),)
    assert str(path) not in {row["path"] for row in project.table("reports")}
    project.put(f"新/{report.name}", report.data, written=NOW + LATER + 10)
    done = project.run(LATER)
    assert done.left == ()
    assert str(path) in {row["path"] for row in project.table("reports")}


def test_of_a_report_being_written_again_the_one_before_stands(ran: Project) -> None:
    project = ran
    path = next(project.inbox.rglob("*.txt"))
    before = project.table("reports")
    path.write_bytes(path.read_bytes()[:100])
    os.utime(path, (project.now + LATER, project.now + LATER))
    done = project.run(LATER)
    assert (done.left, done.result) == ((str(path),), None)
    assert project.table("reports") == before


def test_a_file_that_changes_while_it_is_read_is_left(
    ran: Project, make_report: Callable, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    project = ran
    old = next(project.inbox.rglob("*.txt"))
    report = make_report(1)
    new = project.put(f"新/{report.name}", report.data)
    data = old.read_bytes() + b"\n"
    project.put(old.relative_to(project.inbox).as_posix(), data)
    whole = _reading.load_into

    def load_and_write(*args):
        frames = whole(*args)
        for path in (old, new):
            path.write_bytes(path.read_bytes() + "\n又添一句。\n".encode())
        return frames

    with monkeypatch.context() as patched:
        patched.setattr(_reading, "load_into", load_and_write)
        done = project.run()
    assert sorted(done.left) == sorted([str(old), str(new)])
    paths = {row["path"] for row in project.table("reports")}
    assert str(old) in paths
    assert str(new) not in paths
    done = project.run()
    assert done.left == ()
    check_against_audit(project, tmp_path / "aside")


def test_the_inbox_is_never_modified(project: Project) -> None:
    def state() -> dict:
        return {
            path: (path.stat()[:], path.is_file() and path.read_bytes()) for path in project.inbox.rglob("*")
        }

    def but_access(seen: dict) -> dict:
        return {path: ((*stat[:7], *stat[8:]), data) for path, (stat, data) in seen.items()}

    before = state()
    project.run()
    project.run()
    assert but_access(state()) == but_access(before)


def test_damaged_frames_are_read_again(ran: Project, tmp_path: Path) -> None:
    project = ran
    victim = min(project.store.frames.rglob("cells.parquet"))
    victim.write_bytes(victim.read_bytes()[:-100])
    done = project.run()
    assert len(done.changes.again) == len(list(project.inbox.iterdir()))
    assert {"damaged"} == {line["event"] for line in journal(project) if line["level"] == "WARNING"}
    check_against_audit(project, tmp_path / "aside")


@pytest.mark.parametrize("said", ["{", '{"version": 99}'])
def test_a_manifest_that_cannot_be_used_is_made_anew(ran: Project, said: str, tmp_path: Path) -> None:
    project = ran
    (project.store.current / "manifest.json").write_text(said)
    done = project.run()
    assert len(done.changes.new) == len(list(project.inbox.iterdir()))
    check_against_audit(project, tmp_path / "aside")


def test_another_registry_has_everything_read_again(ran: Project) -> None:
    project = ran
    registry = project.home / "registry.csv"
    registry.write_text("机关名称\n某市教育局\n", "utf-8")
    project.flags["registry"] = str(registry)
    done = project.run()
    assert len(done.changes.again) == len(list(project.inbox.iterdir()))
    assert project.run().result is None


def test_another_rule_pack_judges_again_what_was_read(ran: Project) -> None:
    project = ran
    project.flags["pack"] = "pack.sample.yaml"
    done = project.run()
    assert done.result is not None
    assert not any(done.changes)
    assert done.result.packs["2021"]["rule_pack"] == "sample"
    (project.home / "pack.sample.yaml").write_text(
        (project.home / "pack.sample.yaml").read_text("utf-8").replace('version: "1"', 'version: "2"'),
        "utf-8",
    )
    assert project.run().result.packs["2021"]["rule_pack_version"] == "2"
    assert project.run().result is None


@pytest.mark.parametrize(("rooms", "reads"), [("_READING", True), ("_JUDGING", False), ("_SHOWING", False)])
def test_another_version_redoes_what_depends_on_it(
    ran: Project, monkeypatch: pytest.MonkeyPatch, rooms: str, reads: bool
) -> None:
    project = ran
    monkeypatch.setattr(basis, rooms, (*getattr(basis, rooms), "cli"))
    done = project.run()
    assert done.result is not None
    assert bool(done.changes.again) is reads


def test_waivers_are_applied_until_their_day(ran: Project) -> None:
    project = ran
    finding = project.table("findings")[0]["finding_id"]
    waivers = project.home / "waivers.yaml"
    waivers.write_text(
        f"- {{finding: {finding}, reason: 已核对, person: 王某, until: 2026-10-01}}\n", "utf-8"
    )
    project.flags["waivers"] = "waivers.yaml"
    october = 1_790_812_800.0  # 2026-10-01T00:00:00Z
    project.now = october - LATER
    assert project.run().result.waivers.applied
    assert project.run(3600).result is None
    expired = project.run(2 * LATER)
    assert expired.result.waivers.expired
    assert project.run().result is None


def test_a_clock_set_back_gives_later_names_all_the_same(project: Project, make_report: Callable) -> None:
    first = project.run()
    report = make_report(1)
    project.put(report.name, report.data)
    second = project.run(-10 * LATER)
    third = project.run(0)
    assert first.run < second.run < third.run
    assert project.store.manifest().run == third.run
    assert second.result is not None
    assert third.result is None


def test_a_failure_that_may_be_the_machines_is_tried_once_more(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project.put("坏.txt", b"\x00\x01")
    monkeypatch.setattr(flow, "MACHINE", frozenset({row_code(project, path)}))
    project.run()
    assert [submission.path for submission in project.run().changes.again] == [path]
    assert project.run().result is None


def row_code(project: Project, path: Path) -> str:
    frames = load_into(find_submissions([path]), project.home / "look", None, Reading(workers=1))
    (row,) = frames.failures.to_pylist()
    return row["code"]


def test_a_second_run_at_the_same_time_does_nothing(project: Project) -> None:
    with only_run(project.store.folder), pytest.raises(BusyError):
        project.run()
    assert project.store.current is None
    assert project.run().result is not None


@pytest.mark.parametrize(
    ("step", "error"),
    [
        ("read", MemoryError()),
        ("judge", OSError(28, "No space left on device")),
        ("commit", KeyboardInterrupt()),
    ],
)
def test_a_night_that_fails_leaves_yesterday(
    ran: Project,
    make_report: Callable,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    error: BaseException,
    tmp_path: Path,
) -> None:
    project = ran
    pages, current = project.pages(), project.store.current
    report = make_report(1)
    project.put(report.name, report.data)

    def fail(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        if step == "read":
            patched.setattr(flow, "read", fail)
        elif step == "commit":
            patched.setattr(flow.Store, "commit", fail)
        else:
            patched.setattr(_judging, "judge", fail)
        with pytest.raises(type(error)):
            project.run()
    assert project.store.current == current
    assert project.pages() == pages
    assert project.store.runs() == [current.name]
    assert journal(project)[-1]["event"] == "failed"
    assert project.run().result is not None
    check_against_audit(project, tmp_path / "aside")


def test_what_an_interrupted_night_left_is_removed_and_told(ran: Project) -> None:
    project = ran
    for folder in (project.store.generation("20991231T000000Z"), project.store.site("20991231T000000Z")):
        folder.mkdir()
        (folder / "half").touch()
    done = project.run()
    assert done.result is None
    assert any(line["event"] == "removed" for line in journal(project))
    assert len(project.store.runs()) == 2


def test_a_link_of_the_pages_that_was_removed_is_made_again(ran: Project) -> None:
    project = ran
    (project.home / "site").unlink()
    project.run()
    assert (project.home / "site" / "index.html").is_file()


def test_a_folder_in_the_place_of_the_pages_is_not_touched(project: Project) -> None:
    (project.home / "site").mkdir()
    (project.home / "site" / "mine.txt").touch()
    with pytest.raises(StoreError, match="移走"):
        project.run()
    assert (project.home / "site" / "mine.txt").exists()


def test_so_many_nights_are_kept(project: Project, make_report: Callable) -> None:
    project.flags["keep_sites"] = "1"
    for seed in range(4):
        report = make_report(seed)
        project.put(report.name, report.data)
        project.run()
    assert len(project.store.runs()) == 2
    assert len(list((project.store.folder / "sites").iterdir())) == 2


def test_results_are_where_great_expectations_looks_for_them(ran: Project) -> None:
    project = ran
    context = gx.get_context(context_root_dir=project.home)
    keys = context.validation_results_store.list_keys()
    assert len(keys) == len(json.loads((project.home / "site" / "run.json").read_text("utf-8"))["batches"])
    assert {suite.name for suite in context.suites.all()} == set(SUITES.values())


def test_settings_that_cannot_be_used_end_before_anything_is_written(ran: Project) -> None:
    project = ran
    project.flags["pack"] = "waivers.sample.yaml"
    runs = project.store.runs()
    with pytest.raises(SettingsError, match="waivers"):
        project.run()
    assert project.store.runs() == runs


def test_progress_says_what_is_done(project: Project) -> None:
    seen = []

    def steps(what: str):
        return lambda done, total, _: seen.append((what, done, total))

    night(project.settings(), steps, clock=lambda: NOW)
    assert {what for what, _, _ in seen} == {"reading", "auditing"}
    assert all(done <= total for _, done, total in seen)


def test_a_project_may_be_named_from_where_one_is(
    empty: Project, make_report: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = make_report(1)
    empty.put(report.name, report.data)
    monkeypatch.chdir(empty.home.parent)
    settings = Settings.read(Path(empty.home.name), {}, {"workers": "1"})
    assert night(settings, clock=lambda: NOW).exit_code == 0
    assert (empty.home / "site" / "index.html").is_file()
