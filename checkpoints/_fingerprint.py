"""Ids of findings that are the same tomorrow."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

_LENGTH: Final = 16

Whose = tuple[str, int | None]
"""Organ and year; where no organ was read, the path stands for it."""


class Subject(NamedTuple):
    """What a finding is about."""

    organ: str | None
    year: int | None
    rule_id: str
    cells: tuple[str, ...]
    path: str

    @property
    def whose(self) -> Whose:
        return self.organ or self.path, self.year


def fingerprints(subjects: Iterable[Subject], firsts: Mapping[Whose, str]) -> list[str]:
    """An id for each finding: 16 hex digits of a SHA-256 over organ, year, rule and cells.

    An organ may submit twice for a year: the submission whose path sorts first has the plain id, so that a
    second one does not change what is known of the first; every other has its path in the id as well.
    Should one report breach one rule twice in the same cells (or two copies of a file have one path), the
    second and later have their number in it.

    The ids depend neither on the order of the reports nor on the values found.

    Args:
        subjects: each report's findings of a rule stand in the order in which the rule gives them.
        firsts: `whose` → the path that sorts first of all its submissions.
    """
    seen: Counter[str] = Counter()
    ids = []
    for subject in subjects:
        parts: list[object] = [*subject.whose, subject.rule_id, sorted(subject.cells)]
        if subject.path != firsts.get(subject.whose, subject.path):
            parts.append(subject.path)
        plain = _digest(parts)
        seen[plain] += 1
        ids.append(plain if seen[plain] == 1 else _digest([*parts, seen[plain]]))
    return ids


def _digest(parts: list[object]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:_LENGTH]
