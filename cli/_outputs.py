"""`--also`: files for programs, beside the pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gongkai.cli._exit import UsageError
from gongkai.cli._nearest import nearest
from gongkai.cli._options import option
from gongkai.cli._voice import Voice


def also_option(say: Voice) -> Any:
    """Which formats."""
    return option(
        say,
        "--also",
        metavar=("格式", "FORMATS"),
        text=(
            "另写供程序读的文件：junit、sarif、csv、jsonl、metrics，用逗号隔开，见 docs/outputs.md",
            "Also write files for programs: junit, sarif, csv, jsonl, metrics; see docs/outputs.md",
        ),
    )


def formats_of(say: Voice, also: str | None) -> Sequence[str]:
    """The formats that are asked for.

    Raises:
        UsageError: there is no such format.
    """
    if also is None:
        return ()
    from gongkai.outputs import FORMATS

    chosen = [part.strip() for part in also.replace("，", ",").split(",")]
    for one in chosen:
        if one not in FORMATS:
            known, hint = ", ".join(FORMATS), nearest(say, one, list(FORMATS))
            raise UsageError(
                say(f"--also 可用 {known}，没有 {one}。{hint}", f"--also takes {known}, not {one}. {hint}")
            )
    return chosen
