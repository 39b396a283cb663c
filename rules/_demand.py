"""What a rule that a person wrote demands: the form does not say it, so the rule itself has to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Comparison = Literal["=", "<=", ">="]
COMPARISONS: Final[tuple[Comparison, ...]] = ("=", "<=", ">=")

ANYWHERE: Final = "any"
OPENING: Final = "opening"


@dataclass(frozen=True, slots=True)
class Linear:
    """The sum of `left` compares so to that of `right` (cell ids).

    `times` are what the cells of left and right are multiplied by, beside them; empty for 1 each.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    comparison: Comparison = "="
    times: tuple[int, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        return self.left + self.right

    @property
    def is_plain(self) -> bool:
        """Whether it is an equation of simple sums, as those of the form are."""
        return self.comparison == "=" and not self.times


@dataclass(frozen=True, slots=True)
class Wording:
    """A section's prose has (or has not, unless `wanted`) a part that matches `pattern` (RE2).

    `section` is an id of the form's, OPENING for what stands before the first, ANYWHERE for all of it.
    """

    section: str
    pattern: str
    wanted: bool


Demand = Linear | Wording
