"""Peak memory of reading many reports against few: the whole tree of processes, while they run."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import psutil
from benchmarks import _corpus
from benchmarks._pairs import Fact, Target, WrongResultError

from gongkai.loaders import StoredFrames

_TARGET: Final = Target("at most", 1.3)
_EVERY: Final = 0.1
"""Seconds between two looks."""
_READ: Final = (
    "import sys; from pathlib import Path; from gongkai.loaders import load_into; "
    "load_into([Path(sys.argv[1])], Path(sys.argv[2]))"
)
_DISTINCT: Final = 200
"""Reports that are made; the folders hold them again and again."""


def growth(few: int, many: int) -> list[Fact]:
    """Peaks of reading `few` and `many` HTML reports with one worker a core."""
    peaks = []
    for number in (few, many):
        with TemporaryDirectory() as folder:
            inbox, out = Path(folder, "in"), Path(folder, "out")
            _corpus.put(inbox, _corpus.layouts("html"), number, distinct=_DISTINCT)
            peaks.append(peak([sys.executable, "-c", _READ, str(inbox), str(out)]))
            if (read := StoredFrames(out).rows("reports")) != number:
                raise WrongResultError(f"{read} reports of {number}")
    least, most = peaks
    ratio = most / least
    verdict = "met" if _TARGET.met(ratio) else "short"
    mega = 1 << 20
    return [
        Fact(
            f"peak memory, {many} HTML reports to {few}",
            f"{most / mega:.0f} MiB to {least / mega:.0f} MiB, {ratio:.2f} (target {_TARGET}: {verdict}); "
            f"all processes together, {multiprocessing.cpu_count()} workers",
        )
    ]


def peak(command: Sequence[str]) -> int:
    """The most bytes that a command held while it ran, what its processes share counted once.

    Raises:
        WrongResultError: it fails.
    """
    running = psutil.Popen(command, stdin=subprocess.DEVNULL)
    most = 0
    while running.poll() is None:
        most = max(most, held(running))
        time.sleep(_EVERY)
    if running.returncode:
        raise WrongResultError(f"{command[:3]} ends with {running.returncode}")
    return most


def held(running: psutil.Process) -> int:
    """Bytes of a process and those it started, what they share counted once."""
    total = 0
    for process in (running, *running.children(recursive=True)):
        try:
            full = process.memory_full_info()
        except psutil.Error:
            continue
        # What is shared is counted in parts where the system tells them, once each otherwise.
        total += getattr(full, "pss", full.uss)
    return total
