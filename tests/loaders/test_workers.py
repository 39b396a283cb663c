"""Documents that hang, crash or never have enough: each is told with its reason, and the others are read."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from gongkai.loaders import BOUNDS_MEMORY, Reading, Submission, WorkersFailedError
from gongkai.loaders import _workers as workers
from gongkai.loaders._schedule import Schedule
from gongkai.loaders._workers import read_all

READ = "read"
BEHAVIOUR = f"""
import os, signal, sys, time
from pathlib import Path
from gongkai.forms import Text
from gongkai.loaders import Failure, Found, Submission

def told(name, code={READ!r}):
    return Failure(name, code, Text(name, name))

def sleep(name):
    time.sleep(60)

def busy(name):
    # In C, where no signal reaches Python.
    10 ** 10 ** 9

def abort(name):
    os.abort()

def leave(name):
    os._exit(7)

def fault(name):
    raise LookupError("没有这一列 \\udc80")

def hoard(name):
    held = []
    while True:
        held.append(bytearray(1 << 20))

def grow(name):
    '''Too much together with what the document before it left behind, and not too much alone.'''
    kept.append(bytearray(30 << 20))

def once(name):
    '''Dies where it is not the first that its worker reads.'''
    if seen != [name]:
        os.abort()

def loud(name):
    print("from a reader", flush=True)
    os.write(2, b"from a library")

def unfit(name):
    return [told("beside it"), Failure(name, "", Text("\\udc80", ""))]

kept, seen = [], []

def read(submission, room, reading):
    name = submission.name
    seen.append(name)
    kind = name.split("-")[0]
    if kind == "archive":
        inner = submission.path.read_text().split()
        for place, text in enumerate(inner):
            (room / str(place)).write_text("")
        return Found([Submission(room / str(place), text) for place, text in enumerate(inner)], ["x"], [])
    if kind == "full":
        (room / "1").write_text("good-1 good-2")
        members = [Submission(room / "1", f"archive-{{name}}"), Submission(room / "1", "good-3")]
        return Found(members, [], [told(f"refused-{{name}}", "unsafe")])
    if kind in globals():
        return globals()[kind](name) or [told(name)]
    assert submission.path == Path(name) or submission.path.exists()
    return [told(name)]
"""

Told = list[tuple[str, str]]
Run = Callable[..., Told]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Reads documents by their names; gives names and codes in the order they come out."""
    module = f"hostile_{tmp_path.name}"
    library = tmp_path / "library"
    library.mkdir()
    (library / f"{module}.py").write_text(BEHAVIOUR, "utf-8")
    monkeypatch.syspath_prepend(library)
    spool = tmp_path / "spool"
    spool.mkdir()

    def read(
        names: Sequence[str | Submission], progress: workers.Progress | None = None, **options: float
    ) -> Told:
        submissions = [
            name if isinstance(name, Submission) else Submission(Path(name), name) for name in names
        ]
        reading = Reading(**{"workers": 2, "seconds": 30, **options})  # type: ignore[arg-type]
        work = importlib.import_module(module).read
        portions = list(read_all(Schedule(submissions, spool), reading, progress, work))
        return [(row["path"], row["code"]) for portion in portions for row in portion.failures.to_pylist()]

    yield read
    assert list(spool.iterdir()) == []


def good(number: int) -> list[str]:
    return [f"good-{n}" for n in range(number)]


def as_read(names: Sequence[str]) -> Told:
    return [(name, READ) for name in names]


@pytest.mark.parametrize("number", [1, 2, 4])
def test_order_does_not_depend_on_the_number_of_workers(run: Run, number: int) -> None:
    names = good(200)
    steps: list[int] = []
    assert run(names, lambda done, *_: steps.append(done), workers=number) == as_read(names)
    assert steps == list(range(1, len(names) + 1))


@pytest.mark.parametrize(
    ("bad", "code"),
    [("abort-1", "crashed"), ("leave-1", "crashed"), ("fault-1", "crashed"), ("unfit-1", "crashed")],
)
def test_a_crash_is_told_of_the_one_it_is_of(run: Run, bad: str, code: str) -> None:
    names = [*good(40), bad, *good(40)]
    told = run(names)
    assert [name for name, _ in told if name.startswith("good")] == [*good(40), *good(40)]
    assert code in {found for _, found in told[40:-40]}
    assert all(found == READ for _, found in (*told[:40], *told[-40:]))


def test_many_crashes_stop_nothing(run: Run) -> None:
    names = [name for n in range(6) for name in (f"abort-{n}", f"good-{n}")]
    assert run(names) == [(name, "crashed" if name.startswith("abort") else READ) for name in names]


