"""A run as it lies in its folder, read some findings at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

from gongkai.forms import Language, Text
from gongkai.rules import Catalogue

Row = dict[str, Any]
_PIECE: Final = 2000


class Result:
    """The files of a run.

    Args:
        folder: with run.json, findings.parquet, failures.parquet and not_run.parquet.
        lang: of all sentences.
        catalogue: the rules that reports of an edition were judged by.

    Raises:
        OSError: one of them is not there.
    """

    def __init__(self, folder: Path, lang: Language, catalogue: Callable[[str], Catalogue]) -> None:
        self.folder = folder
        self.lang: Language = lang
        self.catalogue = catalogue
        self.run: Row = json.loads((folder / "run.json").read_text("utf-8"))

    def findings(self) -> Iterator[Row]:
        """Every finding, in the order of the table; `said` is its sentence, `batch` the id of its batch."""
        for piece in pq.ParquetFile(self.folder / "findings.parquet").iter_batches(_PIECE):
            for row in piece.to_pylist():
                row["said"] = row["message" if self.lang == "zh" else "message_en"]
                row["batch"] = f"{row['edition']}-{'unknown' if row['year'] is None else row['year']}"
                yield row

    @cached_property
    def failures(self) -> list[Row]:
        """What could not be read: path, code and `said`."""
        rows: list[Row] = pq.read_table(self.folder / "failures.parquet").to_pylist()
        return [{**row, "said": row[self.lang]} for row in rows]

    @property
    def problems(self) -> list[Row]:
        """What could not be run: batch, rule_id and `said`."""
        return [{**row, "said": row[self.lang]} for row in self.run["problems"]]

    @cached_property
    def not_run(self) -> list[Row]:
        """How often a rule was not run in a batch, by reason: batch, rule_id, reason, `said`, count."""
        table = pq.read_table(self.folder / "not_run.parquet")
        keys = ["batch", "rule_id", "reason", self.lang]
        counted: list[Row] = table.group_by(keys).aggregate([([], "count_all")]).to_pylist()
        rows = [{**row, "said": row[self.lang], "count": row["count_all"]} for row in counted]
        return sorted(rows, key=lambda row: (row["batch"], row["rule_id"], row["reason"]))

    def text(self, text: Text) -> str:
        return text.of(self.lang)
