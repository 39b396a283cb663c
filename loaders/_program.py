"""A program of the machine's, run within a time and ended with all that it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


def run_program(command: Sequence[str], room: Path, environment: Mapping[str, str], seconds: float) -> int:
    """Runs it without input or output, and waits.

    Args:
        command: the program and its arguments; nothing that a submission says belongs in it.
        room: the folder that it runs in.
        environment: all that it is given of one.
        seconds: how long it may take.

    Returns:
        What it exits with.

    Raises:
        OSError: it cannot be started.
        subprocess.TimeoutExpired: it took longer; neither it nor what it started is left.
    """
    process = subprocess.Popen(  # noqa: S603 - the caller's own command, see above
        command,
        cwd=room,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(seconds)
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends it with all that it started, whatever state they are in."""
    if sys.platform == "win32":
        subprocess.run(("taskkill", "/F", "/T", "/PID", str(process.pid)), check=False, capture_output=True)  # noqa: S603, S607
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
