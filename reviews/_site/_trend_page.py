"""The page of trends: how findings went from run to run, by rule, city and organ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from gongkai.history import BY, By, longest, nights, trend
from gongkai.reviews import _addresses
from gongkai.reviews._charts import Bar, bars
from gongkai.reviews._site._site import Site
from gongkai.reviews._words import answer_mark, severity_mark, words

_BARS: Final = 30
"""Runs of the chart, the last ones; the table has all that are kept."""
_LINES: Final = 20
_WIDE: Final = 1280
_MOST: Final = 1_000_000
_STANDING: Final = ("errors", "warnings", "infos", "cannot_tell")
_COUNTS: Final = ("reports", "unreadable", *_STANDING, "new", "returned", "corrected", "gone", "standing")


@dataclass(frozen=True, slots=True)
class NightLine:
    """A run: when it began, whether nothing had changed, and its numbers in the order of the columns."""

    run: str
    same: bool
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A rule, city or organ: findings on the earliest run that is kept, the one before, and this one."""

    name: str
    address: str
    first: int
    before: int
    last: int

    @property
    def change(self) -> int:
        return self.last - self.before


@dataclass(frozen=True, slots=True)
class TrendTable:
    """Those that changed most; `anchor` is what links lead to."""

    anchor: str
    title: str
    lines: tuple[TrendLine, ...]


@dataclass(frozen=True, slots=True)
class LongLine:
    """A finding that stands for long."""

    since: str
    organ: str
    address: str
    year: int | None
    rule: str
    rule_address: str
    returns: int


@dataclass(frozen=True, slots=True)
class TrendPage:
    chart: Markup
    nights: tuple[NightLine, ...]
    tables: tuple[TrendTable, ...]
    longest: tuple[LongLine, ...]


def write_trend(site: Site) -> None:
    """Puts the page in its place, where there is a history."""
    if site.history is None:
        return
    rows = nights(site.history)
    made_from = repr((rows, site.history.name))
    site.put_late(_addresses.TREND, "trend.html.j2", made_from, lambda: {"page": _page(site, rows)})


def _page(site: Site, rows: Sequence[Mapping[str, Any]]) -> TrendPage:
    history = site.history
    if history is None:
        raise ValueError("no history")
    return TrendPage(
        chart=_chart(site, rows[-_BARS:]),
        nights=tuple(
            NightLine(_day(row["started"]), row["same_as"] is not None, tuple(row[name] for name in _COUNTS))
            for row in reversed(rows)
        ),
        tables=tuple(_table(site, history, by) for by in BY),
        longest=tuple(_long(site, row) for row in longest(history, _LINES)),
    )


def _chart(site: Site, rows: Sequence[Mapping[str, Any]]) -> Markup:
    marks = [severity_mark(name, site.lang) for name in ("error", "warning", "info")]
    marks.append(answer_mark("cannot_tell", site.lang))
    drawn = []
    for row in rows:
        counts = tuple(row[name] for name in _STANDING)
        drawn.append(Bar(_day(row["started"])[:10], counts, str(sum(counts))))
    return bars(
        drawn,
        [mark.name for mark in marks],
        [mark.shape for mark in marks],
        max(sum(bar.parts) for bar in drawn),
        words(site.lang).trend_chart,
        _WIDE,
    )


def _table(site: Site, history: Path, by: By) -> TrendTable:
    said = words(site.lang)
    titles = {"rule_id": said.trend_rules, "city": said.trend_cities, "organ": said.trend_organs}
    went = trend(history, by, most=_MOST)
    lines = []
    for name, counts in zip(went.names, went.counts, strict=True):
        before = counts[-2] if len(counts) > 1 else counts[-1]
        lines.append(TrendLine(*_named(site, by, name), counts[0], before, counts[-1]))
    lines.sort(key=lambda line: (-abs(line.change), -abs(line.last - line.first), -line.last, line.name))
    return TrendTable(f"by-{by}", titles[by], tuple(lines[:_LINES]))


def _named(site: Site, by: By, name: str) -> tuple[str, str]:
    """What people read of a name, and the address of its page, "" where it has none tonight."""
    if by == "rule_id":
        rule = site.index.rules.get(name)
        return (name, "") if rule is None else (rule.title.of(site.lang), _addresses.of_rule(name))
    if by == "city":
        known = name in site.index.by_city
        return name or words(site.lang).city_elsewhere, _addresses.of_city(name) if known else ""
    return name or words(site.lang).unknown_organ, _organ_address(site, name)


def _organ_address(site: Site, name: str | None) -> str:
    whose = site.index.whose.get(name or "")
    return "" if whose is None else _addresses.of_organ(whose)


def _long(site: Site, row: Mapping[str, Any]) -> LongLine:
    rule, address = _named(site, "rule_id", row["rule_id"])
    first = dt.datetime.strptime(row["since"], "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
    return LongLine(
        since=_day(first)[:10],
        organ=row["organ"] or words(site.lang).unknown_organ,
        address=_organ_address(site, " · ".join(filter(None, (row["organ"], row["city"])))),
        year=row["year"],
        rule=rule,
        rule_address=address,
        returns=row["returns"],
    )


def _day(moment: dt.datetime) -> str:
    """Where the person sits."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
