"""The text of a cell that a spreadsheet stores as a number: what its number format makes of it."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

Shown = Literal["number", "percent", "date", "scaled"]
"""How a number format shows a number: as it is, as a percentage, as a date or time, or in thousands."""

_PERCENT_IDS: Final = (9, 10)
_DATE_IDS: Final = (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))
"""Of the formats that have a number and no code, those of dates; some are the Chinese editions' own."""

_NO_CODE: Final = re.compile(
    r'"[^"]*"|\\.|!.|_.|\*.|\[(?![hms]+\])[^\]]*\]|General|G/通用格式', re.IGNORECASE
)
"""What stands in a format's code and is no sign of it: literals, spaces, colours, conditions."""
_DATE: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
_SCALED: Final = re.compile(r"[0#?],+(?![0#?,])")

PLAIN_DIGITS: Final = 15
"""A spreadsheet keeps no more digits of a number than these."""
_FLOAT: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_LARGEST: Final = 10**PLAIN_DIGITS
_EPOCHS: Final = (dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1))  # noqa: DTZ001 - dates as printed
_SECONDS: Final = 24 * 60 * 60


@lru_cache(maxsize=4096)
def shown_by(number: int, code: str | None) -> Shown:
    """How the format with this number, and this code where it has one, shows a number."""
    if code is None:
        if number in _PERCENT_IDS:
            return "percent"
        return "date" if number in _DATE_IDS else "number"
    signs = _NO_CODE.sub("", code)
    if _DATE.search(signs):
        return "date"
    if "%" in signs:
        return "percent"
    return "scaled" if _SCALED.search(signs) else "number"


def text_of(stored: str, shown: Shown, *, from_1904: bool = False) -> str:
    """The text of a number as it is stored in a file; what is none comes back as it is.

    A number is printed with the digits that a spreadsheet has of it, and without an exponent unless it has
    more than those; a percentage and a date in a form that is no number. Where a format leaves digits
    out ("in thousands"), the mark ≈ stands before the number: what is printed is not what is stored.
    """
    if not _FLOAT.fullmatch(stored):
        return stored
    value = float(stored)
    if not math.isfinite(value):
        return stored
    if shown == "date":
        return _date(value, _EPOCHS[from_1904])
    if shown == "percent":
        return f"{_plain(value * 100)}%"
    return f"≈{_plain(value)}" if shown == "scaled" else _plain(value)


def _plain(value: float) -> str:
    if abs(value) >= _LARGEST:
        return f"{value:.{PLAIN_DIGITS - 1}E}"
    text = f"{Decimal(f'{value:.{PLAIN_DIGITS}g}'):f}"
    return "0" if text == "-0" else text


def _date(value: float, epoch: dt.datetime) -> str:
    """In the form of ISO 8601; the day alone where there is no time, the time alone where there is no day."""
    try:
        moment = epoch + dt.timedelta(seconds=round(value * _SECONDS))
    except OverflowError:
        return f"{_plain(value)}（?）"
    if 0 <= value < 1:
        return moment.time().isoformat()
    return moment.date().isoformat() if value == int(value) else moment.isoformat(" ")
