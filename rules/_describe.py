"""Says a finding in words."""

from __future__ import annotations

from typing import Final

from gongkai import forms
from gongkai.forms import Edition, Text
from gongkai.rules._answer import Finding, Param
from gongkai.rules._reasons import REASONS
from gongkai.rules._rule import Rule

_UNSAID: Final = Text("（未写明）", "(not stated)")
_BLANK: Final = Text("空白", "blank")


def describe(rule: Rule, finding: Finding) -> Text:
    """Where, what is wrong, and what to do, in both languages.

    Raises:
        KeyError: the finding is not one that this rule gives.
    """
    said, where = sentence(rule, finding), finding.path or finding.organ or ""
    if finding.reason is None:
        return Text(f"{where}：{said.zh}{rule.remedy.zh}", f"{where}: {said.en} {rule.remedy.en}")
    return Text(
        f"{where}：无法判断是否符合「{rule.title.zh}」：{said.zh}",
        f"{where}: cannot tell ({rule.title.en}): {said.en}",
    )


def only_sentence(rule: Rule, described: Text, where: str, answer: str) -> Text:
    """What `sentence` gave, from what `describe` made of it.

    Args:
        rule: the finding's.
        described: of `describe`, whole.
        where: the path, else the organ, that it names.
        answer: the finding's.
    """
    zh, en = described.zh.removeprefix(f"{where}："), described.en.removeprefix(f"{where}: ")
    if answer == "violated":
        return Text(zh.removesuffix(rule.remedy.zh), en.removesuffix(f" {rule.remedy.en}"))
    return Text(
        zh.removeprefix(f"无法判断是否符合「{rule.title.zh}」："),
        en.removeprefix(f"cannot tell ({rule.title.en}): "),
    )


def sentence(rule: Rule, finding: Finding) -> Text:
    """What is wrong with the values, or why it cannot be told and what would help.

    It names neither the report nor the rule, and of a violation not the remedy.

    Templates may use: reported, computed, difference, gap (the difference without its sign), numbers
    (each cell's name and value), bound, period (of the params start and end), sentence, compared (the cells
    beside the organs' `sums`), unheard (organs without a report), and what the finding's `params` hold
    (concerned, total: cells; sections: sections; topics: of the overview; years; prescribed).

    Raises:
        KeyError: the finding is not one that this rule gives.
    """
    edition = forms.edition(rule.edition)
    fields = _fields(edition, finding)
    template = rule.message if finding.reason is None else REASONS[finding.reason]
    return template.format(**fields)


def number_text(number: float | None) -> str | None:
    """A number as a person writes it: no decimals that say nothing; None stays None."""
    if number is None:
        return None
    return f"{number:.6f}".rstrip("0").rstrip(".")


def _fields(edition: Edition, finding: Finding) -> dict[str, object]:
    fields: dict[str, object] = {
        "reported": number_text(finding.reported) or _BLANK,
        "computed": number_text(finding.computed) or _UNSAID,
        "difference": number_text(finding.difference) or _UNSAID,
        "gap": number_text(abs(finding.difference or 0)),
        "numbers": _numbers(edition, finding),
        "bound": Text("至少", "at least ") if finding.params.get("concerned") else Text("", ""),
        "period": _period(finding),
        "sentence": finding.sentence or "",
        "compared": _compared(edition, finding),
        "unheard": _unheard(finding),
    }
    for name, value in finding.params.items():
        fields[name] = _param(edition, name, value)
    return fields


def _period(finding: Finding) -> Text:
    """The years in which a data period begins and ends, named once where they are one."""
    years = list(dict.fromkeys(finding.params.get(name) for name in ("start", "end")))
    said = [_UNSAID if year is None else Text(f"{year:.0f} 年", f"{year:.0f}") for year in years]
    return Text("至".join(year.zh for year in said), " to ".join(year.en for year in said))


def _param(edition: Edition, name: str, value: Param) -> str | Text:
    if isinstance(value, tuple):
        if name == "sums":
            return "、".join(value)
        if name == "sections":
            sections = [edition.section(section_id) for section_id in value]
            return Text("；".join(section.heading for section in sections), "; ".join(s.en for s in sections))
        if name == "topics":
            topics = [mention.name for mention in forms.claims().coverage if mention.id in value]
            return Text("、".join(topic.zh for topic in topics), ", ".join(topic.en for topic in topics))
        cells = [edition.cells[cell_id] for cell_id in value]
        return Text("、".join(cell.label for cell in cells), ", ".join(cell.en for cell in cells))
    if isinstance(value, str):
        return value
    return number_text(value) or _UNSAID


def _numbers(edition: Edition, finding: Finding) -> Text:
    pairs = [
        (edition.cells[cell_id], number_text(value) or "")
        for cell_id, value in zip(finding.cells, finding.values, strict=True)
    ]
    return Text(
        "、".join(f"{cell.label} {number}" for cell, number in pairs),
        ", ".join(f"{cell.en} {number}" for cell, number in pairs),
    )


_COMPARED: Final = 5
"""Cells that a sentence on sums names; it says how many there are."""


def _compared(edition: Edition, finding: Finding) -> Text:
    sums = finding.params.get("sums")
    if not isinstance(sums, tuple):
        return Text("", "")
    pairs = [
        (edition.cells[cell_id], number_text(value), computed)
        for cell_id, value, computed in zip(finding.cells, finding.values, sums, strict=True)
    ]
    shown, more = pairs[:_COMPARED], len(pairs) - _COMPARED
    zh = "；".join(
        f"{cell.label}填 {own or _BLANK.zh}，各机关合计 {computed}" for cell, own, computed in shown
    )
    en = "; ".join(
        f"{cell.en} says {own or _BLANK.en}, the organs {computed}" for cell, own, computed in shown
    )
    return Text(zh + (f"；另有 {more} 处" if more > 0 else ""), en + (f"; {more} more" if more > 0 else ""))


def _unheard(finding: Finding) -> Text:
    number = finding.params.get("number_missing")
    names = finding.params.get("organs_missing")
    if not isinstance(number, float) or not number:
        return Text("", "")
    rest = "等" if number > str(names).count("、") + 1 else ""
    return Text(
        f"另有 {number:.0f} 个机关没有可以合计的报告：{names}{rest}。",
        f"{number:.0f} organs have no report that could be added: {names}.",
    )
