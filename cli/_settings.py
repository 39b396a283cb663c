"""The files that a person names, a rule pack and waivers, checked before any report is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from gongkai.cli._console import line, name
from gongkai.cli._exit import UsageError
from gongkai.cli._options import option
from gongkai.cli._voice import Voice

if TYPE_CHECKING:
    from gongkai.checkpoints import Applied, Waiver, Waivers
    from gongkai.rules import RulePack

_Read = TypeVar("_Read")


def pack_option(say: Voice) -> Any:
    """Which rule pack."""
    return option(
        say,
        "--pack",
        metavar=("文件", "FILE"),
        text=(
            "规则包（YAML）：本省的阈值、级别和自定规则，见 docs/packs.md",
            "Rule pack, a YAML file: thresholds, severities and rules of your own; see docs/packs.md",
        ),
    )


def waivers_option(say: Voice) -> Any:
    """Which waivers."""
    return option(
        say,
        "--waivers",
        metavar=("文件", "FILE"),
        text=(
            "豁免（YAML）：已批准的发现及其原因、批准人、到期日，见 docs/packs.md",
            "Waivers, a YAML file: accepted findings with reason, person and last day; see docs/packs.md",
        ),
    )


def read_pack(say: Voice, path: Path | None) -> RulePack | None:
    """The rule pack in the file, None where none is named.

    Raises:
        UsageError: it cannot be used; the message names file, line and key of all that is wrong.
    """
    if path is None:
        return None
    from gongkai.rules import RulePack

    pack = _read(say, path, RulePack.read, ("规则包", "The rule pack"))
    line(
        say(
            f"规则包 {pack.name} {pack.version}（{pack.title}）：自定规则 {len(pack.own)} 条。",
            f"Rule pack {pack.name} {pack.version} ({pack.title}): {len(pack.own)} rules of its own.",
        )
    )
    return pack


def read_waivers(say: Voice, path: Path | None, pack: RulePack | None) -> Waivers | None:
    """The waivers in the file, None where none is named; `pack` is the rule pack that is used.

    Raises:
        UsageError: see `read_pack`.
    """
    if path is None:
        return None
    from gongkai.checkpoints import Waivers

    return _read(say, path, lambda file: Waivers.read(file, pack), ("豁免文件", "The file of waivers"))


def tell_waivers(say: Voice, came: Applied | None) -> None:
    """How many findings are waived, and which waivers have expired or cover nothing."""
    if came is None:
        return
    line(
        say(
            f"已豁免 {len(came.by_place)} 条发现（不计入以上条数）。",
            f"{len(came.by_place)} findings are waived (and not counted above).",
        )
    )
    if came.expired:
        line(say("已到期的豁免（不再有效）：", "Waivers that have expired (and count no more):"))
        for waiver, count in came.expired:
            until = waiver.until.isoformat()
            line(
                say(
                    f"  第 {waiver.line} 行  {_about(waiver)}  至 {until}  涉及 {count} 条发现",
                    f"  line {waiver.line}  {_about(waiver)}  until {until}  {count} findings",
                )
            )
    if came.unused:
        line(say("没有对应发现的豁免：", "Waivers that no finding answers to:"))
        for waiver in came.unused:
            line(say(f"  第 {waiver.line} 行  {_about(waiver)}", f"  line {waiver.line}  {_about(waiver)}"))


def _about(waiver: Waiver) -> str:
    return waiver.finding or f"{name(waiver.organ or '')} {waiver.year} {waiver.rule}"


def _read(say: Voice, path: Path, read: Callable[[Path], _Read], what: tuple[str, str]) -> _Read:
    from gongkai.rules import SettingsError

    zh, en = what
    try:
        return read(path)
    except SettingsError as error:
        raise UsageError(
            say(f"{zh}不能用：\n{error.message.zh}", f"{en} cannot be used:\n{error.message.en}")
        ) from error
    except OSError as error:
        raise UsageError(
            say(
                f"{zh} {name(path)} 打不开（{error.strerror}）；请检查路径。",
                f"{en} {name(path)} cannot be opened ({error.strerror}); check the path.",
            )
        ) from error
