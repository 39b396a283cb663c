"""Which city a report belongs to: by the registry where there is one, else by the folder it lies in."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final

from gongkai.loaders import Organs, place_of

ELSEWHERE: Final = ""
"""No city: an organ of the province itself, or nobody knows."""


class Cities:
    """Names the city of a report or an organ."""

    def __init__(self, organs: Organs | None) -> None:
        self._by_id = {organ.id: organ for organ in organs or ()}
        self._of_organ = lru_cache(maxsize=None)(self._climb)

    def of(self, organ_id: str | None, region: str | None) -> str:
        """The city's name, else the outermost folder, else `ELSEWHERE`.

        Args:
            organ_id: the registry's id of the organ; None where it is not known there.
            region: the folders above the report, outermost first.
        """
        if organ_id in self._by_id:
            return self._of_organ(organ_id)
        folders = PurePosixPath(region or "").parts
        return folders[0] if folders else ELSEWHERE

    def _climb(self, organ_id: str) -> str:
        seen: set[str] = set()
        above: str | None = organ_id
        name = ELSEWHERE
        while above in self._by_id and above not in seen:
            seen.add(above)
            organ = self._by_id[above]
            if organ.level == "city":
                name = place_of(organ.name) or organ.name
            above = organ.parent
        return name
