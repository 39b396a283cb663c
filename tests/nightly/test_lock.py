"""One run at a time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.nightly import BusyError
from gongkai.nightly._lock import only_run

HOLD = """
import sys, time
from pathlib import Path
from gongkai.nightly._lock import only_run
with only_run(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path):
    """Another process that holds the lock."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_second_run_is_told_who_holds_it(tmp_path: Path, holder) -> None:
    with pytest.raises(BusyError) as caught, only_run(tmp_path):
        pytest.fail("two runs at once")
    assert caught.value.owner.pid == holder.pid


def test_the_lock_of_a_run_that_was_killed_is_free_and_its_owner_known(tmp_path: Path, holder) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with only_run(tmp_path) as stale:
        assert stale.pid == holder.pid
    with only_run(tmp_path) as stale:
        assert stale is None


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_a_run_that_fails_gives_it_back(tmp_path: Path, error: type[BaseException]) -> None:
    def fail() -> None:
        with only_run(tmp_path):
            assert json.loads((tmp_path / "owner.json").read_text())["pid"] == os.getpid()
            raise error

    with pytest.raises(error):
        fail()
    with only_run(tmp_path) as stale:
        assert stale is None


@pytest.mark.parametrize("note", ["", "{", "[]", '{"pid": 1}', "\x00"])
def test_a_note_that_cannot_be_read_keeps_nobody_from_running(tmp_path: Path, note: str) -> None:
    (tmp_path / "owner.json").write_text(note)
    with only_run(tmp_path) as stale:
        assert stale is None
