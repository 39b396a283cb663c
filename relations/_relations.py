"""All comparisons of a set of reports, and where they stand beside the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from gongkai.loaders import Frames, Organs, StoredFrames, find_rows, write_parquet
from gongkai.relations._history import HISTORY, history_of
from gongkai.relations._likeness import LIKENESS, likeness_of
from gongkai.relations._other_names import OTHER_NAMES, other_names_of
from gongkai.relations._pairs import PAIRS, pairs_of
from gongkai.relations._prose import written
from gongkai.relations._rollups import ROLLUPS, rollups_of
from gongkai.relations._same_tables import SAME_TABLES, same_tables_of
from gongkai.relations._settings import Settings
from gongkai.relations._submissions import SUBMITTED, submitted_of

KEYS: Final = ("report_id", "path")
SCHEMAS: Final[Mapping[str, pa.Schema]] = {
    "pairs": PAIRS,
    "history": HISTORY,
    "rollups": ROLLUPS,
    "likeness": LIKENESS,
    "same_tables": SAME_TABLES,
    "other_names": OTHER_NAMES,
}
"""Of `Relations.tables`, by name."""


@dataclass(frozen=True)
class Relations:
    """A table a comparison, by the name of its file: a row a report, known by `KEYS`.

    `submissions` is of who submitted and who did not, schema `SUBMITTED`.
    """

    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    submissions: pa.Table = field(default_factory=SUBMITTED.empty_table)

    def beside(self, facts: pa.Table) -> pa.Table:
        """The facts with every other column of the tables beside them, null where a report is in none."""
        wanted: list[Any] = [facts[name].combine_chunks() for name in KEYS]
        for table in self.tables.values():
            places = find_rows(table, wanted, KEYS)
            indices: Any = pa.array(places, mask=places < 0)
            for name in table.column_names:
                if name not in KEYS:
                    facts = facts.append_column(name, table[name].combine_chunks().take(indices))
        return facts

    def write(self, directory: Path) -> list[Path]:
        """Writes every table as Parquet; returns the paths."""
        tables = {**self.tables, "submissions": self.submissions}
        return [write_parquet(table, directory / f"{name}.parquet") for name, table in tables.items()]


def relate(
    frames: Frames | StoredFrames, organs: Organs | None = None, settings: Settings | None = None
) -> Relations:
    """Compares the reports of these frames; `organs` is the registry that they were read with."""
    settings = settings or Settings()
    reports = written(frames)
    return Relations(
        {
            "pairs": pairs_of(frames),
            "history": history_of(frames),
            "rollups": rollups_of(frames, organs, settings),
            "likeness": likeness_of(reports),
            "same_tables": same_tables_of(frames),
            "other_names": other_names_of(reports, organs),
        },
        submitted_of(frames, organs, settings),
    )
