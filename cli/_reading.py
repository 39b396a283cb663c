"""Submissions into frames, with a progress bar."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gongkai.cli._console import line, name
from gongkai.cli._exit import UsageError
from gongkai.cli._progress import progress
from gongkai.cli._registry import read_registry
from gongkai.cli._voice import Voice

if TYPE_CHECKING:
    from gongkai.loaders import Found, Reading, StoredFrames


PRELOAD: Final = "gongkai.loaders._preload"


def begin_workers() -> None:
    """Lets the process that all workers come from start, while this one still imports what it needs."""
    import multiprocessing

    if "forkserver" in multiprocessing.get_all_start_methods():
        from multiprocessing import forkserver

        forkserver.set_forkserver_preload([PRELOAD])
        forkserver.ensure_running()


def reading_of(
    say: Voice, workers: str | None, timeout: str | None, memory: str | None, registry: Path | None
) -> Reading:
    """How to read, by the options of that name.

    Raises:
        UsageError: a value is no number above 0, or the registry cannot be used.
    """
    from gongkai.loaders import Reading

    given: dict[str, Any] = {}
    if workers is not None:
        given["workers"] = _number(say, "--workers", workers, whole=True)
    if timeout is not None:
        given["seconds"] = _number(say, "--timeout", timeout, whole=False)
    if memory is not None:
        given["mebibytes"] = _number(say, "--memory", memory, whole=True)
    return Reading(**given, organs=read_registry(say, registry))


def _number(say: Voice, option: str, given: str, *, whole: bool) -> float:
    from gongkai.loaders import Reading

    try:
        number = int(given) if whole else float(given)
    except ValueError:
        number = 0
    if 0 < number <= Reading.MOST:
        return number
    zh, en = ("整数", "a whole number") if whole else ("数", "a number")
    raise UsageError(
        say(
            f"{option} 要一个大于 0、不超过 {Reading.MOST} 的{zh}，不能是 {given}。",
            f"{option} takes {en} above 0 and at most {Reading.MOST}, not {given}.",
        )
    )


def find(say: Voice, paths: Sequence[Path]) -> Found:
    """The submissions under `paths`; says how many files are none.

    Raises:
        UsageError: there is no file under them at all.
    """
    from gongkai.loaders import find_submissions

    found = find_submissions(paths)
    if found.aside:
        line(
            say(
                f"另有 {len(found.aside)} 个文件不是文档（隐藏文件、网页附件、数据文件等），没有读取。",
                f"{len(found.aside)} more files are no documents (hidden files, parts of web pages, data); "
                "they are not read.",
            )
        )
    if not found.submissions:
        where = "、".join(map(name, paths))
        raise UsageError(
            say(
                f"{where} 里没有可读的文件；请检查是不是写错了文件夹。",
                f"There is no file to read in {where}; check whether this is the right folder.",
            )
        )
    return found


def read_into(say: Voice, found: Found, folder: Path, reading: Reading) -> StoredFrames:
    """Reads the submissions into frames in `folder`.

    Raises:
        UsageError: the worker processes cannot work.
    """
    from gongkai.loaders import WorkersFailedError, load_into

    with progress(say("读取", "Reading")) as step:
        try:
            return load_into(found, folder, step, reading)
        except WorkersFailedError as error:
            raise UsageError(
                say(
                    f"读取进程无法工作：{error}；请检查内存和磁盘是否够用，或用 --workers 1 重试。",
                    f"The processes that read cannot work: {error}; see that there is memory and room on "
                    "the disk, or try --workers 1.",
                )
            ) from error
