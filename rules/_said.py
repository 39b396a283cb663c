"""What the prose of a batch's reports states: the claims of all reports, topic by topic."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from gongkai.rules._facts import Bools, Facts, Floats, Indices

_COLUMN: Final = "claims"


@dataclass(frozen=True, slots=True)
class Statements:
    """The claims on one topic, in the order of the reports.

    `rows` (claims,) are positions of reports, `values` (claims,) the numbers stated, NaN where none is;
    `places` find them in `Said.claim`.
    """

    rows: Indices
    values: Floats
    places: Indices


class Said:
    """`read` is (reports,): whether the report's prose was looked through; else nothing can be said of it."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._topics: dict[str, Statements] = {}

    @cached_property
    def read(self) -> Bools:
        if not self._facts.has(_COLUMN):
            return np.zeros(self._facts.count, np.bool_)
        return np.asarray(pc.is_valid(self._facts.arrow(_COLUMN)).to_numpy(zero_copy_only=False))

    def of(self, topic: str) -> Statements:
        """The claims on a topic."""
        if topic not in self._topics:
            places = self._places.get(topic, np.empty(0, np.intp))
            self._topics[topic] = Statements(self._rows[places], self._values[places], places)
        return self._topics[topic]

    def claim(self, place: int) -> dict[str, Any]:
        """One claim, as its columns name it."""
        found: dict[str, Any] = self._claims[place].as_py()
        return found

    def raws(self, statements: Statements) -> list[str]:
        """The numbers as printed."""
        found: list[str] = self._claims.field("raw").take(pa.array(statements.places)).to_pylist()
        return found

    @cached_property
    def _lists(self) -> Any:
        """All claims as one Arrow array of lists, which may be empty."""
        if self._facts.has(_COLUMN):
            lists = self._facts.arrow(_COLUMN)
            if pa.types.is_list(lists.type) and pa.types.is_struct(lists.type.value_type):
                return lists
        return None

    @cached_property
    def _claims(self) -> Any:
        return None if self._lists is None else self._lists.flatten()

    @cached_property
    def _rows(self) -> Indices:
        if self._lists is None:
            return np.empty(0, np.intp)
        return np.asarray(pc.list_parent_indices(self._lists).to_numpy(), dtype=np.intp)

    @cached_property
    def _values(self) -> Floats:
        if self._lists is None:
            return np.empty(0)
        values = pc.cast(self._claims.field("value"), pa.float64())
        return np.asarray(values.to_numpy(zero_copy_only=False), dtype=np.float64)

    @cached_property
    def _places(self) -> dict[str, Indices]:
        """By topic, in the order of the reports."""
        if self._lists is None or not len(self._claims):
            return {}
        topics = pc.dictionary_encode(self._claims.field("topic"))
        codes = topics.indices.to_numpy(zero_copy_only=False)
        order = np.argsort(codes, kind="stable").astype(np.intp)
        ends = np.cumsum(np.bincount(codes, minlength=len(topics.dictionary)))
        return dict(zip(topics.dictionary.to_pylist(), np.split(order, ends[:-1]), strict=True))
