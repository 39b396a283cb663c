"""Questions to a history, answered by DuckDB over its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from gongkai.forms import Text
from gongkai.history._tables import BOOK, RUNS, NoHistoryError, book_file, night_file, read, runs_file

By = Literal["rule_id", "city", "organ"]
BY: Final[tuple[By, ...]] = ("rule_id", "city", "organ")
_NAMES: Final[Mapping[By, str]] = {
    "rule_id": "rule_id",
    "city": "city",
    "organ": "concat_ws(' · ', coalesce(organ, path), nullif(city, ''))",
}
"""What things are called: many cities have an organ of one name."""


class Trend(NamedTuple):
    """How many findings stood on each night.

    `names` are rules, cities or organs; `counts` has a row for each, beside `runs` in order. Waived findings
    are not counted; those that cannot be told are.
    """

    runs: tuple[str, ...]
    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


def nights(folder: Path) -> list[dict[str, Any]]:
    """The rows of `RUNS`, in order.

    Raises:
        NoHistoryError: the folder holds no history.
    """
    if not runs_file(folder).is_file():
        raise NoHistoryError(
            Text(
                f"{folder} 里没有历史：请写上 gongkai nightly 运行过的工程。",
                f"There is no history in {folder}: name a project that gongkai nightly has run.",
            )
        )
    return read(runs_file(folder), RUNS)


def trend(folder: Path, by: By, only: str | None = None, most: int = 20) -> Trend:
    """How the findings of rules, cities or organs went from night to night.

    Args:
        folder: of the history.
        by: what is counted by. Organs are named with their city.
        only: the rule, city or organ (without its city) that is wanted; by default those with most findings
            on the last night, then on all of them.
        most: so many names at most.

    Raises:
        NoHistoryError: the folder holds no history.
    """
    import duckdb  # noqa: PLC0415 - only whoever asks needs it

    runs = nights(folder)
    own = {row["run"]: row["same_as"] or row["run"] for row in runs}
    files = [str(night_file(folder, run)) for run in sorted(set(own.values()))]
    with duckdb.connect() as connection:
        counted = connection.execute(
            f"""
            SELECT parse_filename(filename, true) AS run, {_NAMES[by]} AS name, count(*) AS number
            FROM read_parquet($files, filename = true)
            WHERE NOT waived AND ($only IS NULL OR {by} = $only)
            GROUP BY ALL
            """,  # noqa: S608 - both are of BY
            {"files": files, "only": only},
        ).fetchall()
    numbers = {(run, name): number for run, name, number in counted}
    last = own[runs[-1]["run"]]
    totals: Counter[str] = Counter()
    for _, name, number in counted:
        totals[name] += number
    chosen = sorted(totals, key=lambda name: (-numbers.get((last, name), 0), -totals[name], name))[:most]
    return Trend(
        tuple(own),
        tuple(chosen),
        tuple(tuple(numbers.get((of, name), 0) for of in own.values()) for name in chosen),
    )


def of_finding(folder: Path, finding_id: str) -> dict[str, Any] | None:
    """The row of `BOOK` of a finding; None where it was never seen, or is not kept any more.

    Raises:
        NoHistoryError: the folder holds no history.
    """
    nights(folder)
    return next((row for row in read(book_file(folder), BOOK) if row["finding_id"] == finding_id), None)


def longest(folder: Path, most: int) -> list[dict[str, Any]]:
    """The findings that stand longest and are not waived: rows of `BOOK`, those seen first before others.

    Raises:
        NoHistoryError: the folder holds no history.
    """
    nights(folder)
    rows = [row for row in read(book_file(folder), BOOK) if row["state"] == "standing" and not row["waived"]]
    return sorted(rows, key=lambda row: (row["since"], row["finding_id"]))[:most]
