"""Which one cell, changed, would make the arithmetic hold.

A wrong cell leaves its own trace: the identities it stands in fail by the same amount, with its signs, and
no other fails. So what fails in a report is looked up among the traces of all cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gongkai.loaders import NIL_LETTER, STATUS_LETTERS
from gongkai.rules._answer import Answer
from gongkai.rules._catalogue import Catalogue
from gongkai.rules._correction import Correction
from gongkai.rules._facts import EXACT, Bools, Facts, Floats
from gongkai.rules._parts import Part
from gongkai.rules._rule import Rule
from gongkai.rules._slips import slip_rank
from gongkai.rules._support import Support

if TYPE_CHECKING:
    import pandas as pd

_READ: Final = STATUS_LETTERS["ok"]
_USABLE: Final = frozenset((_READ, STATUS_LETTERS["blank"], NIL_LETTER))

_Candidate = tuple[Correction, NDArray[np.int64], tuple[int, ...]]
"""With the numbers of its part, and where those beside its cell are, which the eye may have copied."""


def localise(catalogue: Catalogue, facts: Mapping[str, object] | pd.Series) -> list[Correction]:
    """All one-cell corrections of a report, the likeliest slip first; ties are all listed.

    Each part of the form whose identities hang together is searched by itself: a correction mends every
    broken identity of its part. Nothing is proposed where the arithmetic holds, where an operand is
    missing, unreadable or inferred, or where only a change of several cells would do. A blank counts as 0.

    Args:
        catalogue: of the report's edition.
        facts: one row of the facts frame; needs `statuses` and the cells.
    """
    statuses = dict(zip(catalogue.edition.cell_ids, str(facts["statuses"]), strict=True))
    found: list[_Candidate] = []
    for part in catalogue.parts:
        if all(statuses[cell] in _USABLE for cell in part.cells):
            read = np.array([[statuses[cell] == _READ] for cell in part.cells])
            numbers = [[facts[cell] if statuses[cell] == _READ else 0] for cell in part.cells]
            for _, candidates in _search(part, np.array(numbers, dtype=np.float64), read):
                found += candidates
    return _in_order(found)


class Localised:
    """The corrections of a batch: a part is searched in all its reports when one is first asked for."""

    def __init__(self, catalogue: Catalogue, facts: Facts, answers: NDArray[np.int8]) -> None:
        self._facts = facts
        self._answers = answers
        self._support = Support(facts)
        self._places = catalogue.places
        self._part = {identity: part for part in catalogue.parts for identity in part.identities}
        self._found: dict[Part, dict[int, list[Correction]]] = {}

    def of(self, rule: Rule, row: int) -> tuple[Correction, ...]:
        """Those that change a cell of this violated identity, in the report at that position.

        Any that the report of the year before or the prose supports come first. None for a rule that is no
        identity of the form.
        """
        part = self._part.get(rule.id)
        if part is None:
            return ()
        if part not in self._found:
            self._found[part] = self._of_part(part)
        found = self._found[part].get(row)
        return tuple(one for one in found if one.cell in rule.operands) if found else ()

    def _of_part(self, part: Part) -> dict[int, list[Correction]]:
        facts, own = self._facts, [self._places[identity] for identity in part.identities]
        rows = np.flatnonzero((self._answers[own] == Answer.VIOLATED).any(axis=0))
        rows = rows[facts.usable[np.ix_(part.places, rows)].all(axis=0)]
        where = np.ix_(part.places, rows)
        return {
            int(rows[column]): self._support.ranked(_in_order(candidates), int(rows[column]))
            for column, candidates in _search(part, facts.zeros[where], facts.read[where])
        }


def _search(part: Part, numbers: Floats, read: Bools) -> Iterator[tuple[int, list[_Candidate]]]:
    """The corrections of each report that has one.

    Args:
        part: of the form.
        numbers: (cells of the part, reports), 0 for a blank; `read` is false there.
        read: of the same shape.
    """
    counts = (np.abs(numbers) <= EXACT).all(axis=0) & (numbers == np.floor(numbers)).all(axis=0)
    reports = np.flatnonzero(counts)
    whole = numbers[:, reports].astype(np.int64)  # which keeps all sums exact
    residual = np.array([whole[left].sum(axis=0) - whole[right].sum(axis=0) for left, right in part.sides])
    amount = np.abs(residual).max(axis=0)
    signs = np.sign(residual).astype(np.int8)
    alike = (np.abs(residual) == amount * np.abs(signs)).all(axis=0)
    first = signs[np.argmax(signs != 0, axis=0), np.arange(len(reports))]
    traces = np.ascontiguousarray((signs * first).T)
    for column in np.flatnonzero(alike & (amount > 0)).tolist():
        wrongs = part.wrongs.get(traces[column].tobytes())
        if wrongs is not None:
            report, excess = int(reports[column]), int(amount[column]) * int(first[column])
            candidates = list(_corrected(part, wrongs, excess, whole[:, column], read[:, report]))
            if candidates:
                yield report, candidates


def _corrected(
    part: Part, wrongs: tuple[tuple[int, int], ...], excess: int, numbers: NDArray[np.int64], read: Bools
) -> Iterator[_Candidate]:
    """Each cell that may be wrong with what it should be, where that is a count."""
    for position, sign in wrongs:
        number = int(numbers[position])
        meant = number - excess * sign
        if meant >= 0:
            printed = number if read[position] else None
            yield Correction(part.cells[position], printed, meant), numbers, part.neighbours[position]


def _in_order(candidates: list[_Candidate]) -> list[Correction]:
    """The likeliest slip first; those alike stand as on the form."""
    if len(candidates) > 1:
        candidates = sorted(candidates, key=_rank)
    return [candidate[0] for candidate in candidates]


def _rank(candidate: _Candidate) -> int:
    correction, numbers, beside = candidate
    return slip_rank(correction.printed, correction.meant, numbers[list(beside)].tolist())
