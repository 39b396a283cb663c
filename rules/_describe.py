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
    """Where, what is wrong with the values, and what to do, in both languages.

    Templates may use: reported, computed, difference, gap (the difference without its sign), numbers
    (each cell's name and value), bound, and what the finding's `params` hold (concerned, total: cells;
    sections: sections; years; prescribed).

    Raises:
        KeyError: the finding is not one that this rule gives.
    """
    edition = forms.edition(rule.edition)
    fields = _fields(edition, finding)
    if finding.reason is None:
        body = rule.message.format(**fields)
        return Text(
            f"{finding.path}：{body.zh}{rule.remedy.zh}", f"{finding.path}: {body.en} {rule.remedy.en}"
        )
    reason = REASONS[finding.reason].format(**fields)
    return Text(
        f"{finding.path}：无法判定“{rule.title.zh}”：{reason.zh}",
        f"{finding.path}: cannot tell whether “{rule.title.en}”: {reason.en}",
    )


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
        "bound": Text("至少", "at least") if finding.params.get("concerned") else Text("", ""),
    }
    for name, value in finding.params.items():
        fields[name] = _param(edition, name, value)
    return fields


def _param(edition: Edition, name: str, value: Param) -> str | Text:
    if isinstance(value, tuple):
        if name == "sections":
            sections = [edition.section(section_id) for section_id in value]
            return Text("、".join(section.title for section in sections), ", ".join(s.en for s in sections))
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
