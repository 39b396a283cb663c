"""What the first page of a run is given: plain data in one language, counted but not judged here."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.reviews._model import BatchEntry, Figure, NotRun, SeverityCount
from gongkai.reviews._tally import Tally
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
class WaivedRow:
    """A finding that is accepted; `text` says why, by whom and until when."""

    organ: str | None
    path: str
    title: str
    rule_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Doubts:
    """What is the matter with submissions as such: those listed, and how many more there are."""

    unread: tuple[Unread, ...]
    more_unread: int
    repeated: tuple[Repeated, ...]
    more_repeated: int
    unidentified: tuple[Unidentified, ...]
    more_unidentified: int
    reports_unidentified: int

    @property
    def submitted_again(self) -> int:
        """Reports that are there already."""
        return len(self.repeated) + self.more_repeated


@dataclass(frozen=True, slots=True)
class Accepted:
    """Waived findings: those listed, how many more there are, and how many waivers have expired."""

    rows: tuple[WaivedRow, ...]
    more: int
    expired: int


@dataclass(frozen=True, slots=True)
class RuleLine:
    """How often a rule was violated in the whole run."""

    rule_id: str
    title: str
    severity: Mark
    findings: int
    reports: int
    address: str


@dataclass(frozen=True, slots=True)
class OrganLine:
    """What was found on one organ's reports; `organ` is None where none was recognised.

    `address` is "" where it has no page: it has no report.
    """

    organ: str | None
    reports: int
    tally: Tally
    address: str


@dataclass(frozen=True, slots=True)
class StateCount:
    """Submissions of which nothing graver stands than this, and their share of all."""

    state: Mark
    count: int
    share: str


@dataclass(frozen=True, slots=True)
class FamilyLine:
    anchor: str
    name: str
    about: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class HeatCell:
    """Findings of a city and family, and how dark it is drawn, 0 to 5."""

    count: int
    step: int
    address: str


@dataclass(frozen=True, slots=True)
class CityLine:
    """A city: `received` are its submissions, `read` its reports, `clean` those with nothing to mend or ask.

    `name` is None for organs of the province and for what lies in no city; `share` of the clean among those
    read is "" where none was read; `address` is "" where the city has no page. The cells of `heat` stand in
    the order of the families.
    """

    name: str | None
    address: str
    received: int
    read: int
    clean: int
    share: str
    tally: Tally
    heat: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class Cities:
    """Cities, those with most errors first; `rest` is the sum of `more` cities that are not listed."""

    lines: tuple[CityLine, ...]
    rest: CityLine | None
    more: int
    total: CityLine
    steps: tuple[tuple[int, int], ...]
    """The least and the most that is drawn as dark as each step from 1."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """How many findings of a rule came, went or have other numbers since the run before."""

    rule_id: str
    title: str
    address: str
    new: int
    gone: int
    changed: int

    @property
    def all(self) -> int:
        return self.new + self.gone + self.changed


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since the run before, waived findings among it.

    `of_new_reports` are new on reports that were not there before, `of_missing_reports` gone with reports
    that are not there any more. `packs` are editions that are judged by other rules now.
    """

    new: int
    gone: int
    changed: int
    unchanged: int
    of_new_reports: int
    of_missing_reports: int
    lines: tuple[ChangeLine, ...]
    packs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """`since` is None where there is nothing to compare with; `since_unreadable` says that it was damaged."""

    verdict: Mark
    received: int
    read: int
    clean: int
    unreadable: int
    states: tuple[StateCount, ...]
    since: Since | None
    since_unreadable: bool
    not_run: tuple[NotRun, ...]
    counts: tuple[SeverityCount, ...]
    families: tuple[FamilyLine, ...]
    total: Tally
    without_report: int
    waived: int
    cities: Cities
    rules: tuple[RuleLine, ...]
    organs: tuple[OrganLine, ...]
    more_organs: int
    doubts: Doubts
    accepted: Accepted
    batches: tuple[BatchEntry, ...]
    unrun: UnrunLine
    files: tuple[Figure, ...]
    footer: tuple[Figure, ...]
