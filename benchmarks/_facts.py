"""A large batch of facts: a few hundred clean reports, read and then repeated, with planted errors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from gongkai import demo, forms, loaders

EDITION: Final = forms.editions()[-1]
_READ: Final = 200
_LAYOUT: Final = "text.pipes"
_ERROR_EVERY: Final = 40
_SEED: Final = 711


def facts(number: int, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """`number` reports of one edition, one in 40 of which adds up no longer; all columns, or these.

    Some of those hold a negative count besides.
    """
    whole = clean()
    frame = _repeated(whole if columns is None else whole[list(columns)], number)
    chance = np.random.default_rng(_SEED)
    counts = [cell.id for cell in EDITION.cells.values() if cell.kind == "count"]
    operands = list(dict.fromkeys(cell for identity in EDITION.identities for cell in identity.cells))
    for place, row in enumerate(chance.choice(number, max(number // _ERROR_EVERY, 2), replace=False)):
        frame.loc[row, chance.choice(operands)] += chance.integers(1, 10)
        if place % 2:
            frame.loc[row, chance.choice(counts)] = -chance.integers(1, 10)
    return frame


@cache
def clean() -> pd.DataFrame:
    """Reports that add up, as they were read; not to be changed."""
    years = [year for year in demo.YEARS if forms.edition_for_year(year) == EDITION]
    builder = loaders.FramesBuilder()
    for one in demo.clean_reports(_READ, layouts=[_LAYOUT], years=years):
        builder.add(loaders.recognise(loaders.read_bytes(one.data, one.name)))
    return loaders.facts_to_pandas(builder.build().facts[EDITION.id])


def _repeated(few: pd.DataFrame, number: int) -> pd.DataFrame:
    """Rows over and over, each with an id and a path of its own."""
    frame = few.iloc[np.arange(number) % len(few)].reset_index(drop=True)
    frame["report_id"] = [f"{row:016x}" for row in range(number)]
    frame["path"] = [f"{row:06}.html" for row in range(number)]
    return frame
