"""Paths as lists and headings print them: below the folder that all submissions have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Self


@dataclass(frozen=True, slots=True)
class Paths:
    """`folder` ends with a slash; "" where the submissions have none in common."""

    folder: str = ""

    @classmethod
    def of(cls, paths: Iterable[str]) -> Self:
        """Takes the paths of all submissions, as they were given."""
        folders = [path.split("/")[:-1] for path in paths]
        ends = zip(min(folders, default=[]), max(folders, default=[]), strict=False)
        shared = "/".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], ends))
        return cls(f"{shared}/" if shared else "")

    def short(self, path: str) -> str:
        """A path less the common folder."""
        return path.removeprefix(self.folder)

    def within(self, text: str, paths: Iterable[str]) -> str:
        """A text in which these paths are named, each of them less the common folder."""
        longest = sorted(filter(None, paths), key=len, reverse=True)
        if not self.folder or not longest:
            return text
        return re.sub("|".join(map(re.escape, longest)), lambda found: self.short(found[0]), text)
