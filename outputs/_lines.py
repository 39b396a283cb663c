"""Findings as CSV for Excel and as JSON lines."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from gongkai.outputs._result import Result
from gongkai.reviews import visible

_PLAIN: Final = (
    *("finding_id", "organ", "region", "year", "edition", "rule_id", "severity", "answer", "said", "cells"),
    *("reported", "computed", "difference", "citation", "waiver", "path"),
)
_FORMULA: Final = re.compile(r"\s*[=+\-@|%＝＋－＠]|\s")
"""What a program that opens the file could take for a formula."""


def write_csv(result: Result, target: Path) -> None:
    """UTF-8 with a mark, so that Excel knows it; a text that could be a formula begins with an apostrophe."""
    with target.open("w", encoding="utf-8-sig", newline="", errors="backslashreplace") as file:
        table = csv.writer(file)
        table.writerow("message" if name == "said" else name for name in _PLAIN)
        for row in result.findings():
            table.writerow(_cell(_flat(row, name)) for name in _PLAIN)


def write_jsonl(result: Result, target: Path) -> None:
    """A JSON object a finding, with all columns of findings.parquet."""
    with target.open("w", encoding="utf-8", newline="\n", errors="backslashreplace") as file:
        for row in result.findings():
            kept = {name: value for name, value in row.items() if name not in {"said", "batch"}}
            file.write(json.dumps(kept, ensure_ascii=False, default=_number) + "\n")


def _flat(row: Mapping[str, Any], name: str) -> Any:
    value = row[name]
    if name == "cells":
        return " ".join(cell["cell"] for cell in value)
    if name == "waiver" and value is not None:
        return f"{value['reason']} ({value['person']}, {value['until'].isoformat()})"
    return value


def _cell(value: Any) -> Any:
    if not isinstance(value, str):
        return "" if value is None else value
    shown = str(visible(value))
    return f"'{shown}" if _FORMULA.match(shown) else shown


def _number(value: Any) -> Any:
    """What JSON has no word for: decimals as numbers, days as text."""
    return value.isoformat() if hasattr(value, "isoformat") else float(value)
