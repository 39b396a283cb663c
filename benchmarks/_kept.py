"""What was measured last, by name of the measurement: a page can then be written a measurement at a time."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks._pairs import Comparison, Fact
from benchmarks._report import row

_FILE: Final = Path(__file__).with_name("measured.json")


def keep(name: str, comparisons: Sequence[Comparison], facts: Sequence[Fact]) -> None:
    """Puts a measurement in place of the last of its name."""
    measured = kept()
    measured[name] = {
        "date": f"{dt.datetime.now(dt.UTC):%Y-%m-%d}",
        "rows": [list(row(one)) for one in comparisons],
        "checked": [f"{one.name}: {one.checked}" for one in comparisons],
        "facts": [list(one) for one in facts],
    }
    _FILE.write_text(json.dumps(measured, ensure_ascii=False, indent=1) + "\n", "utf-8")


def kept() -> dict[str, Any]:
    """By name: the day, the rows of the table, what was checked before, and facts beside."""
    return dict(json.loads(_FILE.read_text("utf-8"))) if _FILE.exists() else {}


def in_order(measured: Mapping[str, Any], names: Sequence[str]) -> list[Mapping[str, Any]]:
    """The measurements of these names that were made, in their order."""
    return [measured[name] for name in names if name in measured]
