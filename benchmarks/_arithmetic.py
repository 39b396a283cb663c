"""What every side of the validation benchmark is asked: the form's sums, and counts that are not below 0."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd
from benchmarks._facts import EDITION

IDENTITIES: Final = EDITION.identities
COUNTS: Final = tuple(cell.id for cell in EDITION.cells.values() if cell.kind == "count")
REPORT: Final = "report_id"
OURS: Final = (REPORT, "path", "organ", "edition", "statuses", *EDITION.cell_ids)
"""The columns of facts that our rules of sums and counts look at."""
_USED: Final = (
    REPORT,
    *dict.fromkeys((*COUNTS, *(cell for identity in IDENTITIES for cell in identity.cells))),
)

Failing = set[tuple[str, str]]
"""Report id and what fails in it: the id of an identity, or of a count below 0."""

Side = Callable[[], Failing]
"""Validates a frame that was given before, and names everything that fails in it."""


def narrow(facts: pd.DataFrame) -> pd.DataFrame:
    """The columns that are asked about and nothing else: a peer is not to carry the others along."""
    return facts[list(_USED)].copy()
