"""The registry of organs that a person names, checked before any report is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.cli._console import line, name
from gongkai.cli._exit import UsageError
from gongkai.cli._options import option
from gongkai.cli._voice import Voice

if TYPE_CHECKING:
    from gongkai.loaders import Organs


def registry_option(say: Voice) -> Any:
    """Which registry of organs."""
    return option(
        say,
        "--registry",
        metavar=("文件", "FILE"),
        text=(
            "机关名录（CSV：机关名称、简称、层级、上级、区划代码），用来认定报告是哪个机关的",
            "Registry of organs, a CSV (organ, short_names, level, parent, region_code), to tell them by",
        ),
    )


def read_registry(say: Voice, path: Path | None) -> Organs | None:
    """The registry in the file, None where none is named; says which columns it has no use for.

    Raises:
        UsageError: it cannot be read; the message names every line and column that is wrong.
    """
    if path is None:
        return None
    from gongkai.loaders import Organs, RegistryError

    try:
        organs = Organs.read(path)
    except RegistryError as error:
        raise UsageError(
            say(f"机关名录不能用：\n{error.message.zh}", f"The registry cannot be used:\n{error.message.en}")
        ) from error
    except OSError as error:
        raise UsageError(
            say(
                f"机关名录 {name(path)} 打不开（{error.strerror}）；请检查路径。",
                f"The registry {name(path)} cannot be opened ({error.strerror}); check the path.",
            )
        ) from error
    line(say(f"机关名录有 {len(organs)} 个机关。", f"{len(organs)} organs in the registry."))
    if organs.ignored:
        columns = "、".join(map(name, organs.ignored))
        line(
            say(
                f"机关名录的这些列不认得，没有使用：{columns}",
                f"Columns of the registry that are not known, and not used: {columns}",
            )
        )
    return organs
