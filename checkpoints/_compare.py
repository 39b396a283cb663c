"""Two runs side by side: which findings are new, gone, changed or the same."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from gongkai.checkpoints._output import RUN
from gongkai.forms import Text

STATES: Final = ("new", "gone", "changed", "unchanged")
DIFFERENCES: Final = pa.schema(
    [
        (name, pa.string())
        for name in ("finding_id", "state", "report", "rule_id", "severity", "answer", "organ")
    ]
    + [("year", pa.int16()), ("path", pa.string()), ("message", pa.string()), ("message_en", pa.string())]
)
"""A row a finding of either run, as the later run has it, or the earlier where it is gone.

`state` is one of `STATES`; a finding is changed where its answer, severity or numbers are others. `report`
says which of the runs has a report on that organ and year: both, before or after.
"""

_FINDINGS: Final = "findings.parquet"
_REPORTS: Final = "reports.parquet"
_SAME: Final = ("answer", "severity", "reported", "computed")


class NoRunError(ValueError):
    """A folder that holds no run; `message` says what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.zh)
        self.message = message


@dataclass(frozen=True)
class Difference:
    """What changed from one run to another.

    Attributes:
        findings: Arrow, schema `DIFFERENCES`, by rule, then as the runs have them.
        rules: rule id → how many findings are in each state; a state that does not occur is absent.
        packs: edition → (hash before, hash after) where the runs used different rules; None for none.
    """

    findings: pa.Table
    rules: Mapping[str, Mapping[str, int]]
    packs: Mapping[str, tuple[str | None, str | None]]

    @property
    def is_none(self) -> bool:
        """Whether both runs found the same."""
        return all(set(states) <= {"unchanged"} for states in self.rules.values())


def compare(before: Path, after: Path) -> Difference:
    """Compares the runs in two folders, of which `after` is the later.

    Raises:
        NoRunError: a folder holds no run, or only frames.
    """
    old, new = _Run(before), _Run(after)
    rows = [_row(found, old.findings.get(key), old, new) for key, found in new.findings.items()]
    rows += [_gone(found, old, new) for key, found in old.findings.items() if key not in new.findings]
    rows.sort(key=lambda row: str(row["rule_id"]))
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        counts.setdefault(str(row["rule_id"]), Counter())[str(row["state"])] += 1
    return Difference(
        pa.Table.from_pylist(rows, schema=DIFFERENCES),
        {rule_id: dict(states) for rule_id, states in counts.items()},
        {
            edition: (old.packs.get(edition), new.packs.get(edition))
            for edition in sorted(old.packs.keys() | new.packs.keys())
            if old.packs.get(edition) != new.packs.get(edition)
        },
    )


class _Run:
    def __init__(self, folder: Path) -> None:
        for name in (RUN, _FINDINGS, _REPORTS):
            if not (folder / name).is_file():
                raise NoRunError(
                    Text(
                        f"{folder} 里没有 {name}，不是 gongkai audit 的结果文件夹。"
                        "请指明审核结果所在的文件夹。",
                        f"{folder} has no {name}: it is no result of gongkai audit. Name the folder of one.",
                    )
                )
        columns = (*DIFFERENCES.names[:1], *DIFFERENCES.names[3:], "reported", "computed")
        table = pq.read_table(folder / _FINDINGS, columns=list(columns))
        self.findings: dict[str, dict[str, Any]] = {row["finding_id"]: row for row in table.to_pylist()}
        reports = pq.read_table(folder / _REPORTS, columns=["organ", "path", "year"])
        self._reports = {_whose(row) for row in reports.to_pylist()}
        run = json.loads((folder / RUN).read_text("utf-8"))
        self.packs: dict[str, str] = {edition: pack["hash"] for edition, pack in run["packs"].items()}

    def has_report_of(self, found: Mapping[str, Any]) -> bool:
        return _whose(found) in self._reports


def _whose(row: Mapping[str, Any]) -> tuple[object, object]:
    """As in a finding's id: the organ, or the path where none was read, and the year."""
    return row["organ"] or row["path"], row["year"]


def _row(found: dict[str, Any], earlier: dict[str, Any] | None, old: _Run, new: _Run) -> dict[str, Any]:
    if earlier is None:
        state = "new"
    else:
        state = "unchanged" if all(found[name] == earlier[name] for name in _SAME) else "changed"
    return {**found, "state": state, "report": _in(found, old, new)}


def _gone(found: dict[str, Any], old: _Run, new: _Run) -> dict[str, Any]:
    return {**found, "state": "gone", "report": _in(found, old, new)}


def _in(found: Mapping[str, Any], old: _Run, new: _Run) -> str:
    if not old.has_report_of(found):
        return "after"
    return "both" if new.has_report_of(found) else "before"
