"""pandera on pandas: a column a sum, made by a parser, and vectorised checks that are all run (lazy)."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pandera.pandas as pa
from benchmarks._arithmetic import COUNTS, IDENTITIES, REPORT, Failing, Side
from numpy.typing import NDArray


def prepare(narrow: pd.DataFrame) -> Side:
    schema = pa.DataFrameSchema(
        {
            **{cell: pa.Column(float, pa.Check.ge(0)) for cell in COUNTS},
            **{identity.id: pa.Column(float, pa.Check.eq(0)) for identity in IDENTITIES},
        },
        parsers=pa.Parser(_with_residuals),
    )
    return partial(_run, schema, narrow.drop(columns=REPORT), narrow[REPORT].to_numpy(object))


def _with_residuals(frame: pd.DataFrame) -> pd.DataFrame:
    """A check of several columns reports all columns of a failing row, which takes many times longer."""
    residuals = {
        identity.id: frame[list(identity.left)].sum(axis=1) - frame[list(identity.right)].sum(axis=1)
        for identity in IDENTITIES
    }
    return pd.concat([frame, pd.DataFrame(residuals)], axis=1)


def _run(schema: pa.DataFrameSchema, frame: pd.DataFrame, reports: NDArray[np.object_]) -> Failing:
    """Failing rows are numbered; with ids as the index they would take longer to gather."""
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        return set(zip(reports[cases["index"].to_numpy(np.intp)], cases["column"], strict=True))
    return set()
