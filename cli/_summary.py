"""What was read, for the person who started it; the pages say the rest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from gongkai.cli._console import line, name
from gongkai.cli._voice import Voice

if TYPE_CHECKING:
    from gongkai.loaders import Frames

_SHOWN: Final = 20


def tell_reading(say: Voice, frames: Frames) -> None:
    """How many submissions were read, and each that was not with the reason and the remedy."""
    read, failed = frames.reports.num_rows, frames.failures.num_rows
    line(
        say(
            f"共 {read + failed} 份材料：读出 {read} 份，读不出 {failed} 份。",
            f"{read + failed} submissions: {read} read, {failed} unreadable.",
        )
    )
    if not failed:
        return
    line(say("读不出的材料：", "Unreadable:"))
    for failure in frames.failures.slice(0, _SHOWN).to_pylist():
        line(f"  {failure[say.lang]}")
    if failed > _SHOWN:
        line(
            say(
                f"  其余 {failed - _SHOWN} 份见 failures.parquet",
                f"  {failed - _SHOWN} more in failures.parquet",
            )
        )


def tell_result(say: Voice, folder: Path) -> None:
    """Where the results are."""
    line(say("结果在：", "Results: ") + name(folder.resolve()))
