"""The registry's rows into organs, or every line and column that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.forms import Level, Text
from gongkai.loaders._keys import folded
from gongkai.loaders._organ import Organ
from gongkai.loaders._organ_csv import (
    LEVEL,
    ORGAN,
    ORGAN_ID,
    PARENT,
    REGION_CODE,
    SHORT_NAMES,
    Row,
    read_sheet,
)
from gongkai.loaders._organ_names import name_key
from gongkai.loaders._organ_problems import Problems

_MOST_ABOVE: Final = 16
_BETWEEN: Final = re.compile(r"[、;；|｜]")
_CODE: Final = re.compile(r"[1-9]\d{5}(?:\d{3}|\d{6})?", re.ASCII)
_OF_NO_REGION: Final = "10"
"""How no code of GB/T 2260 begins; some lists give the whole country as 100000."""

_NO_NAME: Final = Text("没有写机关名称；请补上，或删去这一行", "names no organ; name it or remove the row")
_NAME_TWICE: Final = Text(
    "“{value}”在第{other}行已有；请写全称以示区别，通用的叫法写在“简称”里",
    "“{value}” stands in line {other} too; write full names that differ, and under 简称 what both are called",
)
_ID_TWICE: Final = Text(
    "“{value}”在第{other}行已是一个标识或名称；请换一个",
    "“{value}” is an id or a name in line {other}; choose another",
)
_BAD_LEVEL: Final = Text("“{value}”不是层级；请写{known}", "“{value}” is no level; write one of {known}")
_BAD_CODE: Final = Text(
    "“{value}”不是区划代码；请写 GB/T 2260 的 6 位数字，乡镇和街道写 9 位或 12 位，并把这一列设为文本格式",
    "“{value}” is no region code; write the 6 digits of GB/T 2260, 9 or 12 for towns, in a text column",
)
_NO_PARENT: Final = Text(
    "名录里没有“{value}”；请写名录中机关的名称或标识",
    "“{value}” is not in the registry; write the name or id of one that is",
)
_CYCLE: Final = Text(
    "“{value}”的上级又归它自己管；请改正", "those above “{value}” lead back to itself; mend that"
)
_TOO_DEEP: Final = Text(
    "“{value}”之上超过 {most} 级；请改正", "more than {most} stand above “{value}”; mend that"
)


class _Draft(NamedTuple):
    """An organ and the row it is from; its parent is still as printed."""

    row: Row
    organ: Organ


def read_organs(path: Path) -> tuple[tuple[Organ, ...], tuple[str, ...]]:
    """The organs of the file, and the headings of columns that are not used; see `Organs.read`."""
    problems = Problems(str(path))
    sheet = read_sheet(path, problems)
    return _Registry(problems, sheet.headings).organs(sheet.rows), sheet.ignored


class _Registry:
    """Makes organs of rows; what is wrong with them goes to `problems`."""

    def __init__(self, problems: Problems, headings: Mapping[str, str]) -> None:
        self._problems = problems
        self._headings = headings
        self._by_name: dict[str, _Draft] = {}
        self._by_id: dict[str, _Draft] = {}

    def organs(self, rows: Iterable[Row]) -> tuple[Organ, ...]:
        drafts = [self._draft(row) for row in rows]
        for draft in drafts:
            self._enter_name(draft)
        for draft in drafts:
            self._enter_id(draft)
        whole = [_Draft(row, replace(organ, parent=self._parent(row))) for row, organ in drafts]
        self._problems.check()
        above = {organ.id: organ.parent for _, organ in whole}
        for row, organ in whole:
            self._check_above(row, organ, above)
        self._problems.check()
        return tuple(organ for _, organ in whole)

    def _draft(self, row: Row) -> _Draft:
        name = row.cells[ORGAN]
        if not name_key(name):
            self._problems.add(row.line, self._headings[ORGAN], _NO_NAME)
        code = self._region_code(row)
        shorts = [short.strip() for short in _BETWEEN.split(row.cells[SHORT_NAMES])]
        return _Draft(
            row,
            Organ(
                id=row.cells[ORGAN_ID] or name,
                name=name,
                short_names=tuple(dict.fromkeys(short for short in shorts if name_key(short))),
                level=self._level(row) or (None if code is None else _level_of_code(code)),
                region_code=code,
            ),
        )

    def _level(self, row: Row) -> Level | None:
        text = folded(row.cells[LEVEL])
        level = forms.organ_words().level_named(text)
        if text and level is None:
            known = "、".join(one.label for one in forms.organ_words().levels)
            self._complain(row, LEVEL, _BAD_LEVEL.format(value=text, known=known))
        return level

    def _region_code(self, row: Row) -> str | None:
        text = folded(row.cells[REGION_CODE])
        if text and not _CODE.fullmatch(text):
            self._complain(row, REGION_CODE, _BAD_CODE.format(value=text))
        return text or None

    def _enter_name(self, draft: _Draft) -> None:
        row, organ = draft
        other = self._by_name.setdefault(name_key(organ.name), draft)
        if other is not draft and organ.name:
            self._complain(row, ORGAN, _NAME_TWICE.format(value=organ.name, other=other.row.line))

    def _enter_id(self, draft: _Draft) -> None:
        """An id may be neither another's id nor another's name."""
        row, organ = draft
        if not row.cells[ORGAN_ID]:
            return
        for other in (self._by_id.setdefault(organ.id, draft), self._by_name.get(name_key(organ.id), draft)):
            if other is not draft:
                self._complain(row, ORGAN_ID, _ID_TWICE.format(value=organ.id, other=other.row.line))

    def _parent(self, row: Row) -> str | None:
        """The id of the organ that the row names above its own, by that organ's id or name."""
        named = row.cells[PARENT]
        if not named:
            return None
        above = self._by_id.get(named) or self._by_name.get(name_key(named))
        if above is None:
            self._complain(row, PARENT, _NO_PARENT.format(value=named))
        return None if above is None else above.organ.id

    def _check_above(self, row: Row, organ: Organ, above: Mapping[str, str | None]) -> None:
        at = organ.parent
        for _ in range(_MOST_ABOVE):
            if at is None:
                return
            if at == organ.id:
                self._complain(row, PARENT, _CYCLE.format(value=organ.name))
                return
            at = above[at]
        self._complain(row, PARENT, _TOO_DEEP.format(value=organ.name, most=_MOST_ABOVE))

    def _complain(self, row: Row, column: str, what: Text) -> None:
        self._problems.add(row.line, self._headings[column], what)


def _level_of_code(code: str) -> Level | None:
    """The level of a region, by GB/T 2260 and GB/T 10114; of no region's code None."""
    if code.startswith(_OF_NO_REGION):
        return None
    if code[6:].strip("0"):
        return "town"
    if code[4:6] != "00":
        return "county"
    return "city" if code[2:4] != "00" else "province"
