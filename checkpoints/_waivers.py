"""Findings that a person has accepted, with a reason and until a day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from gongkai import forms
from gongkai.rules import Entry, RulePack, finish, nearest, read_settings, settings_of, use

_MOST: Final = 10_000
_FINDING: Final = re.compile(r"[0-9a-f]{16}")
_WHO: Final = ("organ", "year", "rule")
_NEEDED: Final = ("reason", "person", "until")
_KEYS: Final = ("finding", *_WHO, "cells", *_NEEDED)
_LATEST_YEAR: Final = 9999


@dataclass(frozen=True, slots=True)
class Waiver:
    """What is accepted: one finding by its id, or those of an organ, year and rule (in just these cells).

    `until` is the last day it is good for; `line` is where the file has it.
    """

    line: int
    finding: str | None
    organ: str | None
    year: int | None
    rule: str | None
    cells: frozenset[str] | None
    reason: str
    person: str
    until: dt.date

    def covers(self, row: Mapping[str, Any]) -> bool:
        """Whether it is meant for a row of the findings table."""
        if self.finding is not None:
            return bool(row["finding_id"] == self.finding)
        if (row["organ"], row["year"], row["rule_id"]) != (self.organ, self.year, self.rule):
            return False
        return self.cells is None or self.cells == {cell["cell"] for cell in row["cells"]}

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values: what `run.json` says of it."""
        about: dict[str, Any] = {name: getattr(self, name) for name in ("finding", *_WHO)}
        cells = None if self.cells is None else sorted(self.cells)
        why = {"reason": self.reason, "person": self.person, "until": self.until.isoformat()}
        return {"line": self.line, **about, "cells": cells, **why}


@dataclass(frozen=True)
class Waivers:
    """The waivers of a file, in its order."""

    waivers: tuple[Waiver, ...] = ()

    @classmethod
    def read(cls, path: Path, pack: RulePack | None = None) -> Self:
        """Reads a list of waivers; `pack` may add rules that they name.

        Raises:
            SettingsError: it is none; the message names line and key of everything that is wrong.
            OSError: it cannot be opened.
        """
        return cls._of(read_settings(path), pack)

    @classmethod
    def parse(cls, text: str, source: str = "waivers.yaml", pack: RulePack | None = None) -> Self:
        """The same of a text; `source` is what the errors call it.

        Raises:
            SettingsError: see `read`.
        """
        return cls._of(settings_of(text, source), pack)

    @classmethod
    def _of(cls, entry: Entry, pack: RulePack | None) -> Self:
        with use(pack) as catalogues:
            rules = {rule_id for one in catalogues.values() for rule_id in one.by_id}
        drafts = [_waiver(one, rules) for one in entry.items(_MOST)]
        finish(entry)
        return cls(tuple(one for one in drafts if one is not None))

    def apply(self, rows: Sequence[Mapping[str, Any]], today: dt.date) -> Applied:
        """Which findings are waived on that day; where several waivers cover one, the longest counts."""
        chosen: dict[int, Waiver] = {}
        numbers = dict.fromkeys(range(len(self.waivers)), 0)
        by_id, by_rule = _index(rows)
        for number, waiver in enumerate(self.waivers):
            near = by_id if waiver.finding is not None else by_rule
            for place in near.get(waiver.finding or waiver.rule or "", ()):
                if not waiver.covers(rows[place]):
                    continue
                numbers[number] += 1
                held = chosen.get(place)
                if waiver.until >= today and (held is None or waiver.until > held.until):
                    chosen[place] = waiver
        counted = [(one, numbers[number]) for number, one in enumerate(self.waivers)]
        return Applied(
            today=today,
            by_place=chosen,
            applied=tuple((one, count) for one, count in counted if one.until >= today and count),
            expired=tuple((one, count) for one, count in counted if one.until < today),
            unused=tuple(one for one, count in counted if one.until >= today and not count),
        )


