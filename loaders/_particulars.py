"""Who reports on which year: organ, title, data period, read from the text before and in section one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import PurePath
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.loaders._keys import folded
from gongkai.loaders._segments import Item, Prose
from gongkai.loaders._statements import whole

_CJK_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR: Final = r"(20\d{2}|二[〇○零一二三四五六七八九]{3})\s*年?\s*度?"
_FILE_YEAR: Final = re.compile(r"(?<!\d)(20\d{2})(?!\d)(年?)")
_PERIOD: Final = re.compile(
    r"(20\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*(?:起|开始)?\s*[，,]?\s*(?:至|到|止于|-|—|－|–|~|～)+\s*"
    r"(?:(20\d{2})\s*年)?\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
)
_PERIOD_WORDS: Final = ("统计", "期限", "数据", "截止", "起止", "時間", "时间", "統計")
_LONGEST_TITLE: Final = 60
_LONGEST_ORGAN: Final = 30
_LEAD: Final = re.compile(r"^(?:标题|题目|名称|关于|《|【|\s|[:：])+")
_EDGES: Final = "《》【】“”\"'：:（）()，,。、·-— \t\u3000"


class Particulars(NamedTuple):
    """`organ`, `title` and the years as stated; None where the document does not say."""

    organ: str | None
    title: str | None
    title_year: int | None
    period_start: dt.date | None
    period_end: dt.date | None


def read_particulars(items: Sequence[Item], first_section: int) -> Particulars:
    """Reads them from the items; `first_section` is the index of the first section title."""
    opening = [item.text for item in items[:first_section] if isinstance(item, Prose)]
    title = _find_title(opening)
    organ, year = (None, None) if title is None else _split_title(title)
    if year is None:
        year = _year_in_sentences(opening)
    if organ is None:
        organ = _organ_line(opening, title)
    start, end = _find_period(item.text for item in items if isinstance(item, Prose))
    return Particulars(organ, title, year, start, end)


def file_year(path: str) -> int | None:
    """The year the file's name states; None where it names none, or several with equal right."""
    found = _FILE_YEAR.findall(PurePath(path).stem)
    marked = {year for year, mark in found if mark}
    years = marked or {year for year, _ in found}
    return int(years.pop()) if len(years) == 1 else None


@cache
def _title_pattern() -> re.Pattern[str]:
    phrases = "|".join(map(re.escape, forms.vocabulary().report_titles))
    return re.compile(rf"(?:{_YEAR})?({phrases})")


def _find_title(opening: Sequence[str]) -> str | None:
    for text in opening:
        fold = folded(text)
        if len(fold) <= _LONGEST_TITLE and _title_pattern().search(fold):
            return _LEAD.sub("", fold).strip(_EDGES)
    return None


def _split_title(title: str) -> tuple[str | None, int | None]:
    """Organ and year of a title: what is left of it once the year and the phrase are taken out."""
    phrase = _title_pattern().search(title)
    rest = title if phrase is None else title[: phrase.start(phrase.lastindex or 0)]
    match = re.search(_YEAR, rest)
    if match is None:
        return whole(rest.strip(_EDGES)) or None, None
    organ = (rest[: match.start()] + rest[match.end() :]).strip(_EDGES).removesuffix("的")
    return whole(organ) or None, int(match.group(1).translate(_CJK_DIGITS))


def _year_in_sentences(opening: Sequence[str]) -> int | None:
    for text in opening:
        match = _title_pattern().search(folded(text))
        if match is not None and match.group(1):
            return int(match.group(1).translate(_CJK_DIGITS))
    return None


def _organ_line(opening: Sequence[str], title: str | None) -> str | None:
    """A short line before the title that ends as an organ's name does."""
    for text in opening:
        fold = folded(text).strip(_EDGES)
        if title is not None and _LEAD.sub("", fold).strip(_EDGES) == title:
            return None
        if len(fold) <= _LONGEST_ORGAN and fold.endswith(forms.vocabulary().organ_suffixes):
            return fold
    return None


def _find_period(texts: Iterable[str]) -> tuple[dt.date | None, dt.date | None]:
    for text in texts:
        if not any(word in text for word in _PERIOD_WORDS):
            continue
        match = _PERIOD.search(text)
        if match is None:
            continue
        year, month, day, end_year, end_month, end_day = match.groups()
        try:
            start = dt.date(int(year), int(month), int(day))
            end = dt.date(int(end_year or year), int(end_month), int(end_day))
        except ValueError:
            continue
        return start, end
    return None, None
