"""Which reports are to be handed in and by when: `submissions.yaml`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import yaml
from pydantic import Field

from gongkai.forms._model import Citation, Edition, FormError
from gongkai.forms._schema import CitationSpec, NameSpec, _Strict

SUBMISSIONS: Final = "submissions"
"""Id of the list of submissions, which stands where the id of an edition does."""

_FILE: Final = "submissions.yaml"
_ANY_YEAR: Final = 2001


class _DaySpec(_Strict):
    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)


class _DueSpec(_Strict):
    organs: _DaySpec
    governments: _DaySpec


class _Spec(_Strict):
    name: NameSpec
    citations: dict[str, CitationSpec]
    due: _DueSpec


@dataclass(frozen=True, slots=True)
class Submissions:
    """`form` is the list of submissions as an edition that prints nothing: it has citations and no cells.

    `organs` and `governments` are month and day by which they publish their report on the year before.
    """

    form: Edition
    organs: tuple[int, int]
    governments: tuple[int, int]

    def due(self, year: int, *, governs: bool) -> dt.date:
        """The last day on which the report on `year` is in time."""
        month, day = self.governments if governs else self.organs
        return dt.date(year + 1, month, day)


@cache
def submissions() -> Submissions:
    """What is known of handing in."""
    return read_submissions((files("gongkai.forms") / _FILE).read_text("utf-8"))


def read_submissions(text: str) -> Submissions:
    """The same of a YAML text.

    Raises:
        FormError: it has another shape, or names a day that no year has.
    """
    try:
        spec = _Spec.model_validate(yaml.safe_load(text))
        days = [(day.month, day.day) for day in (spec.due.organs, spec.due.governments)]
        for month, day in days:
            dt.date(_ANY_YEAR, month, day)
    except (yaml.YAMLError, ValueError) as error:
        raise FormError(f"{_FILE}: {error}") from error
    citations = {key: Citation(key, one.text, one.standing) for key, one in spec.citations.items()}
    form = Edition(
        id=SUBMISSIONS,
        document="",
        name=spec.name.zh,
        en=spec.name.en,
        first_year=1,
        last_year=None,
        citations=citations,
        sections=(),
        tables=(),
        identities=(),
    )
    return Submissions(form, *days)
