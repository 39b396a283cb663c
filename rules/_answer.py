"""What a rule says of a report."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gongkai.rules._correction import Correction

Answers = NDArray[np.int8]
"""One Answer a report, or why the rule was not run on it: a NotRun."""

Param = str | float | None | tuple[str, ...]


class Answer(IntEnum):
    """Cannot tell is neither a pass nor a violation."""

    HOLDS = 0
    VIOLATED = 1
    CANNOT_TELL = 2
    HOLDS_WITH_BLANKS = 3


class NotRun(IntEnum):
    """Why a rule was not run on a report: there was nothing to judge, which is neither a pass nor a question.

    The numbers stand beside those of `Answer` in one array. What each means for a person is in `UNRUN`.
    """

    SWITCHED_OFF = 16
    NO_CLAIM = 17
    SECTION_ABSENT = 18
    NO_RELATIONS = 19
    NO_YEAR_BEFORE = 20
    SEVERAL_YEARS_BEFORE = 21
    OTHER_EDITION_BEFORE = 22
    NO_HISTORY = 23
    NO_REGISTRY = 24
    NO_SCOPE = 25
    NO_GOVERNMENT = 26
    NO_DATE = 27
    TOO_SHORT = 28
    OTHER_SCOPE = 29
    NO_OTHERS = 30
    TOO_FEW_FIGURES = 31
    YEARS_DISPUTED = 32
    TABLE_NOT_READ = 33
    NO_PROSE = 34
    NO_ORGANS = 35
    NOT_COLLECTED = 36
    UNREGISTERED = 37
    NO_YEAR = 38
    NO_REPORT = 39


FindingAnswer = Literal["violated", "cannot_tell"]
FINDING_ANSWERS: Final[dict[Answer, FindingAnswer]] = {
    Answer.VIOLATED: "violated",
    Answer.CANNOT_TELL: "cannot_tell",
}
_NOTHING: Final[Mapping[str, Param]] = {}
"""No proxy of one: that could not be pickled."""


class Finding(NamedTuple):
    """One breach, or one question that the report leaves open.

    Attributes:
        organ: whose report it is, None where that was not read.
        cells: the form's cells concerned, in printed order; `values` stand beside them, None for no number.
        reported: what the report prints; `computed`: what follows from its other numbers;
            `difference` = reported - computed, blanks as 0. None where a rule has no such number.
        reason: why it cannot be told (a key of `REASONS`), None for a violation.
        corrections: of a violated identity, every change of one of its cells that makes the arithmetic hold,
            the likeliest slip first; empty where there is none, or where an operand was not read.
        params: what else the sentence names: ids of cells or sections, years, statuses.
        sentence: of prose, the sentence that the finding rests on, as printed; None where none does.
        passages: of copied prose, the longest that stand in both reports.
        others: paths of the other reports that it rests on: of the year before, of another organ.
    """

    report_id: str
    path: str
    organ: str | None
    answer: FindingAnswer
    cells: tuple[str, ...] = ()
    values: tuple[float | None, ...] = ()
    reported: float | None = None
    computed: float | None = None
    difference: float | None = None
    reason: str | None = None
    corrections: tuple[Correction, ...] = ()
    params: Mapping[str, Param] = _NOTHING
    sentence: str | None = None
    passages: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Plain JSON values, as they stand in a GX result; `from_dict` reads them back."""
        return {
            "report_id": self.report_id,
            "path": self.path,
            "organ": self.organ,
            "answer": self.answer,
            "cells": list(self.cells),
            "values": list(self.values),
            "reported": self.reported,
            "computed": self.computed,
            "difference": self.difference,
            "reason": self.reason,
            "corrections": [correction.to_dict() for correction in self.corrections],
            "params": {k: list(v) if isinstance(v, tuple) else v for k, v in self.params.items()},
            "sentence": self.sentence,
            "passages": list(self.passages),
            "others": list(self.others),
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, object]) -> Finding:
        """The finding that `to_dict` wrote, also after a trip through JSON.

        Raises:
            TypeError: a field is missing or unknown.
        """
        fields = dict(plain)
        for name in ("cells", "values", "passages", "others"):
            fields[name] = _tuple(fields.get(name))
        fields["corrections"] = tuple(map(Correction.from_dict, _tuple(fields.get("corrections"))))
        params = fields.get("params")
        if not isinstance(params, Mapping):
            raise TypeError(f"params must be a mapping, not {params!r}")
        fields["params"] = {k: _tuple(v) if isinstance(v, list) else v for k, v in params.items()}
        return cls(**fields)  # type: ignore[arg-type] # JSON carries no types; the tests hold the shape


def _tuple(value: object) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"expected a list, not {value!r}")
    return tuple(value)
