"""How a report names itself: the line, or the few lines, that say whose report it is and on which year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.loaders._keys import folded, simplified
from gongkai.loaders._statements import whole

_CJK_DIGITS: Final = str.maketrans("〇○零OoО0一二三四五六七八九", "0000000123456789")
_FIGURES: Final = r"20\d{2}|二[〇○零OoО0][〇○零OoО0一二三四五六七八九]{2}"
_YEAR: Final = re.compile(rf"({_FIGURES})年?度?")
_YEAR_INSIDE: Final = re.compile(rf"({_FIGURES})年?(?=年)")
_YEAR_BEHIND: Final = re.compile(rf"[(]?({_FIGURES})(?:年度?)?[)]?$")
_LONGEST: Final = 60
_LONGEST_PART: Final = 30
_MOST_PARTS: Final = 4
_LEAD: Final = re.compile(r"^(?:标题|标題|题目|名称|关于|《|【|\s|[:：])+")
_EDGES: Final = "《》【】“”\"'：:（）()，,。、·-— \t\u3000"
_PUNCTUATION: Final = re.compile(r"[,，。;；:：!！?？]")
_SENTENCE: Final = re.compile(r"[。;；!！?？]|^(?:现[将公发予]|根据|按照|依据|为)")
_AROUND: Final = re.compile(r"[>»|]|当前位置|所在位置|首页|栏目|上一[篇条]|下一[篇条]|相关")
"""What the rest of a page prints with the names of reports: the way to this page, and to others."""
_PIECES: Final = re.compile(r"\s*[-_|–—>»]+\s*")


class Title(NamedTuple):
    """A title as printed, without spaces; `organ` and `year` where it states them.

    `ends` is true where nothing else stands behind the report's name, `around` where the line is of what
    stands around a report on its page.
    """

    text: str
    organ: str | None
    year: int | None
    ends: bool
    around: bool


# Asked of the same few lines when a document is divided and when it is recognised.
@lru_cache(maxsize=256)
def title_of(text: str) -> Title | None:
    """The title that a text is; None where it does not name a report, or is longer than a title."""
    if len(text) > 2 * _LONGEST or "年" not in text:
        return None
    fold = folded(text)
    if len(fold) > _LONGEST:
        return None
    plain = simplified(fold)
    if _SENTENCE.search(plain):
        return None
    phrase = _phrases().search(plain)
    year: str | None = None
    if phrase is None:
        # 政府信息公开2021年度报告: the year stands inside the report's name.
        inside = _YEAR_INSIDE.search(plain)
        without = plain if inside is None else plain[: inside.start()] + plain[inside.end() :]
        phrase = _phrases().search(without)
        if inside is None or phrase is None:
            return None
        before, behind, year = without[: phrase.start()], without[phrase.end() :], inside[1]
    else:
        before, behind = fold[: phrase.start()], plain[phrase.end() :]
        years = _YEAR.search(before)
        if years is not None:
            year = years[1]
            before = before[: years.start()] + before[years.end() :]
        elif (years := _YEAR_BEHIND.match(behind.strip(_EDGES))) is not None:
            year, behind = years[1], ""
    organ = _LEAD.sub("", before).strip(_EDGES).removesuffix("的")
    return Title(
        _LEAD.sub("", fold).strip(_EDGES),
        whole(organ) or None,
        None if year is None else int(year.translate(_CJK_DIGITS)),
        ends=not behind.strip(_EDGES),
        around=_AROUND.search(plain) is not None,
    )


def years_in(text: str) -> list[int]:
    """The years that a text names, in order."""
    return [int(year.translate(_CJK_DIGITS)) for year in _YEAR.findall(text)]


def find_title(lines: Sequence[str]) -> tuple[Title, int] | None:
    """The title among the lines before the first section, and the index of the first line it takes.

    A title may be set in several short lines; one that says its year comes before one that does not.
    """
    found = [(title, at) for at, line in enumerate(lines) if (title := title_of(line)) is not None]
    found = [entry for entry in found if not entry[0].around] or found
    dated = [entry for entry in found if entry[0].year is not None]
    best = next((entry for entry in dated if entry[0].ends), None)
    return best or _in_lines(lines) or next(iter([*dated, *found]), None)


def find_in_name(name: str) -> Title | None:
    """The title in what a page calls itself, where the names of its site stand beside it."""
    titles = [title for piece in _PIECES.split(name) if (title := title_of(piece)) is not None]
    return next((title for title in titles if title.year is not None), titles[0] if titles else None)


def _in_lines(lines: Sequence[str]) -> tuple[Title, int] | None:
    """A title that is broken over the fewest lines, with its year in one of them."""
    for parts in range(2, _MOST_PARTS + 1):
        for at in range(len(lines) - parts + 1):
            some = lines[at : at + parts]
            if any(len(line) > _LONGEST_PART or _PUNCTUATION.search(line) for line in some):
                continue
            title = title_of("".join(some))
            if title is not None and title.year is not None and title.ends and not title.around:
                return title, at
    return None


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, forms.vocabulary().report_titles)))