@dataclass(frozen=True)
class Applied:
    """What came of the waivers on a day.

    Attributes:
        by_place: place of a finding → its waiver.
        applied: with how many findings they cover.
        expired: good for no finding any more, with how many they would cover.
        unused: good still, and cover none.
    """

    today: dt.date
    by_place: Mapping[int, Waiver]
    applied: tuple[tuple[Waiver, int], ...] = ()
    expired: tuple[tuple[Waiver, int], ...] = ()
    unused: tuple[Waiver, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values: what `run.json` holds."""
        return {
            "today": self.today.isoformat(),
            "applied": [{**one.to_dict(), "findings": count} for one, count in self.applied],
            "expired": [{**one.to_dict(), "findings": count} for one, count in self.expired],
            "unused": [one.to_dict() for one in self.unused],
        }


def _index(rows: Sequence[Mapping[str, Any]]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    by_id: dict[str, list[int]] = {}
    by_rule: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        by_id.setdefault(row["finding_id"], []).append(place)
        by_rule.setdefault(row["rule_id"], []).append(place)
    return by_id, by_rule


def _waiver(entry: Entry, rules: Iterable[str]) -> Waiver | None:
    before = len(entry.faults)
    fields = entry.fields(_KEYS, _NEEDED)
    reason, person = (fields[key].text(most) if key in fields else None for key, most in _LENGTHS)
    until = _day(fields["until"]) if "until" in fields else None
    finding = _finding(fields["finding"]) if "finding" in fields else None
    organ = fields["organ"].text(most=200) if "organ" in fields else None
    year = fields["year"].whole(_LATEST_YEAR) if "year" in fields else None
    rule = _rule(fields["rule"], rules) if "rule" in fields else None
    cells = _cells(fields["cells"]) if "cells" in fields else None
    given = [key for key in (*_WHO, "cells") if key in fields]
    if ("finding" in fields) == bool(given) or ("finding" not in fields and not set(_WHO) <= set(given)):
        entry.fail(
            "应写 finding，或写 organ、year、rule 三项（可加 cells），不能混用",
            "needs finding, or organ, year and rule (and cells, if wanted), not both",
        )
    if len(entry.faults) > before or reason is None or person is None or until is None:
        return None
    line = entry.node.start_mark.line + 1
    return Waiver(line, finding, organ, year, rule, cells, reason, person, until)


_LENGTHS: Final = (("reason", 500), ("person", 100))


def _day(entry: Entry) -> dt.date | None:
    text = entry.text()
    try:
        return None if text is None else dt.date.fromisoformat(text)
    except ValueError:
        entry.fail(f"{text} 不是日期；请写成 2026-12-31", f"{text} is no date; write 2026-12-31")
        return None


def _finding(entry: Entry) -> str | None:
    # Digits alone are a number to YAML, whose text is still as written.
    text = entry.text()
    if text is not None and not _FINDING.fullmatch(text):
        entry.fail(
            "应为 16 位的 finding_id，见 findings.json", "must be a finding_id of 16 digits (0-9, a-f)"
        )
        return None
    return text


def _rule(entry: Entry, rules: Iterable[str]) -> str | None:
    text = entry.text()
    if text is not None and text not in (known := set(rules)):
        hint = nearest(text, known)
        entry.fail(
            f"没有规则 {text}{hint.zh or '；gongkai rules 列出全部规则'}",
            f"there is no rule {text}{hint.en or '; gongkai rules lists them'}",
        )
        return None
    return text


def _cells(entry: Entry) -> frozenset[str]:
    known = {cell for edition in forms.editions() for cell in edition.cell_ids}
    found = set()
    for one in entry.items(len(known)):
        text = one.text()
        if text is not None and text not in known:
            hint = nearest(text, known)
            one.fail(
                f"没有单元格 {text}{hint.zh or '；见 docs/forms.md'}",
                f"there is no cell {text}{hint.en or '; see docs/forms.md'}",
            )
        elif text is not None:
            found.add(text)
    return frozenset(found)
