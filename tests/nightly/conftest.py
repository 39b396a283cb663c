"""Projects with a few reports in their inbox, run without the command line."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from gongkai import demo
from gongkai.nightly import Night, Settings, Store, make_project, night

LONG_AGO = 1_700_000_000
"""Seconds since 1970: a time at which every file of the inbox was last written."""
NOW = 1_790_000_000.0
DAY = 86_400


@dataclass
class Project:
    """A project whose clock is the test's."""

    home: Path
    now: float = NOW
    flags: dict[str, str] = field(default_factory=dict)

    @property
    def inbox(self) -> Path:
        return self.home / "inbox"

    @property
    def store(self) -> Store:
        return Store(self.home)

    def put(self, name: str, data: bytes, written: float = LONG_AGO) -> Path:
        """A file in the inbox, written at a time."""
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (written, written))
        return path

    def settings(self) -> Settings:
        return Settings.read(self.home, {}, {"workers": "1", **self.flags})

    def run(self, later: float = DAY) -> Night:
        """A night, by default a day after the last."""
        self.now += later
        return night(self.settings(), clock=lambda: self.now)

    def table(self, name: str) -> list[dict[str, Any]]:
        return pq.read_table(self.home / "site" / f"{name}.parquet").to_pylist()

    def pages(self) -> dict[str, bytes]:
        """What people see: every file of the site."""
        site = self.home / "site"
        return {
            path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
        }


@pytest.fixture(scope="session")
def reports() -> list[demo.Rendered]:
    """Reports of two years, one of them with a fault, in text and HTML."""
    made = list(demo.clean_reports(4, years=(2022, 2023), layouts=("text.tabs", "html.clean")))
    organ = next(iter(demo.organs(5)))
    fault = demo.defects(demo.make_sample(5, organ, 2023).edition_id)[0].id
    return [*made, demo.render(demo.make_sample(5, organ, 2023, fault), "text.tabs")]


@pytest.fixture
def empty(tmp_path: Path) -> Project:
    """A project with nothing in its inbox."""
    make_project(tmp_path / "project")
    return Project(tmp_path / "project")


@pytest.fixture
def project(empty: Project, reports: list[demo.Rendered]) -> Project:
    """A project with all reports in its inbox."""
    for number, report in enumerate(reports):
        empty.put(f"{number}/{report.name}", report.data)
    return empty


@pytest.fixture(scope="session")
def first_night(tmp_path_factory: pytest.TempPathFactory, reports: list[demo.Rendered]) -> tuple[Path, Path]:
    """Where a project is that has run once, and a copy of it as it was then."""
    home = tmp_path_factory.mktemp("ran") / "project"
    make_project(home)
    project = Project(home)
    for number, report in enumerate(reports):
        project.put(f"{number}/{report.name}", report.data)
    project.run()
    kept = home.with_name("kept")
    shutil.copytree(home, kept, symlinks=True)
    return home, kept


@pytest.fixture
def ran(first_night: tuple[Path, Path]) -> Project:
    """A project that has run once; in the same place each time, since names of submissions are paths."""
    home, kept = first_night
    shutil.rmtree(home)
    shutil.copytree(kept, home, symlinks=True)
    return Project(home, NOW + DAY)


@pytest.fixture
def make_report() -> Callable[..., demo.Rendered]:
    """One more report, of the organ of that number in a province of its own."""

    def make(seed: int, year: int = 2023, fault: bool = False) -> demo.Rendered:
        organ = next(islice(demo.organs(9), seed % 25, None))
        sample = demo.make_sample(seed, organ, year)
        if fault:
            sample = demo.make_sample(seed, organ, year, demo.defects(sample.edition_id)[0].id)
        return demo.render(sample, "text.tabs")

    return make
