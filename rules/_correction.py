"""A smallest correction: one cell, changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Correction:
    """With `meant` for `printed` (None: a blank) in `cell` the arithmetic holds: a proposal, no fact."""

    cell: str
    printed: int | None
    meant: int

    def to_dict(self) -> dict[str, str | int | None]:
        """With the names of the findings table: cell, from, to."""
        return {"cell": self.cell, "from": self.printed, "to": self.meant}

    @classmethod
    def from_dict(cls, plain: Mapping[str, object]) -> Correction:
        """The correction that `to_dict` wrote.

        Raises:
            TypeError: a field is missing, or of another type.
        """
        cell, printed, meant = plain.get("cell"), plain.get("from"), plain.get("to")
        if not isinstance(cell, str) or not isinstance(printed, int | None) or not isinstance(meant, int):
            raise TypeError(f"not a correction: {dict(plain)!r}")
        return cls(cell, printed, meant)
