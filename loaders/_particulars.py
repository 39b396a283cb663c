"""Who reports on which year: organ, title, data period, read from the text before and in section one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.loaders._keys import folded
from gongkai.loaders._segments import Item, Prose
from gongkai.loaders._titles import find_in_name, find_title, years_in

_FILE_YEAR: Final = re.compile(r"(?<!\d)(20\d{2})(?!\d)(年?)")
_HOUR: Final = r"(?:零时|[0２2]?[0４4]时|00:00|24:00)?"
_TO: Final = rf"{_HOUR}\s*(?:起|开始)?\s*[，,]?\s*(?:至|到|止于|-|—|－|–|~|～|─)+\s*"
_PERIOD: Final = re.compile(
    rf"(20\d{{2}})\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日\s*{_TO}"
    r"(?:(20\d{2})\s*年)?\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
)
_PERIOD_IN_FIGURES: Final = re.compile(
    rf"(20\d{{2}})([-./])(\d{{1,2}})\2(\d{{1,2}})\s*{_TO}(?:(20\d{{2}})\2)?(\d{{1,2}})\2(\d{{1,2}})(?!\d)"
)
_PERIOD_WORDS: Final = ("统计", "期限", "数据", "截止", "起止", "時間", "时间", "統計", "數據", "資料")
_LONGEST_ORGAN: Final = 30
_EDGES: Final = "《》【】“”\"'：:（）()，,。、·-— \t\u3000"


class Particulars(NamedTuple):
    """`organ`, `title` and the years as stated; None where the document does not say."""

    organ: str | None
    title: str | None
    title_year: int | None
    period_start: dt.date | None
    period_end: dt.date | None


def read_particulars(items: Sequence[Item], first_section: int, name: str | None = None) -> Particulars:
    """Reads them from the items; `first_section` is the index of the first section title.

    `name` is what the document calls itself outside its text; it counts where the text has no title.
    """
    opening = [item.text for item in items[:first_section] if isinstance(item, Prose)]
    found = find_title(opening)
    if found is None and name is not None and (title := find_in_name(name)) is not None:
        found = title, 0
    start, end = _find_period(item.text for item in items if isinstance(item, Prose))
    if found is None:
        return Particulars(_organ_line(opening), None, _year_in_sentences(opening), start, end)
    title, at = found
    year = _year_in_sentences(opening) if title.year is None else title.year
    return Particulars(title.organ or _organ_line(opening[:at]), title.text, year, start, end)


def file_year(path: str) -> int | None:
    """The year the file's name states; None where it names none, or several with equal right."""
    found = _FILE_YEAR.findall(PurePath(path).stem)
    marked = {year for year, mark in found if mark}
    years = marked or {year for year, _ in found}
    return int(years.pop()) if len(years) == 1 else None


def _year_in_sentences(opening: Sequence[str]) -> int | None:
    """The year in a sentence that names the report: 现公布某局2022年政府信息公开工作年度报告如下."""
    for text in opening:
        for name in forms.vocabulary().report_titles:
            before, found, _ = folded(text).partition(name)
            if found and before.endswith(("年", "年度")) and (years := years_in(before)):
                return years[-1]
    return None


def _organ_line(opening: Sequence[str]) -> str | None:
    """A short line that ends as an organ's name does."""
    for text in opening:
        fold = folded(text).strip(_EDGES)
        if len(fold) <= _LONGEST_ORGAN and fold.endswith(forms.vocabulary().organ_suffixes):
            return fold
    return None


def _find_period(texts: Iterable[str]) -> tuple[dt.date | None, dt.date | None]:
    for text in texts:
        if not any(word in text for word in _PERIOD_WORDS):
            continue
        match = _PERIOD.search(text)
        if match is not None:
            year, month, day, end_year, end_month, end_day = match.groups()
        elif (match := _PERIOD_IN_FIGURES.search(text)) is not None:
            year, _, month, day, end_year, end_month, end_day = match.groups()
        else:
            continue
        try:
            start = dt.date(int(year), int(month), int(day))
            end = dt.date(int(end_year or year), int(end_month), int(end_day))
        except ValueError:
            continue
        return start, end
    return None, None
