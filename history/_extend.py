"""One night more: the history up to it, in a folder of its own that shares its files with the one before."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pyarrow.parquet as pq

from gongkai.history._retention import Retention
from gongkai.history._states import SEEN, Judged, Row, turn
from gongkai.history._tables import (
    BOOK,
    FINDINGS,
    NIGHTS,
    RUNS,
    book_file,
    night_file,
    read,
    runs_file,
    write,
)

_COLUMNS: Final = (
    *(
        "finding_id",
        "rule_id",
        "severity",
        "answer",
        "organ",
        "region",
        "year",
        "path",
        "report_id",
        "waiver",
    ),
)
_SEVERITIES: Final = {"error": "errors", "warning": "warnings", "info": "infos"}

CityOf = Callable[[str | None, str | None], str]
"""An organ's id of the registry and the folders of a report → its city."""


def extend(
    previous: Path | None,
    result: Path,
    into: Path,
    run: str,
    started: dt.datetime,
    city_of: CityOf,
    retention: Retention,
) -> Counter[str]:
    """Writes the history of the nights before and of this one.

    Args:
        previous: the history of the nights before; None for the first.
        result: the folder of this night's run.
        into: a folder that is not there yet.
        run: the id of this night, later than all before.
        started: when it began.
        city_of: names the city of a report.
        retention: which nights are kept.

    Returns:
        How many findings came into each state this night, and how many stand.

    Raises:
        NoHistoryError: `previous` is none that this version can read.
        OSError: `into` cannot be written to.
    """
    book = {} if previous is None else {row["finding_id"]: row for row in read(book_file(previous), BOOK)}
    tonight = _findings(result, city_of)
    turned = turn(book, tonight, Judged(result), run)
    counts = Counter(row["state"] for row in tonight)
    counts.update(
        row["state"]
        for key, row in turned.items()
        if row["since"] == run and row["state"] not in SEEN and key in book
    )
    before = [] if previous is None else read(runs_file(previous), RUNS)
    rows = [*before, _run(result, run, started, tonight, counts)]
    kept = set(retention.kept([row["run"] for row in rows]))
    _write(rows, kept, turned, previous, into)
    write(tonight, FINDINGS, night_file(into, run))
    return counts


def repeat(previous: Path, into: Path, run: str, started: dt.datetime, retention: Retention) -> None:
    """The same for a night on which nothing had changed.

    Raises:
        NoHistoryError, OSError: see `extend`.
    """
    before = read(runs_file(previous), RUNS)
    last = before[-1]
    states = {"new": 0, "returned": 0, "corrected": 0, "gone": 0}
    seen = sum(last[state] for state in SEEN)
    same = {**last, "run": run, "started": started, "same_as": last["same_as"] or last["run"]}
    rows = [*before, same | states | {"standing": seen}]
    kept = set(retention.kept([row["run"] for row in rows]))
    book = {row["finding_id"]: row for row in read(book_file(previous), BOOK)}
    turned = {
        key: {**row, "state": "standing", "last": run} if row["state"] in SEEN else row
        for key, row in book.items()
    }
    _write(rows, kept, turned, previous, into)


def _write(
    rows: list[Row], kept: set[str], book: Mapping[str, Row], previous: Path | None, into: Path
) -> None:
    """Writes runs and book, without what is not kept any more, and takes over the nights that are."""
    (into / NIGHTS).mkdir(parents=True)
    standing = [row for row in rows if row["run"] in kept]
    oldest = standing[0]["run"]
    # A finding that is over leaves with the nights that could tell of it.
    lasting = [row for row in book.values() if row["state"] in SEEN or row["since"] >= oldest]
    write(standing, RUNS, runs_file(into))
    write(lasting, BOOK, book_file(into))
    for run in dict.fromkeys(row["same_as"] or row["run"] for row in standing):
        if previous is not None and (file := night_file(previous, run)).exists():
            _link(file, night_file(into, run))


def _findings(result: Path, city_of: CityOf) -> list[Row]:
    """The findings of a run, without their states."""
    organs = {
        (row["report_id"], row["path"]): row["organ_id"]
        for row in pq.read_table(
            result / "reports.parquet", columns=["report_id", "path", "organ_id"]
        ).to_pylist()
    }
    found = []
    for row in pq.read_table(result / "findings.parquet", columns=list(_COLUMNS)).to_pylist():
        organ_id = organs.get((row["report_id"], row["path"]))
        city = city_of(organ_id, row["region"])
        found.append({**row, "city": city, "waived": row["waiver"] is not None})
    return found


def _run(result: Path, run: str, started: dt.datetime, tonight: list[Row], states: Mapping[str, int]) -> Row:
    said = json.loads((result / "run.json").read_text("utf-8"))
    counts: Counter[str] = Counter()
    for row in tonight:
        if row["waived"]:
            counts["waived"] += 1
        elif row["answer"] == "violated":
            counts[_SEVERITIES[row["severity"]]] += 1
        else:
            counts["cannot_tell"] += 1
    packs = {edition: pack["hash"] for edition, pack in said["packs"].items()}
    return {
        "run": run,
        "started": started,
        "same_as": None,
        "submissions": said["counts"]["submissions"],
        "reports": said["counts"]["reports"],
        "unreadable": said["counts"]["failures"],
        **{name: counts[name] for name in ("errors", "warnings", "infos", "cannot_tell", "waived")},
        **{name: states.get(name, 0) for name in ("new", "returned", "standing", "corrected", "gone")},
        "packs": json.dumps(packs, sort_keys=True),
        "gongkai": said["versions"]["gongkai"],
    }


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
