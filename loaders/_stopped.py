"""Failures of documents whose reading was stopped, and what the person at the desk can do about them."""

from __future__ import annotations

import signal
from pathlib import Path
from traceback import extract_tb
from typing import Final

from gongkai.forms import Text
from gongkai.loaders._report import Failure

_TIMEOUT: Final = Text(
    "{path}：读取超过 {seconds:g} 秒的上限，已停止；请用 Word 或浏览器打开原文，另存后重新提交，或放宽时限",
    "{path}: reading took more than the limit of {seconds:g} seconds and was stopped; not read. Open the "
    "original, save it again and submit that, or allow more time",
)
_MEMORY: Final = Text(
    "{path}：读取所需内存超过 {mebibytes} MiB 的上限，已停止；请用 Word 或浏览器打开原文，另存后重新提交，"
    "或放宽内存上限",
    "{path}: reading took more memory than the limit of {mebibytes} MiB and was stopped; not read. Open the "
    "original, save it again and submit that, or allow more memory",
)
_CRASHED: Final = Text(
    "{path}：读取程序异常退出（{reason}）；请用 Word 或浏览器打开原文，另存后重新提交，并把它报告给维护者",
    "{path}: the reader crashed ({reason}); not read. Open the original, save it again and submit that, and "
    "report the original to the maintainers",
)
_NOTHING_INSIDE: Final = Text(
    "{path}：压缩包里没有文档；请确认打包的是年度报告，重新提交",
    "{path}: there is no document in the archive; check that it holds the report and submit it again",
)
_NESTED: Final = Text("{path}：嵌套过深，没有读取", "{path}: nested too deeply, not read")
_REASON_LENGTH: Final = 200


def timed_out(path: str, seconds: float) -> Failure:
    """A document that took longer than `seconds`."""
    return Failure(path, "timeout", _TIMEOUT.format(path=path, seconds=seconds))


def out_of_memory(path: str, mebibytes: int) -> Failure:
    """A document that took more memory than `mebibytes`."""
    return Failure(path, "limit", _MEMORY.format(path=path, mebibytes=mebibytes))


def nested_too_deeply(path: str) -> Failure:
    """A document whose nesting is beyond what Python can follow."""
    return Failure(path, "limit", _NESTED.format(path=path))


def broke_off(path: str, error: Exception) -> Failure:
    """A document on which a reader failed in a way it should not; the reason says where."""
    *_, place = extract_tb(error.__traceback__) or [None]
    where = "" if place is None else f" [{Path(place.filename).name}:{place.lineno}]"
    reason = f"{type(error).__name__}: {error}".encode("utf-8", "backslashreplace").decode("utf-8")
    return _crashed(path, reason[:_REASON_LENGTH] + where)


def died(path: str, exit_code: int | None) -> Failure:
    """A document that took its worker with it."""
    names = {-one.value: one.name for one in signal.Signals}
    return _crashed(path, names.get(exit_code or 0, f"exit code {exit_code}"))


def nothing_inside(path: str) -> Failure:
    """An archive without a document."""
    return Failure(path, "empty", _NOTHING_INSIDE.format(path=path))


def _crashed(path: str, reason: str) -> Failure:
    return Failure(path, "crashed", _CRASHED.format(path=path, reason=reason))
