"""Which findings are waived, for the pages of a run: GX makes them from what it stored alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, NamedTuple

from gongkai.checkpoints._waivers import Waiver


class FindingPlace(NamedTuple):
    """A finding by its batch, its rule and its place among that rule's findings there."""

    batch: str
    rule_id: str
    place: int


_WAIVED: Final[ContextVar[Mapping[FindingPlace, Waiver] | None]] = ContextVar("gongkai.waived", default=None)


@contextmanager
def on_pages(waived: Mapping[FindingPlace, Waiver]) -> Iterator[None]:
    """Inside, pages that are built say of these findings that they are waived."""
    token = _WAIVED.set(waived)
    try:
        yield
    finally:
        _WAIVED.reset(token)


def waiver_of(place: FindingPlace) -> Waiver | None:
    """The waiver of a finding, while the pages of its run are built."""
    waived = _WAIVED.get()
    return None if waived is None else waived.get(place)
