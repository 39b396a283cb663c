"""What else than arithmetic speaks for a correction: the report of the year before, the report's prose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from gongkai import forms
from gongkai.forms import Chain, Reading
from gongkai.rules._correction import LAST_YEAR, PROSE, Correction
from gongkai.rules._facts import EXACT, Facts
from gongkai.rules._meanings import meaning

_SLACK = 1e-6


class _Stated(NamedTuple):
    """A topic that a number in prose may be about, with all ways to mean it."""

    topic: str
    readings: tuple[Reading, ...]


class Support:
    """The evidence of a batch, looked up only for reports that have a correction."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def ranked(self, corrections: list[Correction], row: int) -> list[Correction]:
        """Those of one report (by position) with what supports them; the supported come first."""
        found = [tuple(self._of(one, row)) for one in corrections]
        if not any(found):
            return corrections
        told = [replace(one, support=support) for one, support in zip(corrections, found, strict=True)]
        return sorted(told, key=lambda one: -len(one.support))

    def _of(self, one: Correction, row: int) -> Iterator[str]:
        if any(self._holds(chain, one, row) for chain in self._chains.get(one.cell, ())):
            yield LAST_YEAR
        if any(self._says(stated, one, row) for stated in self._stated.get(one.cell, ())):
            yield PROSE

    def _holds(self, chain: Chain, one: Correction, row: int) -> bool:
        """Whether the chain holds with the correction, all its other numbers being printed ones."""
        facts, before = self._facts, self._facts.before
        if before.state[row] != 0 or not all(before.read(cell_id)[row] for cell_id in chain.before):
            return False
        others = [cell_id for cell_id in chain.left + chain.right if cell_id != one.cell]
        if not all(facts.read[facts.index[cell_id], row] for cell_id in others):
            return False
        total = sum(self._number(cell_id, one, row) for cell_id in chain.left)
        total -= sum(self._number(cell_id, one, row) for cell_id in chain.right)
        total -= sum(float(before.values(cell_id)[row]) for cell_id in chain.before)
        return abs(total) <= _SLACK

    def _number(self, cell_id: str, one: Correction, row: int) -> float:
        return (
            one.meant if cell_id == one.cell else float(self._facts.values[self._facts.index[cell_id], row])
        )

    def _says(self, stated: _Stated, one: Correction, row: int) -> bool:
        """Whether prose states the corrected number, which agrees with nothing that the tables print."""
        said = self._facts.said.of(stated.topic)
        start, stop = np.searchsorted(said.rows, (row, row + 1))
        numbers = said.values[start:stop]
        if not (np.abs(numbers - one.meant) <= _SLACK).any() or one.meant > EXACT:
            return False
        if one.printed is None:
            return True
        sums = [float(meaning(self._facts, each, np.array([row])).value[0]) for each in stated.readings]
        return not any(abs(number - one.meant) <= _SLACK for number in sums)

    @cached_property
    def _chains(self) -> Mapping[str, tuple[Chain, ...]]:
        """By the cell of this year that stands in them."""
        found: dict[str, tuple[Chain, ...]] = {}
        for chain in self._facts.edition.chains:
            for cell_id in chain.left + chain.right:
                found[cell_id] = (*found.get(cell_id, ()), chain)
        return found

    @cached_property
    def _stated(self) -> Mapping[str, tuple[_Stated, ...]]:
        """By the cell that a topic's number may be, alone."""
        found: dict[str, tuple[_Stated, ...]] = {}
        for topic in forms.claims().topics:
            readings = topic.readings_in(self._facts.edition)
            for reading in readings:
                if len(reading.plus) == 1 and not reading.minus and not reading.over:
                    found[reading.plus[0]] = (
                        *found.get(reading.plus[0], ()),
                        _Stated(topic.id, readings),
                    )
        return found
