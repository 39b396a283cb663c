"""Which rule was not run on which report, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from gongkai.checkpoints._batches import FactsBatch
from gongkai.rules import UNRUN, NotRun

_WORD: Final = pa.dictionary(pa.int32(), pa.string())
NOT_RUN: Final = pa.schema(
    [(name, _WORD) for name in ("rule_id", "report_id", "path", "batch", "reason", "zh", "en")]
)
"""A row a rule and report; `reason` names a `rules.NotRun` in small letters, `zh` and `en` say it."""

Unrun = Mapping[str, Sequence[Mapping[str, Any]]]
"""By rule id: a reason, and the positions in the batch that it is true of, None for all."""


def not_run_table(batches: Sequence[tuple[FactsBatch, Unrun]]) -> pa.Table:
    """The rows of all batches, in their order, by rule."""
    tables = [table for batch, unrun in batches for table in _of_batch(batch, unrun)]
    return pa.concat_tables(tables).unify_dictionaries() if tables else NOT_RUN.empty_table()


def count_reports(table: pa.Table) -> dict[str, dict[str, int]]:
    """By rule id and reason: on how many reports the rule was not run."""
    counts: dict[str, dict[str, int]] = {}
    for row in table.group_by(["rule_id", "reason"]).aggregate([([], "count_all")]).to_pylist():
        counts.setdefault(row["rule_id"], {})[row["reason"]] = row["count_all"]
    return counts


def _of_batch(batch: FactsBatch, unrun: Unrun) -> list[pa.Table]:
    whose: dict[str, Any] = {
        name: batch.facts[name].combine_chunks().dictionary_encode() for name in ("report_id", "path")
    }
    tables = []
    for rule_id, rows in unrun.items():
        for row in rows:
            reports = row["reports"]
            places = np.arange(batch.facts.num_rows) if reports is None else np.array(reports, np.int64)
            words = UNRUN[NotRun[row["reason"].upper()]]
            said = {
                "rule_id": rule_id,
                "batch": batch.id,
                "reason": row["reason"],
                "zh": words.zh,
                "en": words.en,
            }
            columns = {name: _same(text, len(places)) for name, text in said.items()}
            columns |= {name: column.take(pa.array(places)) for name, column in whose.items()}
            tables.append(pa.table([columns[name] for name in NOT_RUN.names], schema=NOT_RUN))
    return tables


def _same(text: str, count: int) -> Any:
    first: Any = pa.array(np.zeros(count, np.int32))
    return pa.DictionaryArray.from_arrays(first, pa.array([text]))
