"""pandera on polars: each check an expression over the frame, all of them run (lazy)."""

from __future__ import annotations

from functools import partial

import pandas as pd
import pandera.polars as pa
import polars as pl
from benchmarks._arithmetic import COUNTS, IDENTITIES, REPORT, Failing, Side

from gongkai.forms import Identity


def prepare(narrow: pd.DataFrame) -> Side:
    checks = {cell: [pa.Check.ge(0, error=cell)] for cell in COUNTS}
    for identity in IDENTITIES:
        checks[identity.left[0]].append(pa.Check(partial(_adds_up, identity=identity), error=identity.id))
    schema = pa.DataFrameSchema({cell: pa.Column(pl.Float64, own) for cell, own in checks.items()})
    return partial(_run, schema, pl.from_pandas(narrow))


def _adds_up(data: pa.PolarsData, identity: Identity) -> pl.LazyFrame:
    """Stated of a sum's first column: a check of the frame reports every column of a failing row."""
    left, right = (pl.sum_horizontal(side) for side in (identity.left, identity.right))
    return data.lazyframe.select(left == right)


def _run(schema: pa.DataFrameSchema, frame: pl.DataFrame) -> Failing:
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        return set(zip(frame[REPORT].gather(cases["index"]), cases["check"], strict=True))
    return set()
