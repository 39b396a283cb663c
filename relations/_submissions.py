"""Who submitted what for which year, and who did not."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import pyarrow as pa

from gongkai import forms
from gongkai.loaders import Frames, Organ, Organs, StoredFrames, find_duplicates, is_own_office, is_place
from gongkai.relations._doubts import Doubts, Stated
from gongkai.relations._organs import governs
from gongkai.relations._settings import Settings

_COLUMNS: Final[list[tuple[str, Any]]] = [
    ("report_id", pa.string()),
    ("path", pa.string()),
    ("organ", pa.string()),
    ("region", pa.string()),
    ("organ_id", pa.string()),
    ("level", pa.string()),
    ("year", pa.int16()),
    ("edition", pa.string()),
    ("statuses", pa.string()),
    ("asked", pa.string()),
    ("reports", pa.int32()),
    ("contents", pa.int32()),
    ("paths", pa.list_(pa.string())),
    ("published", pa.date32()),
    ("due", pa.date32()),
    ("stand_in", pa.string()),
    ("doubts", pa.list_(pa.string())),
]
SUBMITTED: Final = pa.schema(_COLUMNS)
"""One row an organ and year of which there is a report, and one a registered organ that owes a report on a
year and has none. It has the columns of facts on a form without cells (`forms.submissions`): `edition` is
that form's id, `statuses` is empty.

`report_id` and `path` are of the report whose path sorts first, "" where there is none; `reports` counts the
files, `contents` those that differ, `paths` lists them (at most `MOST`). A report without a year, or of an
organ that was not read, is a row of its own.

`asked` is "due" where the organ owes a report on that year, else why that is not known: "no_registry",
"unregistered", "no_year", "not_collected" (no years are set, and fewer than half of the registered organs
sent that one). `published` is the first day of publication that its reports state, of those after the year;
`due` the last day in time, null without a year.

