"""The unattended run: many nights over a changing inbox, and a night on which nothing changed."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import pyarrow.parquet as pq
from benchmarks._pairs import Fact, Target, WrongResultError

from gongkai import demo
from gongkai.nightly import Settings, Store, make_project, night

_START: Final = 1_790_000_000
_DAY: Final = 86_400
_YEAR: Final = 2023
_CHANGED: Final = 20
"""Reports that come, that go, and that are corrected or spoilt, each night."""
_FAULTY: Final = 5
"""One report of so many has a planted fault."""
_KEPT: Final = {"keep_nights": "10", "keep_months": "2", "keep_sites": "2"}
_SLOWER: Final = Target("at most", 1.2)
_SHARE: Final = Target("at most", 0.05)
_GROWN: Final = Target("at most", 1.3)
_OF_NAMES: Final = frozenset({"report.year.file"})
_OF_SEVERAL: Final = ("submissions.", "prose.copied.", "tables.copied.")
_SEEN: Final = frozenset({"new", "standing", "returned"})
_MEBI: Final = 1 << 20
_SIGNS: Final = (
    "安宝昌德东丰福高古广海和河恒红虎华怀黄吉嘉建江金京景开康来兰"
    "乐良林龙梅明南宁平青清泉荣瑞山石双泰同文武西新兴阳永元云长中"
)

Key = tuple[str, str, str, tuple[str, ...]]
"""A finding: path, rule, answer, cells. A report may have several of one key: it says a wrong thing twice."""


@cache
def _organs() -> Sequence[demo.Organ]:
    """Organs of many cities, no two of one name."""
    cities = (organ for organ in demo.organs(demo.SEED) if organ.level == "city" and not organ.governs)
    own = list({organ.kind: organ for organ in cities}.values())
    places = [f"{one}{other}市" for one, other in product(_SIGNS, repeat=2) if one != other]
    return [
        replace(organ, name=f"{place}{organ.kind}", region=(organ.region[0], place))
        for place in places
        for organ in own
    ]


@dataclass
class _Inbox:
    """Reports of one year, each of an organ of its own; what must be found of each."""

    folder: Path
    truth: dict[int, frozenset[Key]] = field(default_factory=dict)

    def put(self, number: int, *, fault: int | None) -> None:
        """Writes the report of an organ, with the fault of that number, or with none."""
        organ = _organs()[number]
        sample = demo.make_sample(number, organ, _YEAR)
        layout = ("text.tabs", "html.clean")[number % 2]
        if fault is not None:
            faults = [one for one in demo.defects(sample.edition_id) if _shows(layout, one)]
            with contextlib.suppress(KeyError):  # not every organ can have every fault
                sample = demo.make_sample(number, organ, _YEAR, faults[fault % len(faults)].id)
        rendered = demo.render(sample, layout)
        path = self._path(number, rendered.layout.format)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(rendered.data)
        os.utime(path, (_START - _DAY, _START - _DAY))
        self.truth[number] = frozenset(
            (str(path), one.rule_id, one.answer, tuple(sorted(one.cells))) for one in rendered.truth.findings
        )

    def take(self, number: int) -> None:
        """Withdraws it."""
        for suffix in ("text", "html"):
            self._path(number, suffix).unlink(missing_ok=True)
        del self.truth[number]

    def _path(self, number: int, suffix: str) -> Path:
        place = _organs()[number].region[-1]
        return self.folder / place / f"{number}-{_YEAR}年报.{'txt' if suffix == 'text' else 'html'}"

    @property
    def wanted(self) -> frozenset[Key]:
        """All that must be found tonight."""
        return frozenset().union(*self.truth.values())


@dataclass
class _Expected:
    """What becomes of findings, told from what is there on each night alone; by their ids."""

    states: dict[str, str] = field(default_factory=dict)
    about: dict[str, Key] = field(default_factory=dict)

    def turn(self, found: Mapping[str, Key], judged: Callable[[str, str], bool]) -> None:
        """Takes a night's findings, and which rule is judged on which path."""
        undecided = {key[:2] for key in found.values() if key[2] == "cannot_tell"}
        self.about.update(found)
        for finding in found.keys() | self.states.keys():
            was = self.states.get(finding)
            if finding in found:
                state = "new" if was is None else "standing" if was in _SEEN else "returned"
            elif was in _SEEN or was == "gone":
                path, rule = self.about[finding][:2]
                holds = judged(path, rule) and (path, rule) not in undecided
                state = "corrected" if holds else "gone"
            else:
                continue
            self.states[finding] = state


