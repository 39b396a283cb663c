"""What a finding counts for, and findings counted so: the one way in which all pages count."""

from __future__ import annotations

from typing import Any, Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gongkai.reviews._words import SEVERITIES

State = Literal["error", "warning", "cannot_tell", "clean"]
"""The gravest that stands on a report: a violated error or warning, a rule that cannot tell, or none."""


class Tally(NamedTuple):
    """Findings that stand (are not waived), and those waived."""

    errors: int = 0
    warnings: int = 0
    notes: int = 0
    cannot_tell: int = 0
    waived: int = 0

    def __add__(self, other: object) -> Tally:
        if not isinstance(other, Tally):
            return NotImplemented
        return Tally(*map(sum, zip(self, other, strict=True)))

    @property
    def standing(self) -> int:
        """All that are not waived."""
        return sum(self[:-1])

    @property
    def state(self) -> State:
        if self.errors:
            return "error"
        if self.warnings:
            return "warning"
        return "cannot_tell" if self.cannot_tell else "clean"

    @property
    def worst_first(self) -> tuple[int, ...]:
        """Sorts those with most errors first, then most warnings, and so on."""
        return tuple(-self[place] for place in GRAVEST)


CANNOT_TELL: Final = Tally._fields.index("cannot_tell")
WAIVED: Final = Tally._fields.index("waived")
GRAVEST: Final = tuple(map(Tally._fields.index, ("errors", "warnings", "cannot_tell", "notes", "waived")))
"""The fields of a tally by their places, the gravest first."""


def counts_for(findings: pa.Table) -> npt.NDArray[np.int64]:
    """(findings,): the field of `Tally` that each counts for, by its place; of a table as the run has it."""
    # The severities stand in a tally as they do in their list.
    severity: Any = pc.index_in(findings["severity"], value_set=pa.array(SEVERITIES))
    undecided: Any = pc.index_in(findings["answer"], value_set=pa.array(["cannot_tell"])).is_valid()
    waiver: Any = findings["waiver"]
    counted = np.array(severity.to_numpy(), np.int64)
    counted[undecided.to_numpy()] = CANNOT_TELL
    counted[waiver.is_valid().to_numpy()] = WAIVED
    return counted
