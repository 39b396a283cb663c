"""What became of the findings of other nights: a finding that is not there any more need not be corrected."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

STATES: Final = ("new", "standing", "returned", "corrected", "gone")
"""new: never seen before. standing: seen the night before as well. returned: seen earlier, but not the night
before. corrected: not there any more, though the report was read and the rule judged it. gone: not there any
more, and nobody can say that it was corrected: there is no such report, or it could not be read, or the rule
was not run on it or cannot tell."""

SEEN: Final = frozenset({"new", "standing", "returned"})
_OF_ORGANS: Final = "submissions"

Row = dict[str, Any]


class Judged:
    """Which rule was judged on whose report in a run."""

    def __init__(self, result: Path) -> None:
        said = json.loads((result / "run.json").read_text("utf-8"))
        self._rules = {batch["id"]: frozenset(batch["outcomes"]) for batch in said["batches"]}
        self._reports: dict[tuple[object, object], list[tuple[str, str, str]]] = defaultdict(list)
        columns = ("report_id", "path", "organ", "year", "edition")
        for row in _rows(result / "reports.parquet", columns):
            whose = row["organ"] or row["path"], row["year"]
            year = "unknown" if row["year"] is None else row["year"]
            self._reports[whose].append((row["report_id"], row["path"], f"{row['edition']}-{year}"))
        self._not_run = {
            (row["rule_id"], row["report_id"], row["path"])
            for row in _rows(result / "not_run.parquet", ("rule_id", "report_id", "path"))
        }
        self._undecided = {
            (row["rule_id"], row["organ"] or row["path"], row["year"])
            for row in _rows(result / "findings.parquet", ("rule_id", "organ", "path", "year", "answer"))
            if row["answer"] == "cannot_tell"
        }

    def holds(self, finding: Mapping[str, Any]) -> bool:
        """Whether the rule of a finding that is not there any more was judged, so that it holds."""
        rule, whose = finding["rule_id"], (finding["organ"] or finding["path"], finding["year"])
        if (rule, *whose) in self._undecided:
            return False
        return any(
            (rule, report_id, path) not in self._not_run and rule in self._of(batch, whose[1])
            for report_id, path, batch in self._reports.get(whose, ())
        )

    def _of(self, batch: str, year: object) -> frozenset[str]:
        """The rules of a report's batch, and those of the list of submissions of its year."""
        of_organs = self._rules.get(f"{_OF_ORGANS}-{year}", frozenset())
        return self._rules.get(batch, frozenset()) | of_organs


def turn(book: Mapping[str, Row], tonight: Iterable[Row], judged: Judged, run: str) -> dict[str, Row]:
    """The book of the nights up to this one: finding_id → its row.

    Args:
        book: of the nights before.
        tonight: the findings of this one; their `state` is filled in.
        judged: what was judged on this one.
        run: its id.
    """
    turned: dict[str, Row] = {}
    for finding in tonight:
        key, before = finding["finding_id"], book.get(finding["finding_id"])
        if before is None:
            state, first, since, returns = "new", run, run, 0
        elif before["state"] in SEEN:
            state, first, since, returns = "standing", before["first"], before["since"], before["returns"]
        else:
            state, first, since, returns = "returned", before["first"], run, before["returns"] + 1
        finding["state"] = state
        turned[key] = {**finding, "first": first, "last": run, "since": since, "returns": returns}
    for key, before in book.items():
        if key in turned:
            continue
        if before["state"] in SEEN:
            turned[key] = {**before, "state": "corrected" if judged.holds(before) else "gone", "since": run}
        elif before["state"] == "gone" and judged.holds(before):
            # What nobody could tell the night it went is told now.
            turned[key] = {**before, "state": "corrected", "since": run}
        else:
            turned[key] = before
    return turned


def _rows(path: Path, columns: Iterable[str]) -> Iterable[Row]:
    for batch in pq.ParquetFile(path).iter_batches(columns=list(columns)):
        yield from batch.to_pylist()
