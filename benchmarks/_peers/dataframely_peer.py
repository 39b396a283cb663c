"""dataframely: one class with a rule a sum and a bound a count, which polars filters by in one pass."""

from __future__ import annotations

from functools import partial
from typing import Any

import dataframely as dy
import pandas as pd
import polars as pl
from benchmarks._arithmetic import COUNTS, IDENTITIES, REPORT, Failing, Side

from gongkai.forms import Identity


def prepare(narrow: pd.DataFrame) -> Side:
    columns: dict[str, Any] = {
        name: dy.Float64(min=0 if name in COUNTS else None) for name in narrow.columns if name != REPORT
    }
    rules = {identity.id: dy.rule()(partial(_adds_up, identity)) for identity in IDENTITIES}
    schema = type("Reports", (dy.Schema,), {REPORT: dy.String(), **columns, **rules})
    return partial(_run, schema, pl.from_pandas(narrow))


def _adds_up(identity: Identity, _: type[dy.Schema]) -> pl.Expr:
    return pl.sum_horizontal(identity.left) == pl.sum_horizontal(identity.right)


def _run(schema: type[dy.Schema], frame: pl.DataFrame) -> Failing:
    failure = schema.filter(frame).failure
    rows = (
        failure.details()
        .unpivot(list(failure.counts()), index=REPORT, variable_name="rule")
        .filter(pl.col("value") == "invalid")
    )
    return set(zip(rows[REPORT], rows["rule"].str.strip_suffix("|min"), strict=True))
