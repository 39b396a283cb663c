"""Submissions into frames, with a progress bar."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.cli._console import line, name
from gongkai.cli._exit import UsageError
from gongkai.cli._progress import progress
from gongkai.cli._voice import Voice

if TYPE_CHECKING:
    from gongkai.loaders import Frames


def read_frames(say: Voice, paths: Sequence[Path]) -> Frames:
    """The frames of every submission under `paths`.

    Raises:
        UsageError: there is no file under them at all.
    """
    from gongkai.loaders import find_submissions, load

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
    with progress(say("读取", "Reading")) as step:
        return load(paths, progress=step)
