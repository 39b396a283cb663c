"""A page a report: what was found on it, its tables as the form prints them, its text."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from gongkai import forms
from gongkai.forms import Language
from gongkai.loaders import Locator
from gongkai.reviews import _addresses, _labels
from gongkai.reviews._batch import OTHERS_SHOWN
from gongkai.reviews._site._finding import SiteFinding, site_finding
from gongkai.reviews._site._index import Entry, Key
from gongkai.reviews._site._paths import Paths
from gongkai.reviews._site._printed_tables import Flag, Shown, Table, shown_cells, tables
from gongkai.reviews._site._prose import Part, quoted
from gongkai.reviews._site._records import Record
from gongkai.reviews._site._rows import VERDICTS
from gongkai.reviews._site._site import Site
from gongkai.reviews._tally import Tally
from gongkai.reviews._words import SEVERITIES, Mark, answer_mark

NOTES_SHOWN: Final = 50
_ANSWERS: Final = ("violated", "cannot_tell")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A finding, its number on the page, and the cells that it names: ids and names."""

    number: int
    finding: SiteFinding
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the form: `title` as printed, None where it was not found; its text cut at quotations."""

    name: str
    title: str | None
    characters: int
    prose: tuple[Part, ...]

    @property
    def quoted(self) -> bool:
        return any(part.finding is not None for part in self.prose)


@dataclass(frozen=True, slots=True)
class Remark:
    """A note of the reader; `place` says where in the submission, "" where nowhere."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything that a report's page prints. `source` is the way to the file as submitted, None for none.

    `title` is as printed, else the organ, else the path below the common folder. `ways` lead to the
    pages of other reports, by their paths.
    """

    entry: Entry
    title: str
    edition: str | None
    verdict: Mark
    tally: Tally
    standing: tuple[Numbered, ...]
    waived: tuple[Numbered, ...]
    tables: tuple[Table, ...]
    cells: Mapping[str, Shown]
    opening: tuple[Part, ...]
    sections: tuple[Section, ...]
    notes: tuple[Remark, ...]
    more_notes: int
    unrun: tuple[tuple[str, int], ...]
    source: str | None
    city: str
    organ: str
    ways: Mapping[str, str]


class Maker:
    """Makes the pages of reports.

    Args:
        site: its run may be without findings: they come with the records.
        unrun: by report, why rules were not run on it, and how many.
        addresses: those of the reports that findings name, by path.
        paths: how headings print paths.
    """

    def __init__(
        self,
        site: Site,
        unrun: Mapping[Key, tuple[tuple[str, int], ...]],
        addresses: Mapping[str, str],
        paths: Paths,
    ) -> None:
        self._site = site
        self._lang: Language = site.lang
        self._unrun = unrun
        self._addresses = addresses
        self._paths = paths

    def put(self, record: Record) -> None:
        """Puts a report's page in its place."""
        address, made_from = record.entry.address, self._made_from(record)
        self._site.put_late(address, "report.html.j2", made_from, lambda: {"page": self._page(record)})

    def _page(self, record: Record) -> ReportPage:
        entry, report = record.entry, record.report
        findings = sorted((self._finding(row, entry) for row in record.findings), key=_rank)
        edition = None if report["edition"] is None else forms.edition(report["edition"])
        numbered = [
            Numbered(number, one, self._named(one, edition)) for number, one in enumerate(findings, start=1)
        ]
        # Where two quote one sentence, the graver has it.
        sentences = {row["finding_id"]: row["sentence"] for row in record.findings if row["sentence"]}
        quotes = [(sentences[one.id], f"f-{one.id}") for one in findings if one.id in sentences]
        root = _addresses.root_of(entry.address)
        notes = report["notes"] or []
        return ReportPage(
            entry=entry,
            title=self._title(record),
            edition=None if edition is None else _labels.edition_name(edition, self._lang),
            verdict=answer_mark(VERDICTS[entry.tally.state], self._lang),
            tally=entry.tally,
            standing=tuple(one for one in numbered if not one.finding.waived),
            waived=tuple(one for one in numbered if one.finding.waived),
            tables=() if edition is None else tables(edition.id, self._lang),
            cells=shown_cells(record.cells, _flags(numbered), self._lang),
            opening=quoted(report["opening"] or "", quotes),
            sections=() if edition is None else tuple(self._sections(edition, record.sections, quotes)),
            notes=tuple(self._remark(note) for note in notes[:NOTES_SHOWN]),
            more_notes=max(0, len(notes) - NOTES_SHOWN),
            unrun=self._unrun.get(entry.key, ()),
            source=self._source(entry),
            city=_addresses.of_city(entry.city),
            organ=_addresses.of_organ(entry.whose),
            ways={path: f"{root}{address}" for path, address in self._others(record).items()},
        )

    def _made_from(self, record: Record) -> str:
        """All that the page is made of; what is printed of the rules is in the hash of their catalogue."""
        entry, packs = record.entry, self._site.run.packs.values()
        return repr(
            (
                record.report,
                self._title(record),
                [tuple(cell) for cell in record.cells.values()],
                record.sections,
                record.findings,
                replace(entry, findings=()),  # their places in the run's table are not on the page
                self._unrun.get(entry.key, ()),
                self._source(entry),
                self._others(record),
                sorted(pack["hash"] for pack in packs),
            )
        )

    def _others(self, record: Record) -> dict[str, str]:
        """Addresses of the other reports that its findings name, by path."""
        own = record.entry.address
        named = (path for row in record.findings for path in row["others"][:OTHERS_SHOWN])
        return {path: self._addresses[path] for path in named if self._addresses.get(path, own) != own}

    def _title(self, record: Record) -> str:
        title: str | None = record.report["title"]
        return title or record.entry.organ or self._paths.short(record.entry.key.path)

    def _finding(self, row: Row, entry: Entry) -> SiteFinding:
        return site_finding(row, self._site.run, self._lang, report="", city=entry.city)

    def _named(self, finding: SiteFinding, edition: forms.Edition | None) -> tuple[tuple[str, str], ...]:
        if edition is None:
            return ()
        cells = (cell for cell in finding.cells if cell in edition.cells)
        return tuple((cell, _labels.cell_label(edition, cell, self._lang)) for cell in cells)

    def _sections(
        self, edition: forms.Edition, found: Sequence[Row], quotes: Sequence[tuple[str, str]]
    ) -> Iterable[Section]:
        by_id: dict[str, list[Row]] = defaultdict(list)
        for row in found:
            by_id[row["section"]].append(row)
        for section in edition.sections:
            name = section.heading if self._lang == "zh" else section.en
            for row in by_id.get(section.id, ()):
                prose = quoted(row["prose"] or "", quotes)
                yield Section(name, row["title"] or name, row["characters"] or 0, prose)
            if section.id not in by_id:
                yield Section(name, None, 0, ())

    def _remark(self, note: Row) -> Remark:
        place = "" if note["locator"] is None else Locator(**note["locator"]).text(self._lang)
        return Remark(note[self._lang], place)

    def _source(self, entry: Entry) -> str | None:
        """The way from the page to the file, where it is one; members of archives are none."""
        path = Path(entry.key.path)
        if not os.path.isfile(path):  # noqa: PTH113 - a path too long is no file, and no error
            return None
        home = (self._site.home / entry.address).parent
        try:
            way = os.path.relpath(path.absolute(), home)
        except ValueError:  # on another drive
            return None
        return quote(Path(way).as_posix().encode("utf-8", "surrogateescape"), safe="/")


def _rank(finding: SiteFinding) -> tuple[bool, int, int]:
    """Waived ones last; violated before undecided, by severity; else as the rules stand."""
    return finding.waived, _ANSWERS.index(finding.answer.name), SEVERITIES.index(finding.severity.name)


def _flags(numbered: Iterable[Numbered]) -> dict[str, tuple[Flag, ...]]:
    flags: dict[str, list[Flag]] = defaultdict(list)
    for one in numbered:
        if not one.finding.waived:
            for cell in one.finding.cells:
                flags[cell].append(Flag(one.number, f"f-{one.finding.id}", one.finding.answer.name))
    return {cell: tuple(own) for cell, own in flags.items()}
