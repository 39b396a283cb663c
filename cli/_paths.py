"""The paths a person gives, checked before any work is done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.cli._console import name
from gongkai.cli._exit import UsageError
from gongkai.cli._voice import Voice

if TYPE_CHECKING:
    from gongkai.loaders import Output


def input_paths(say: Voice, given: Sequence[Path] | None) -> list[Path]:
    """The paths to read.

    Raises:
        UsageError: none is given, or one does not exist.
    """
    if not given:
        raise UsageError(
            say(
                "没有说明要读哪些报告；请写上文件或文件夹，例如 gongkai audit 报告文件夹 -o 结果文件夹。",
                "No reports to read; name files or folders after the command, "
                "for example: gongkai audit reports -o result",
            )
        )
    for path in given:
        if not path.exists():
            raise UsageError(
                say(
                    f"找不到 {name(path)}；请检查路径是否写对，文件是否已经移走。",
                    f"{name(path)} does not exist; check the spelling, or whether it was moved.",
                )
            )
    return list(given)


def output_folder(say: Voice, given: Path | None, kind: Output, read: Sequence[Path] = ()) -> Path:
    """The folder to write to, as an absolute path.

    Raises:
        UsageError: none is given; it is a file; it holds something this command did not write; or it
            lies in a folder to be read, where the next run would take the results for submissions.
    """
    if given is None:
        raise UsageError(
            say(
                "没有说明结果写到哪里；请加上 -o 文件夹。",
                "Nowhere to write to; add -o FOLDER.",
            )
        )
    if given.exists() and not given.is_dir():
        raise UsageError(
            say(
                f"{name(given)} 是一个文件，结果要写进文件夹；请换一个名字。",
                f"{name(given)} is a file, and the results need a folder; choose another name.",
            )
        )
    for path in read:
        if path.is_dir() and given.resolve().is_relative_to(path.resolve()):
            raise UsageError(
                say(
                    f"结果文件夹 {name(given)} 在待读的 {name(path)} 里面，下次会被当成报告；请写到别处。",
                    f"The result folder {name(given)} lies in {name(path)}, which is to be read: next time "
                    "the results would be taken for reports; write them elsewhere.",
                )
            )
    if not kind.may_write(given):
        raise UsageError(
            say(
                f"{name(given)} 里已有别的文件，为免覆盖没有写入；请换一个空文件夹，或先清空它。",
                f"{name(given)} holds other files; nothing was written over. Choose an empty folder, "
                "or empty this one.",
            )
        )
    return given.absolute()