@pytest.mark.parametrize("bad", ["sleep-1", "busy-1"])
def test_a_hang_is_ended_and_told(run: Run, bad: str) -> None:
    names = [*good(20), bad, *good(20)]
    begun = time.monotonic()
    told = run(names, seconds=2)
    assert time.monotonic() - begun < 20
    assert told == [(name, "timeout" if name == bad else READ) for name in names]


@pytest.mark.skipif(not BOUNDS_MEMORY, reason="this system does not limit memory")
def test_memory_has_its_limit(run: Run) -> None:
    names = [*good(20), "hoard-1", *good(20)]
    assert run(names, mebibytes=64) == [(name, "limit" if name[0] == "h" else READ) for name in names]


@pytest.mark.skipif(not BOUNDS_MEMORY, reason="this system does not limit memory")
def test_what_others_left_behind_is_not_a_documents_own(run: Run) -> None:
    names = [f"grow-{n}" for n in range(5)]
    assert run(names, mebibytes=64, workers=1) == as_read(names)


def test_a_death_that_others_caused_is_not_a_documents_own(run: Run) -> None:
    names = [*good(3), "once-1", *good(3)]
    assert run(names, workers=1) == as_read(names)


def test_a_worker_says_nothing_on_the_terminal(run: Run, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["loud-1"]) == as_read(["loud-1"])
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("number", [1, 3])
def test_members_take_the_place_of_their_archive(run: Run, tmp_path: Path, number: int) -> None:
    inside = ["good-a", "good-b", "abort-c", "good-d"]
    (tmp_path / "archive-1").write_text(" ".join(inside))
    (tmp_path / "empty").write_text("")
    names: list[str | Submission] = [
        *good(3),
        Submission(tmp_path / "archive-1", "archive-1"),
        Submission(tmp_path / "empty", "archive-empty"),
        "full-1",
        *good(2),
    ]
    steps: list[tuple[int, int]] = []
    told = run(names, lambda done, total, _: steps.append((done, total)), workers=number)
    assert told == [
        *as_read([*good(3), "good-a", "good-b"]),
        ("abort-c", "crashed"),
        *as_read(["good-d"]),
        ("archive-empty", "empty"),
        ("refused-full-1", "unsafe"),
        *as_read(["good-1", "good-2", "good-3", *good(2)]),
    ]
    assert [done for done, _ in steps] == list(range(1, 14))
    assert steps[-1] == (13, 13)


def test_a_worker_makes_room_for_another(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_DOCUMENTS", 5)
    assert run(good(40)) == as_read(good(40))


def test_workers_that_never_begin_are_no_documents_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = f"gone_{tmp_path.name}"
    (tmp_path / f"{module}.py").write_text("def read(*_): ...", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    work = importlib.import_module(module).read
    (tmp_path / f"{module}.py").unlink()
    schedule = Schedule([Submission(tmp_path, "a")], tmp_path)
    with pytest.raises(WorkersFailedError, match="before they read"):
        list(read_all(schedule, Reading(workers=1), None, work))


def test_a_worker_that_cannot_write_says_so(tmp_path: Path, run: Run) -> None:
    (tmp_path / "spool").rmdir()
    with pytest.raises(WorkersFailedError, match="FileNotFoundError"):
        run(["good-1"])
    (tmp_path / "spool").mkdir()


def test_a_script_without_a_guard_does_not_start_itself(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent("""
        from pathlib import Path
        from gongkai.loaders import load
        print("begun", load([Path(__file__)]).failures["code"].to_pylist())
        """),
        "utf-8",
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / ".dev")}
    done = subprocess.run(
        [sys.executable, script], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout == "begun ['no_report']\n", done.stderr


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system has no process groups")
def test_workers_end_when_nobody_is_there_any_more(tmp_path: Path) -> None:
    (tmp_path / "hostile.py").write_text(BEHAVIOUR, "utf-8")
    (tmp_path / "spool").mkdir()
    script = """
        from pathlib import Path
        import hostile
        from gongkai.loaders import Reading, Submission
        from gongkai.loaders._schedule import Schedule
        from gongkai.loaders._workers import read_all
        submissions = [Submission(Path(name), name) for name in ("good-1", "busy-2", "good-3")]
        schedule = Schedule(submissions, Path("spool"))
        list(read_all(schedule, Reading(workers=3, seconds=1.5), lambda *_: print(flush=True), hostile.read))
    """
    library = os.pathsep.join((str(Path(__file__).parents[2] / ".dev"), str(tmp_path)))
    running = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": library},
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert running.stdout is not None
    running.stdout.readline()
    running.kill()
    running.communicate()
    deadline = time.monotonic() + 30
    while _any_left(running.pid):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _any_left(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
