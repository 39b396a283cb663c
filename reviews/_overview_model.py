"""What the first page of a run is given: plain data in one language, counted but not judged here."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.reviews._model import BatchEntry, Figure, NotRun, SeverityCount
from gongkai.reviews._words import Mark


@dataclass(frozen=True, slots=True)
class UnrunLine:
    """How often rules had nothing to judge, counted once a rule and report; `reasons` are the main ones."""

    times: int
    reasons: tuple[Figure, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """A submission that could not be read: why, and what to do."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """A report that is there already; `same` tells that its bytes are those of `first`.

    `organ` and `year` are None where the bytes are the same and nobody knows whose they are.
    """

    same: bool
    organ: str | None
    year: str | None
    path: str
    first: str


@dataclass(frozen=True, slots=True)
class Unidentified:
    """An organ as stated (None where none is) that was not identified.

    `reports` is how many reports state it; `path` and `reason` are of the first.
    """

    organ: str | None
    reports: int
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    """How often a rule was violated in the whole run."""

    rule_id: str
    title: str
    severity: Mark
    findings: int
    reports: int


@dataclass(frozen=True, slots=True)
class OrganLine:
    """What was found on one organ's reports; `organ` is None where none was recognised."""

    organ: str | None
    reports: int
    errors: int
    warnings: int
    cannot_tell: int


@dataclass(frozen=True, slots=True)
class WaivedRow:
    """A finding that is accepted; `text` says why, by whom and until when."""

    organ: str | None
    path: str
    title: str
    rule_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Overview:
    verdict: Mark
    read: int
    unread: tuple[Unread, ...]
    repeated: tuple[Repeated, ...]
    more_repeated: int
    unidentified: tuple[Unidentified, ...]
    more_unidentified: int
    reports_unidentified: int
    batches: tuple[BatchEntry, ...]
    counts: tuple[SeverityCount, ...]
    rules: tuple[RuleLine, ...]
    organs: tuple[OrganLine, ...]
    more_organs: int
    not_run: tuple[NotRun, ...]
    unrun: UnrunLine
    files: tuple[Figure, ...]
    footer: tuple[Figure, ...]
    waived: tuple[WaivedRow, ...] = ()
    more_waived: int = 0
    expired: int = 0

    @property
    def submitted(self) -> int:
        return self.read + len(self.unread)

    @property
    def submitted_again(self) -> int:
        """Reports that are there already."""
        return len(self.repeated) + self.more_repeated
