"""`gongkai --help` as a process, against the import of Great Expectations as a process."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

from benchmarks._pairs import Comparison, Target, WrongResultError, by_turns

_TARGET: Final = Target("at most", 0.3)
_HELP: Final = "import sys; from gongkai.cli import main; sys.argv = ['gongkai', '--help']; sys.exit(main())"
_PEER: Final = "import great_expectations"
_COMMANDS: Final = ("audit", "load", "demo", "rules", "explain")


def compare(pairs: int) -> list[Comparison]:
    shown = _run(_HELP)
    if lacking := [command for command in _COMMANDS if command not in shown]:
        raise WrongResultError(f"gongkai --help does not name {', '.join(lacking)}")
    taken = by_turns(lambda: _run(_HELP), lambda: _run(_PEER), pairs, children=True)
    return [
        Comparison(
            "startup",
            "gongkai --help",
            f'python -c "{_PEER}"',
            taken,
            "wall",
            _TARGET,
            f"the help names {', '.join(_COMMANDS)}; both leave with 0",
        )
    ]


def _run(code: str) -> str:
    """What the console script does, so that it works without one.

    Raises:
        WrongResultError: the process fails.
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise WrongResultError(f"{code!r} leaves with {done.returncode}: {done.stderr[-500:]}")
    return done.stdout
