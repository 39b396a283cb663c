"""What people are told of a run: numbers, and the way to the pages; nothing that was submitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from gongkai.forms import Language, Text

_STATES: Final[Mapping[str, Text]] = {
    "new": Text("新增", "new"),
    "returned": Text("重现", "returned"),
    "corrected": Text("改正", "corrected"),
    "gone": Text("不再出现", "gone"),
    "standing": Text("仍在", "standing"),
}
_COUNTS: Final[Mapping[str, Text]] = {
    "errors": Text("错误", "errors"),
    "warnings": Text("警告", "warnings"),
    "infos": Text("提示", "notes"),
    "cannot_tell": Text("无法判断", "cannot tell"),
    "waived": Text("已豁免", "waived"),
}
_TITLE: Final = Text("政府信息公开年报审核", "Audit of annual reports")


@dataclass(frozen=True)
class News:
    """A run in numbers.

    Attributes:
        run: its id.
        reports, unreadable: submissions that were read, and that could not be.
        counts: findings that stand, by errors, warnings, infos, cannot_tell; and those waived.
        states: findings by what became of them since the run before: new, returned, corrected, gone and
            standing.
        exit_code: what the run ends with.
        link: the way to the pages, None where nobody said it.
        failure: what ended the run early, None where it came to its end.
    """

    run: str
    reports: int = 0
    unreadable: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[str, int] = field(default_factory=dict)
    exit_code: int = 0
    link: str | None = None
    failure: str | None = None

    def title(self, lang: Language) -> str:
        return f"{_TITLE.of(lang)} {self.run}"

    def lines(self, lang: Language) -> list[str]:
        """What is told, line by line."""
        if self.failure is not None:
            return [
                Text("运行没有完成：{why}", "The run did not end: {why}").format(why=self.failure).of(lang)
            ]
        read = Text("读出 {read} 份，读不出 {unread} 份", "{read} read, {unread} unreadable")
        return [
            _numbers(self.states, _STATES, lang),
            _numbers(self.counts, _COUNTS, lang),
            read.format(read=self.reports, unread=self.unreadable).of(lang),
        ]

    def to_dict(self, lang: Language) -> dict[str, Any]:
        """Plain JSON values: the body of a generic webhook."""
        return {
            "run": self.run,
            "title": self.title(lang),
            "text": "\n".join(self.lines(lang)),
            "reports": self.reports,
            "unreadable": self.unreadable,
            "counts": dict(self.counts),
            "states": dict(self.states),
            "exit_code": self.exit_code,
            "link": self.link,
            "failure": self.failure,
        }


def _numbers(numbers: Mapping[str, int], names: Mapping[str, Text], lang: Language) -> str:
    return " · ".join(f"{name.of(lang)} {numbers.get(key, 0)}" for key, name in names.items())
