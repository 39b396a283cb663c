"""The values of options as people write them; what a value is not fit for becomes a fault of its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from gongkai.loaders import Reading
from gongkai.outputs import FORMATS
from gongkai.relations import SCOPES
from gongkai.rules import Entry

Read = Callable[[Entry, Path], Any]
"""The value of an option in a file, by the folder of the project."""

_FIRST_YEAR: Final = 2008
_LAST_YEAR: Final = 2100
_MOST_PATHS: Final = 100
_MOST_KEPT: Final = 10_000
_MOST_SECONDS: Final = 86_400
_LONGEST: Final = 1_000

_SEVERITIES: Final = ("error", "warning", "info")


def _path(entry: Entry, home: Path) -> Path | None:
    """A path that is there."""
    text = entry.text(_LONGEST)
    if text is None:
        return None
    path = home / Path(text).expanduser()
    if not path.exists():
        entry.fail(f"找不到 {path}", f"{path} does not exist")
        return None
    return path


def _paths(entry: Entry, home: Path) -> tuple[Path, ...]:
    items = entry.items(_MOST_PATHS) if entry.is_list else [entry]
    return tuple(path for item in items if (path := _path(item, home)) is not None)


def _choice(*known: str) -> Callable[[Entry, Path], str | None]:
    return lambda entry, _: entry.choice(known)


def _formats(entry: Entry, _: Path) -> tuple[str, ...]:
    items = entry.items(len(FORMATS)) if entry.is_list else [entry]
    chosen = (item.choice(tuple(FORMATS)) for item in items)
    return tuple(dict.fromkeys(one for one in chosen if one is not None))


def _year_list(entry: Entry, _: Path) -> tuple[int, ...]:
    items = entry.items(_LAST_YEAR - _FIRST_YEAR) if entry.is_list else [entry]
    years = set()
    for item in items:
        year = item.whole(_LAST_YEAR)
        if year is not None and year < _FIRST_YEAR:
            item.fail(f"年度不早于 {_FIRST_YEAR}", f"no year before {_FIRST_YEAR}")
        elif year is not None:
            years.add(year)
    return tuple(sorted(years))


def _whole(most: int) -> Callable[[Entry, Path], int | None]:
    return lambda entry, _: entry.whole(most)


def _seconds(entry: Entry, _: Path) -> float | None:
    number = entry.number()
    if number is not None and number > _MOST_SECONDS:
        entry.fail(f"不超过 {_MOST_SECONDS}", f"at most {_MOST_SECONDS}")
        return None
    return number


def _time_limit(entry: Entry, home: Path) -> float | None:
    number = _seconds(entry, home)
    if number == 0:
        entry.fail("应大于 0", "must be above 0")
        return None
    return number


def _text(entry: Entry, _: Path) -> str | None:
    return entry.text(_LONGEST)


def _yes(entry: Entry, _: Path) -> bool | None:
    chosen = entry.choice(("true", "false"))
    return None if chosen is None else chosen == "true"


VALUES: Final[Mapping[str, Read]] = {
    "inbox": _paths,
    "registry": _path,
    "pack": _path,
    "waivers": _path,
    "scope": _choice(*SCOPES),
    "years": _year_list,
    "fail_on": _choice(*_SEVERITIES),
    "lang": _choice("zh", "en"),
    "pdf": _yes,
    "outputs": _formats,
    "settle": _seconds,
    "workers": _whole(Reading.MOST),
    "timeout": _time_limit,
    "memory": _whole(Reading.MOST),
    "keep_nights": _whole(_MOST_KEPT),
    "keep_months": _whole(_MOST_KEPT),
    "keep_sites": _whole(_MOST_KEPT),
    "notify": _path,
    "link": _text,
}
