"""What a province decides about the comparison of its reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

Scope = Literal["none", "departments", "all_below"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)


@dataclass(frozen=True, slots=True)
class Settings:
    """By default nothing that is the province's to say is taken for granted.

    Attributes:
        scope: whose figures a government's report adds up. "departments": of the organs directly below it,
            without lower governments. "all_below": of the organs and governments directly below it; a lower
            government's report stands for all below that. "none": not said, sums are not judged.
        years: those for which every registered organ owes a report; empty where that is to be told by what
            was submitted.
    """

    scope: Scope = "none"
    years: tuple[int, ...] = ()
