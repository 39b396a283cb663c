"""The sum of a government's organs beside its report."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from gongkai.rules._answer import NotRun

if TYPE_CHECKING:
    from gongkai.rules._facts import Bools, Facts, Floats, Indices

_SUMMED: Final = "summed"
_THERE: Final = 0


class Sums(NamedTuple):
    """The reports that have a sum: `rows` are their positions, everything else stands beside them.

    `values` (reports, cells) are the sums of what was read; `whole` is false where something was not, `blank`
    true where that was a blank. `added` is how many reports were added up, `missing` how many organs have
    none that could be.
    """

    rows: Indices
    values: Floats
    whole: Bools
    blank: Bools
    added: Floats
    missing: Floats


class Rollup:
    """See `relations.ROLLUPS`. `state` is int8 (reports,): 0 where there is a sum, else a `NotRun`."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    @cached_property
    def state(self) -> NDArray[np.int8]:
        facts = self._facts
        if not facts.has("rollup_state"):
            return np.full(facts.count, NotRun.NO_RELATIONS, np.int8)
        texts = facts.texts("rollup_state")
        codes = {_SUMMED: _THERE, None: int(NotRun.NO_RELATIONS)}
        codes |= {text: int(NotRun[text.upper()]) for text in set(texts) - codes.keys()}
        return np.array([codes[text] for text in texts], np.int8)

    @cached_property
    def sums(self) -> Sums:
        facts = self._facts
        rows = np.flatnonzero(self.state == _THERE)
        shape = len(rows), len(facts.edition.cell_ids)
        if not len(rows):
            none = np.empty(shape), np.empty(shape, np.bool_)
            return Sums(rows, none[0], none[1], none[1], np.empty(0), np.empty(0))
        flat: Any = pc.list_flatten(facts.arrow("rollup_values").take(rows))
        texts = facts.texts("rollup_statuses")
        letters = np.frombuffer("".join(texts[row] for row in rows.tolist()).encode("ascii"), np.uint8)
        letters = letters.reshape(shape)
        added, missing = (
            pc.list_value_length(facts.arrow(name).take(rows)).to_numpy(zero_copy_only=False).astype(float)
            for name in ("rollup_organs", "rollup_missing")
        )
        return Sums(
            rows,
            flat.to_numpy(zero_copy_only=False).reshape(shape),
            letters == ord("o"),
            letters == ord("b"),
            added,
            missing,
        )

    def one(self, row: int) -> Sums:
        """`sums` of one report alone."""
        at = int(np.searchsorted(self.sums.rows, row))
        whole, here = self.sums, slice(at, at + 1)
        return Sums(
            whole.rows[here],
            whole.values[here],
            whole.whole[here],
            whole.blank[here],
            whole.added[here],
            whole.missing[here],
        )

    def organs(self, row: int) -> tuple[str, ...]:
        """Paths of the reports that were added up for one report."""
        return tuple(self._facts.arrow("rollup_organs")[row].as_py() or ())

    def missing(self, row: int) -> tuple[str, ...]:
        """Names of the organs that have no report to add."""
        return tuple(self._facts.arrow("rollup_missing")[row].as_py() or ())
