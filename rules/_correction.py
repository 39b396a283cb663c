"""A smallest correction: one cell, changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

LAST_YEAR: Final = "last_year"
PROSE: Final = "prose"
SUPPORTS: Final = (LAST_YEAR, PROSE)


@dataclass(frozen=True, slots=True)
class Correction:
    """With `meant` for `printed` (None: a blank) in `cell` the arithmetic holds: a proposal, no fact.

    `support` names what else says `meant`, and not what is printed: LAST_YEAR, the organ's report of the year
    before; PROSE, a number stated in the text.
    """

    cell: str
    printed: int | None
    meant: int
    support: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, str | int | list[str] | None]:
        """With the names of the findings table: cell, from, to, support."""
        return {"cell": self.cell, "from": self.printed, "to": self.meant, "support": list(self.support)}

    @classmethod
    def from_dict(cls, plain: Mapping[str, object]) -> Correction:
        """The correction that `to_dict` wrote.

        Raises:
            TypeError: a field is missing, or of another type.
        """
        cell, printed, meant = plain.get("cell"), plain.get("from"), plain.get("to")
        support = plain.get("support", [])
        if (
            not isinstance(cell, str)
            or not isinstance(printed, int | None)
            or not isinstance(meant, int)
            or not isinstance(support, list)
        ):
            raise TypeError(f"not a correction: {dict(plain)!r}")
        return cls(cell, printed, meant, tuple(map(str, support)))
