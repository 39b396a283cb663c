"""From the words on the command line to the exit code."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import typer

from gongkai.cli._app import build
from gongkai.cli._console import line
from gongkai.cli._exit import ExitCode, UsageError
from gongkai.cli._speech import explain_typer_error
from gongkai.cli._voice import Voice, find_voice


def main(args: Sequence[str] | None = None) -> int:
    """Runs `gongkai` with `args` (those of the process by default).

    Returns:
        0 nothing found; 1 findings; 2 wrong usage or configuration, or the results could not be written;
        3 a submission could not be read or a rule could not be run, gongkai failing included;
        130 stopped by Ctrl-C.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        say, rest = find_voice(sys.argv[1:] if args is None else args, os.environ)
    except UsageError as error:
        line(error, to=sys.stderr)
        return ExitCode.USAGE
    with _Crash(say) as crash:
        return _run(say, rest)
    return crash.code


class _Crash:
    """Tells a fault of gongkai itself from the reports' faults: Python would end with 1, as findings do."""

    code = ExitCode.UNREADABLE

    def __init__(self, say: Voice) -> None:
        self._say = say

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        traceback.print_exception(kind, error, trace)
        line(
            self._say(
                "gongkai 自身出错，没有写出结果；请把上面的内容连同所用的命令报告给维护者。",
                "gongkai itself failed and wrote no results; report the lines above and your command.",
            ),
            to=sys.stderr,
        )
        return True


def _run(say: Voice, args: Sequence[str]) -> int:
    try:
        # In this mode typer returns what the command returns, and 130 after Ctrl-C.
        code = build(say).main(args=list(args), prog_name="gongkai", standalone_mode=False)
    except UsageError as error:
        line(error, to=sys.stderr)
        return ExitCode.USAGE
    except typer.TyperException as error:
        line(explain_typer_error(say, error), to=sys.stderr)
        return ExitCode.USAGE
    except OSError as error:
        # Submissions that cannot be read are rows of `failures`; this is the disk under the results.
        line(say(f"无法读写：{error}", f"Cannot read or write: {error}"), to=sys.stderr)
        return ExitCode.USAGE
    if code == ExitCode.INTERRUPTED:
        line(
            say("已中断，没有留下写了一半的结果。", "Stopped; nothing half-written was left."), to=sys.stderr
        )
    return int(code or ExitCode.CLEAN)
