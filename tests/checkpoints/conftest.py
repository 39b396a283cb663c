"""Reports made from the form alone: consistent, and then changed cell by cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from gongkai import forms
from gongkai.loaders import Failure, Frames, FramesBuilder, Locator, ReadCell, ReadSection, Report

YEARS = {"2019": 2019, "2021": 2023}
"""A year for which each edition is prescribed."""


def make_report(
    number: int,
    *,
    edition: str = "2021",
    year: int | None = None,
    organ: str | None = "",
    changes: Mapping[str, int | None] | None = None,
    path: str | None = None,
    **fields: object,
) -> Report:
    """A report of zeros, all sections in place; `changes` puts numbers in cells, None for a blank."""
    form = forms.edition(edition)
    year = YEARS[edition] if year is None else year
    cells = {
        cell_id: ReadCell(Decimal(0), "0", "ok", Locator(table=1, row=place, column=1))
        for place, cell_id in enumerate(form.cell_ids, start=1)
    }
    for cell_id, value in (changes or {}).items():
        where = cells[cell_id].locator
        cells[cell_id] = (
            ReadCell(None, "", "blank", where)
            if value is None
            else ReadCell(Decimal(value), f"{value}件", "ok", where)
        )
    report = Report(
        report_id=f"{number:064x}",
        path=path or f"in/{number:05}-{year}.txt",
        format="text",
        encoding="utf-8",
        organ=f"第{number}局" if organ == "" else organ,
        region="某市",
        title=f"{year}年报告",
        year=year,
        title_year=year,
        file_year=year,
        period_start=dt.date(year, 1, 1),
        period_end=dt.date(year, 12, 31),
        edition=edition,
        edition_source="table",
        sections=tuple(
            ReadSection(section.id, None, section.title, 300, "文" * 300, Locator(line=line))
            for line, section in enumerate(form.sections, start=1)
        ),
        cells=cells,
        notes=(),
    )
    return replace(report, **fields)


def make_frames(reports: Iterable[Report], failures: Iterable[Failure] = ()) -> Frames:
    builder = FramesBuilder()
    for report in reports:
        builder.add(report)
    for failure in failures:
        builder.fail(failure)
    return builder.build()


class Make:
    """What a test needs to make a run."""

    report = staticmethod(make_report)
    frames = staticmethod(make_frames)

    @staticmethod
    def without_year(report: Report) -> Report:
        return replace(report, year=None)

    @staticmethod
    def torn(frames: Frames, **tables: object) -> Frames:
        return replace(frames, **tables)


@pytest.fixture(scope="session")
def make() -> Make:
    return Make()


@pytest.fixture(scope="session")
def total() -> forms.Identity:
    """An identity of one total and its parts, of the current edition."""
    return next(one for one in forms.edition("2021").identities if len(one.left) == 1)