Only where there is no report: `stand_in` is the path of the report of the government's own office, which
reports for it; `doubts` lists what may be its report all the same (at most `MOST`): reports of the organ that
leave the year open, of an organ that was not told, submissions that were not read."""

MOST: Final = 5
_SHARE: Final = 0.5
_PLACE: Final = ("report_id", "path", "organ", "region", "organ_id", "level", "year", "published")
_STATED: Final = ("title_year", "file_year", "period_start", "period_end")


class _Report(NamedTuple):
    report_id: str
    path: str
    organ: str | None
    region: str | None
    organ_id: str | None
    level: str | None
    year: int | None
    published: dt.date | None
    stated: tuple[int, ...]

    @property
    def key(self) -> tuple[str, str]:
        return self.report_id, self.path


def submitted_of(frames: Frames | StoredFrames, organs: Organs | None, settings: Settings) -> pa.Table:
    """Who submitted what; schema `SUBMITTED`, by year, organ and path."""
    reports = sorted(_reports(frames), key=lambda report: (report.path, report.report_id))
    groups = list(_groups(frames, reports))
    known = {} if organs is None else {organ.id: organ for organ in organs}
    sent: dict[int, set[str]] = defaultdict(set)
    for first, *_ in groups:
        if first.organ_id in known and first.year is not None:
            sent[first.year].add(first.organ_id)
    due = {year for year, own in sent.items() if len(own) >= _SHARE * len(known)}
    if settings.years:
        due = set(settings.years)
    rows = [_row(group, _asked(group[0], known, due)) for group in groups]
    if organs is not None:
        rows += _absent(frames, organs, reports, {year: sent[year] for year in due})
    rows.sort(key=lambda row: (row["year"] or 0, row["organ"] or "", row["path"]))
    return pa.Table.from_pylist(rows, schema=SUBMITTED)


def _reports(frames: Frames | StoredFrames) -> Iterator[_Report]:
    for piece in frames.pieces("reports", (*_PLACE, *_STATED)):
        places = zip(*(piece[name].to_pylist() for name in _PLACE), strict=True)
        stated = zip(*(piece[name].to_pylist() for name in _STATED), strict=True)
        for place, years in zip(places, stated, strict=True):
            values: dict[str, Any] = dict(zip(_PLACE, place, strict=True))
            yield _Report(**values, stated=tuple(_year(one) for one in years if one is not None))


def _year(stated: int | dt.date) -> int:
    return stated.year if isinstance(stated, dt.date) else stated


def _groups(frames: Frames | StoredFrames, reports: Sequence[_Report]) -> Iterator[list[_Report]]:
    """The reports of one organ on one year, and copies of the same bytes; the first by path leads."""
    repeated = find_duplicates(frames).select(["report_id", "path", "first_report_id", "first_path"])
    above = {(row["report_id"], row["path"]): tuple(row.values())[2:] for row in repeated.to_pylist()}
    groups: dict[tuple[str, str], list[_Report]] = {}
    for report in reports:
        leader = report.key
        while leader in above:
            leader = above[leader]
        groups.setdefault(leader, []).append(report)
    yield from groups.values()


def _asked(report: _Report, known: Mapping[str, Organ], due: set[int]) -> str:
    if report.year is None:
        return "no_year"
    if not known:
        return "no_registry"
    if report.organ_id not in known:
        return "unregistered"
    return "due" if report.year in due else "not_collected"


def _row(group: Sequence[_Report], asked: str) -> dict[str, Any]:
    first = group[0]
    days = [one.published for one in group if one.published is not None and first.year is not None]
    paths = [one.path for one in group]
    return {
        **{name: getattr(first, name) for name in _PLACE},
        **_form(first.organ, first.year),
        "asked": asked,
        "reports": len(group),
        "contents": len({one.report_id for one in group}),
        "paths": paths[:MOST],
        "published": min((day for day in days if day.year > (first.year or 0)), default=None),
        "stand_in": None,
        "doubts": [],
    }


def _form(organ: str | None, year: int | None) -> dict[str, Any]:
    """What follows from the list of submissions.

    Where the organ was not read, the later day holds; also where a place alone is named: its government.
    """
    known = forms.submissions()
    late = organ is None or is_place(organ) or governs(organ)
    return {
        "edition": known.form.id,
        "statuses": "",
        "due": None if year is None else known.due(year, governs=late),
    }


def _absent(
    frames: Frames | StoredFrames, organs: Organs, reports: Sequence[_Report], sent: Mapping[int, set[str]]
) -> Iterator[dict[str, Any]]:
    """A row a registered organ without a report on a year that is due."""
    firsts: dict[tuple[str, int], str] = {}
    for report in reports:
        if report.organ_id is not None and report.year is not None:
            firsts.setdefault((report.organ_id, report.year), report.path)
    open_reports = [
        Stated(one.path, one.organ, one.organ_id, one.year, one.stated)
        for one in reports
        if one.organ_id is None or one.year is None or set(one.stated) - {one.year}
    ]
    failures: list[Any] = [
        path for piece in frames.pieces("failures", ["path"]) for path in piece["path"].to_pylist()
    ]
    doubts = Doubts(organs, open_reports, failures)
    kin = _offices(organs)
    for year, own in sorted(sent.items()):
        for organ in organs:
            if organ.id in own:
                continue
            government, offices = kin[organ.id]
            stands = next((firsts[one, year] for one in offices if (one, year) in firsts), None)
            signs = (
                [firsts[government, year]] if government is not None and (government, year) in firsts else []
            )
            yield {
                "report_id": "",
                "path": "",
                "organ": organ.name,
                "region": None,
                "organ_id": organ.id,
                "level": organ.level,
                "year": year,
                **_form(organ.name, year),
                "asked": "due",
                "reports": 0,
                "contents": 0,
                "paths": [],
                "published": None,
                "stand_in": stands,
                "doubts": (signs + doubts.of(organ, year))[:MOST],
            }


def _offices(organs: Organs) -> dict[str, tuple[str | None, list[str]]]:
    """Id → the government whose own office it is, and its own offices. One may write the other's report."""
    found: dict[str, tuple[str | None, list[str]]] = {organ.id: (None, []) for organ in organs}
    for organ in organs:
        above = None if organ.parent is None else organs.get(organ.parent)
        if above is not None and is_own_office(organ.name, above.name):
            found[organ.id] = above.id, found[organ.id][1]
            found[above.id][1].append(organ.id)
    return found
