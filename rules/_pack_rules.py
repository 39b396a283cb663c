"""The rules that a rule pack adds: sums of cells, and patterns of prose."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

import pyarrow as pa
import pyarrow.compute as pc

from gongkai import forms
from gongkai.forms import Edition, Text
from gongkai.rules._demand import ANYWHERE, COMPARISONS, OPENING, Comparison, Demand, Linear, Wording
from gongkai.rules._nearest import nearest
from gongkai.rules._own_rule import OwnRule
from gongkai.rules._rule import Severity
from gongkai.rules._settings import Entry

_SHARED: Final = ("id", "editions", "severity", "title", "message", "remedy", "citation")
_NEEDED: Final = ("id", "severity", "title", "remedy", "citation")
_SUMS: Final = ("left", "comparison", "right")
_CONTAIN: Final = ("must_contain", "must_not_contain")
_MOST_RULES: Final = 500
_MOST_TERMS: Final = 60
_MOST_TIMES: Final = 1000
_MOST_PATTERN: Final = 500
_ID: Final = re.compile(r"local\.[a-z0-9_]+(\.[a-z0-9_]+)*")
_OWN_SEVERITIES: Final = ("warning", "info")
_IN_MESSAGES: Final = {"rules": ("reported", "computed", "difference", "numbers"), "prose": ("found",)}


def read_own(fields: Mapping[str, Entry]) -> tuple[OwnRule, ...]:
    """The rules of both kinds; what is wrong with them is noted in the entries."""
    seen: set[str] = set()
    rules = []
    for name in ("rules", "prose"):
        for entry in fields[name].items(_MOST_RULES) if name in fields else ():
            rule = _Draft(entry, name, seen).rule()
            if rule is not None:
                rules.append(rule)
    return tuple(rules)


class _Draft:
    """One rule on its way; None stands for whatever is wrong, which is noted."""

    def __init__(self, entry: Entry, name: str, seen: set[str]) -> None:
        self._entry, self._name, self._seen = entry, name, seen
        own, needed = (_SUMS, _SUMS) if name == "rules" else (("section", *_CONTAIN), ("section",))
        self._fields = entry.fields((*_SHARED, *own), (*_NEEDED, *needed))

    def rule(self) -> OwnRule | None:
        before = len(self._entry.faults)
        rule_id, editions = self._id(), self._editions()
        demand = self._linear(editions) if self._name == "rules" else self._wording(editions)
        severity = self._severity()
        title, message, remedy = (self._words(key) for key in ("title", "message", "remedy"))
        citation = self._fields["citation"].text(300) if "citation" in self._fields else None
        self._check_message(message)
        if len(self._entry.faults) > before or None in {rule_id, severity, title, remedy, citation}:
            return None
        return OwnRule(
            cast("str", rule_id),
            tuple(edition.id for edition in editions),
            cast("Demand", demand),
            cast("Severity", severity),
            cast("Text", title),
            message,
            cast("Text", remedy),
            cast("str", citation),
        )

    def _id(self) -> str | None:
        entry = self._fields.get("id")
        text = None if entry is None else entry.text(100)
        if entry is None or text is None:
            return None
        if not _ID.fullmatch(text):
            entry.fail(
                "应以 local. 开头，只用小写字母、数字、_ 和 .",
                "must begin with local. and have only small letters, digits, _ and .",
            )
        elif text in self._seen:
            entry.fail(f"{text} 已经有了，请换一个", f"{text} is there already; choose another")
        self._seen.add(text)
        return text

    def _editions(self) -> list[Edition]:
        known = {edition.id: edition for edition in forms.editions()}
        if "editions" not in self._fields:
            return list(known.values())
        chosen = [one.choice(tuple(known)) for one in self._fields["editions"].items(len(known))]
        return [known[one] for one in dict.fromkeys(chosen) if one is not None]

    def _severity(self) -> str | None:
        entry = self._fields.get("severity")
        if entry is None:
            return None
        severity = entry.text()
        if severity == "error":
            entry.fail(
                "自定规则的依据是地方规定，不能定为错误；请用 warning 或 info",
                "the source of an own rule is local, so it cannot be an error; use warning or info",
            )
            return None
        return None if severity is None else entry.choice(_OWN_SEVERITIES)

    def _words(self, key: str) -> Text | None:
        return self._fields[key].words(300) if key in self._fields else None

    def _check_message(self, message: Text | None) -> None:
        known = _IN_MESSAGES[self._name]
        for text in dict.fromkeys(message or ()):
            try:
                parts = list(string.Formatter().parse(text))
            except ValueError:
                self._fields["message"].fail("大括号不成对", "the braces do not match")
                return
            for _, name, form, conversion in parts:
                if name is not None and (name not in known or form or conversion):
                    listed = "、".join(f"{{{one}}}" for one in known)
                    field = name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
                    self._fields["message"].fail(
                        f"不认得 {{{field}}}；可用：{listed}", f"{{{field}}} is not known; known: {listed}"
                    )

    def _linear(self, editions: list[Edition]) -> Linear | None:
        sides = [list(self._terms(key, editions)) for key in ("left", "right")]
        comparison = self._fields["comparison"].choice(COMPARISONS) if "comparison" in self._fields else None
        cells = [cell for side in sides for cell, _ in side]
        twice = {cell for cell in cells if cells.count(cell) > 1}
        if twice:
            self._entry.fail(
                f"同一单元格写了两次：{'、'.join(sorted(twice))}",
                f"a cell stands twice: {', '.join(sorted(twice))}",
            )
        times = tuple(by for side in sides for _, by in side)
        if comparison is None or not all(sides):
            return None
        left, right = (tuple(cell for cell, _ in side) for side in sides)
        return Linear(left, right, cast("Comparison", comparison), times if set(times) != {1} else ())

    def _terms(self, key: str, editions: list[Edition]) -> Iterator[tuple[str, int]]:
        for entry in self._fields[key].items(_MOST_TERMS) if key in self._fields else ():
            times: int | None = 1
            cell: Entry | None = entry
            if entry.is_mapping:
                both = entry.fields(("cell", "times"), ("cell", "times"))
                cell = both.get("cell")
                times = both["times"].whole(_MOST_TIMES) if "times" in both else None
            name = None if cell is None else cell.text()
            if cell is None or name is None or times is None:
                continue
            for edition in editions:
                if name not in edition.cells:
                    hint = nearest(name, edition.cell_ids)
                    cell.fail(
                        f"{edition.id} 年版没有单元格 {name}{hint.zh or '；见 docs/forms.md'}",
                        f"the edition of {edition.id} has no cell {name}{hint.en or '; see docs/forms.md'}",
                    )
            yield name, times

    def _wording(self, editions: list[Edition]) -> Wording | None:
        sections = [section.id for section in editions[0].sections] if editions else []
        section = (
            self._fields["section"].choice((*sections, OPENING, ANYWHERE))
            if "section" in self._fields
            else None
        )
        given = [key for key in _CONTAIN if key in self._fields]
        if len(given) != 1:
            self._entry.fail(
                "must_contain 与 must_not_contain 应写且只写一个",
                "needs one of must_contain and must_not_contain, and only one",
            )
            return None
        pattern = self._pattern(self._fields[given[0]])
        if section is None or pattern is None:
            return None
        return Wording(section, pattern, wanted=given[0] == _CONTAIN[0])

    def _pattern(self, entry: Entry) -> str | None:
        """A pattern that RE2 takes: its time grows with the text alone, however the pattern is nested."""
        text = entry.text(_MOST_PATTERN)
        if text is None:
            return None
        if re.search(r"\s|\\s", text):
            entry.fail(
                "比对前正文的空白都已去掉，模式里不能有空格和 \\s",
                "the text is compared without white space: the pattern must have no space and no \\s",
            )
            return None
        empty: Any = pa.array([""])
        try:
            everywhere = pc.match_substring_regex(empty, text)[0].as_py()
        except pa.ArrowInvalid as error:
            what = str(error).rpartition("regular expression: ")[2]
            entry.fail(
                f"不是可用的正则表达式（RE2，不支持前后断言和反向引用）：{what}",
                f"no usable regular expression (RE2: no look-around, no back-references): {what}",
            )
            return None
        if everywhere:
            entry.fail(
                "这个模式什么都匹配，等于没有检查", "the pattern matches anything, so it checks nothing"
            )
            return None
        return text
