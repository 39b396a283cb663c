"""What was read, for the person who started it; the pages say the rest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from gongkai.cli._console import line, name
from gongkai.cli._voice import Voice

if TYPE_CHECKING:
    import pyarrow as pa

    from gongkai.loaders import StoredFrames

_SHOWN: Final = 20


def tell_reading(say: Voice, frames: StoredFrames) -> bool:
    """How many submissions were read, and each that was not with the reason and the remedy.

    Returns:
        Whether there was any that was not.
    """
    failures = frames.failures
    read, failed = frames.rows("reports"), failures.num_rows
    line(
        say(
            f"共 {read + failed} 份材料：读出 {read} 份，读不出 {failed} 份。",
            f"{read + failed} submissions: {read} read, {failed} unreadable.",
        )
    )
    if frames.aside:
        line(
            say(
                f"压缩包和 JSON 里另有 {frames.aside} 个文件或记录不是文档，没有读取。",
                f"{frames.aside} more files or records in archives and JSON are no documents; not read.",
            )
        )
    _tell_failures(say, failures)
    _tell_limits(say)
    return failed > 0


def _tell_failures(say: Voice, failures: pa.Table) -> None:
    if not failures.num_rows:
        return
    line(say("读不出的材料：", "Unreadable:"))
    for failure in failures.slice(0, _SHOWN).to_pylist():
        line(f"  {failure[say.lang]}")
    more = failures.num_rows - _SHOWN
    if more > 0:
        line(
            say(
                f"  其余 {more} 份见 failures.parquet",
                f"  {more} more in failures.parquet",
            )
        )


def _tell_limits(say: Voice) -> None:
    from gongkai.loaders import BOUNDS_MEMORY

    if not BOUNDS_MEMORY:
        line(
            say(
                "本系统不支持限制单份材料的内存，--memory 没有起作用。",
                "This system does not limit the memory of a document; --memory had no effect.",
            )
        )


def tell_result(say: Voice, folder: Path) -> None:
    """Where the results are."""
    line(say("结果在：", "Results: ") + name(folder.resolve()))
