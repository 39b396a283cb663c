"""What a rule pack changes of the installed rules: thresholds and severities, checked against them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, cast

from gongkai.rules._catalogue import all_catalogues
from gongkai.rules._nearest import nearest
from gongkai.rules._rule import Rule
from gongkai.rules._settings import Entry

Level = Literal["error", "warning", "info", "off"]
LEVELS: Final[tuple[Level, ...]] = ("error", "warning", "info", "off")

_KEYS: Final = ("name", "version", "title", "thresholds", "severity", "rules", "prose")
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_VERSION: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}")
_PATTERN: Final = re.compile(r"[a-z0-9_.*]{1,100}")
_MOST: Final = {"share": 1.0}
"""The largest value of a limit that has one: beyond it the rule would never find anything."""
_NAMED: Final = 5
_SURE: Final = "confirmed"


class Changes(NamedTuple):
    """The parts of a pack; `fields` are all of the file's, those with the pack's own rules among them."""

    name: str
    version: str
    title: str
    thresholds: tuple[tuple[str, str, float], ...]
    levels: tuple[tuple[str, Level], ...]
    fields: dict[str, Entry]


def read_changes(entry: Entry) -> Changes:
    """What stands in the file; what is wrong with it is noted in the entry."""
    fields = entry.fields(_KEYS, ("name", "version"))
    name, version = _word(fields.get("name"), _NAME), _word(fields.get("version"), _VERSION)
    title = fields["title"].text() if "title" in fields else name
    return Changes(
        name or "",
        version or "",
        title or "",
        tuple(_thresholds(fields["thresholds"])) if "thresholds" in fields else (),
        tuple(_levels(fields["severity"])) if "severity" in fields else (),
        fields,
    )


def matches(pattern: str, rule_id: str) -> bool:
    """Whether a pattern means the rule; `*` stands for anything, dots included."""
    parts = pattern.split("*")
    if len(parts) == 1:
        return pattern == rule_id
    first, *middle, last = parts
    if len(rule_id) < len(first) + len(last) or not rule_id.startswith(first) or not rule_id.endswith(last):
        return False
    at, end = len(first), len(rule_id) - len(last)
    for part in middle:
        found = rule_id.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _thresholds(entry: Entry) -> Iterator[tuple[str, str, float]]:
    for pattern, inner in entry.pairs():
        rules = _meant(pattern, inner)
        if not rules:
            continue
        known = dict.fromkeys(limit for rule in rules for limit in rule.limits)
        for limit, value in inner.pairs():
            if limit not in known:
                hint = nearest(limit, known)
                zh, en = "、".join(known) or "无", ", ".join(known) or "none"
                value.fail(
                    f"{pattern} 没有这个限值{hint.zh or f'；可用：{zh}'}",
                    f"{pattern} has no such limit{hint.en or f'; known: {en}'}",
                )
                continue
            number, most = value.number(), _MOST.get(limit)
            if number is None:
                continue
            if most is not None and number > most:
                value.fail(
                    f"不能大于 {most:g}：否则规则永远查不出问题",
                    f"must be at most {most:g}: beyond that the rule never finds anything",
                )
            yield pattern, limit, number


def _levels(entry: Entry) -> Iterator[tuple[str, Level]]:
    for pattern, inner in entry.pairs():
        rules = _meant(pattern, inner)
        level = inner.choice(LEVELS)
        if level == "error":
            _refuse_unsure(rules, inner)
        if level is not None and rules:
            yield pattern, cast("Level", level)


def _refuse_unsure(rules: list[Rule], entry: Entry) -> None:
    unsure = list(dict.fromkeys(rule.id for rule in rules if rule.standing != _SURE))
    if unsure:
        named = "、".join(unsure[:_NAMED]) + (" …" if len(unsure) > _NAMED else "")
        entry.fail(
            f"这些规则的依据未经核实或只见于地方规定，不能定为错误：{named}；请用 warning",
            f"the sources of these rules are not confirmed, or local, so they cannot be errors: {named}; "
            "use warning",
        )


def _meant(pattern: str, entry: Entry) -> list[Rule]:
    """The installed rules of all editions that a pattern means."""
    every = [rule for catalogue in all_catalogues() for rule in catalogue.rules]
    if _PATTERN.fullmatch(pattern):
        found = [rule for rule in every if matches(pattern, rule.id)]
        if found:
            return found
    hint = nearest(pattern, {rule.id for rule in every})
    entry.fail(
        f"没有规则 {pattern}{hint.zh or '；gongkai rules 列出全部规则'}",
        f"there is no rule {pattern}{hint.en or '; gongkai rules lists them'}",
    )
    return []


def _word(entry: Entry | None, shape: re.Pattern[str]) -> str | None:
    text = None if entry is None else entry.text()
    if text is None or entry is None or shape.fullmatch(text):
        return text
    only = "小写字母、数字和 -" if shape is _NAME else "字母、数字和 . _ -"
    entry.fail(
        f"只能用{only}，最多 40 字",
        "only letters, digits and " + ("-, beginning with a small letter" if shape is _NAME else ". _ -"),
    )
    return None