def measured(number: int, count: int) -> list[Fact]:
    """So many nights over an inbox of so many reports.

    Raises:
        WrongResultError: what was found on a night, or what is said to have become of it, is not the truth.
    """
    with TemporaryDirectory() as folder:
        home = Path(folder, "project")
        make_project(home)
        inbox, expected, throw = _Inbox(home / "inbox"), _Expected(), Random(7)
        for organ in range(number):
            inbox.put(organ, fault=organ if organ % _FAULTY == 0 else None)
        times, sizes, coming = [], [], number
        for at in range(count):
            if at:
                coming = _change(inbox, coming, throw)
            begun = time.perf_counter()
            _run(home, at)
            times.append(time.perf_counter() - begun)
            sizes.append(_size(home))
            _check(home, inbox, expected, at)
    late, early = median(times[-3:]), median(times[1:4])
    growth = sizes[-1] / sizes[count // 2]
    return [
        Fact(
            f"{count} nights of {number:,} reports",
            f"states of all findings right on every night; first night {times[0]:.1f} s, then "
            f"{min(times[1:]):.1f}–{max(times[1:]):.1f} s",
        ),
        Fact(
            "nights: the last beside the second",
            f"{late:.1f} s beside {early:.1f} s, medians of three: {late / early:.2f} "
            f"(target {_SLOWER}: {_verdict(_SLOWER.met(late / early))})",
        ),
        Fact(
            "nights: on disk, store and log",
            f"{sizes[1] / _MEBI:.0f} MiB after 2 nights, {sizes[count // 2] / _MEBI:.0f} after "
            f"{count // 2 + 1}, {sizes[-1] / _MEBI:.0f} after {count}: {growth:.2f} "
            f"(target {_GROWN}: {_verdict(_GROWN.met(growth))})",
        ),
    ]


def unchanged(number: int) -> list[Fact]:
    """A night without changes beside the first, over so many HTML reports, each as a timer starts it.

    Raises:
        WrongResultError: a night ends otherwise, or reads what did not change.
    """
    with TemporaryDirectory() as folder:
        home = Path(folder, "project")
        make_project(home)
        layouts = [name for name in demo.COMPLETE if demo.LAYOUTS[name].format == "html"]
        for at, rendered in enumerate(demo.clean_reports(number, layouts=layouts)):
            path = home / "inbox" / str(at // 100) / f"{at}-{rendered.name}"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(rendered.data)
            os.utime(path, (_START - _DAY, _START - _DAY))
        first = _timed(home)
        again = [_timed(home) for _ in range(3)]
        rows = pq.read_table(Store(home).folder / "current" / "history" / "runs.parquet").to_pylist()
        if [row["same_as"] is None for row in rows] != [True, False, False, False]:
            raise WrongResultError(f"nights without changes are told as {rows}")
    share = median(again) / first
    return [
        Fact(
            f"a night without changes, {number:,} HTML reports",
            f"{median(again):.2f} s beside {first:.1f} s of the first: 1/{1 / share:.0f} "
            f"(target ≤ 1/20: {_verdict(_SHARE.met(share))})",
        )
    ]


def _shows(layout: str, fault: demo.Defect) -> bool:
    """Whether a report has the fault under any name: files are called alike here."""
    return demo.LAYOUTS[layout].shows(fault) and _OF_NAMES.isdisjoint(fault.triggers)


def _change(inbox: _Inbox, coming: int, throw: Random) -> int:
    """As many come as go, as many are spoilt as corrected: nights differ only in what they keep."""
    for number in throw.sample(sorted(inbox.truth), _CHANGED):
        inbox.take(number)
    faulty = [number for number, found in sorted(inbox.truth.items()) if found]
    for number in throw.sample(faulty, _CHANGED // 2):
        inbox.put(number, fault=None)
    clean = [number for number, found in sorted(inbox.truth.items()) if not found]
    for number in throw.sample(clean, _CHANGED // 2):
        inbox.put(number, fault=throw.randrange(1000))
    for number in range(coming, coming + _CHANGED):
        inbox.put(number, fault=number if number % _FAULTY == 0 else None)
    return coming + _CHANGED


def _run(home: Path, at: int) -> None:
    settings = Settings.read(home, {}, _KEPT)
    night(settings, clock=lambda: _START + at * _DAY, environment={})


def _timed(home: Path) -> float:
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "gongkai.cli", "nightly", str(home)],
        capture_output=True,
        text=True,
        check=False,
    )
    taken = time.perf_counter() - begun
    if done.returncode not in {0, 1}:
        raise WrongResultError(f"a night ends with {done.returncode}: {done.stderr[-500:]}")
    return taken


def _check(home: Path, inbox: _Inbox, expected: _Expected, at: int) -> None:
    """Holds a night against the truth of the reports that are there."""
    wanted = inbox.wanted
    found = _found(home)
    if some := sorted(frozenset(found.values()) ^ wanted):
        raise WrongResultError(f"night {at + 1}: {len(some)} findings differ, such as {some[:3]}")
    there = frozenset(str(path) for path in (home / "inbox").rglob("*.*"))
    unrun = pq.read_table(home / "site" / "not_run.parquet", columns=["path", "rule_id"]).to_pylist()
    not_run = frozenset((row["path"], row["rule_id"]) for row in unrun)
    expected.turn(found, lambda path, rule: path in there and (path, rule) not in not_run)
    book = pq.read_table(home / "store/current/history/book.parquet", columns=["finding_id", "state"])
    said = {row["finding_id"]: row["state"] for row in book.to_pylist()}
    # What is over leaves the book with the nights that could tell of it.
    wrong = {
        finding: (state, said.get(finding))
        for finding, state in expected.states.items()
        if said.get(finding) != state and (state in _SEEN or finding in said)
    }
    if wrong:
        raise WrongResultError(f"night {at + 1}: states are {list(wrong.values())[:5]}")


def _found(home: Path) -> Mapping[str, Key]:
    """The findings of a night by id, those that more than one report gives aside."""
    columns = ["finding_id", "path", "rule_id", "answer", "cells"]
    found: dict[str, Key] = {}
    for row in pq.read_table(home / "site" / "findings.parquet", columns=columns).to_pylist():
        if row["rule_id"].startswith(_OF_SEVERAL):
            continue
        cells = tuple(sorted(cell["cell"] for cell in row["cells"]))
        found[row["finding_id"]] = row["path"], row["rule_id"], row["answer"], cells
    return found


def _size(home: Path) -> int:
    """Bytes on the disk; a file under several names counts once."""
    files = {}
    for folder in (home / "store", home / "log", home / "gx"):
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                stat = path.stat()
                files[stat.st_ino] = stat.st_size
    return sum(files.values())


def _verdict(met: bool) -> str:
    return "met" if met else "short"
