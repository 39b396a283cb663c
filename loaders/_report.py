"""What the recogniser makes of a document: the form's cells with their provenance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from gongkai.forms import Level, Text
from gongkai.loaders._document import Locator

Status = Literal["ok", "blank", "missing", "unreadable", "inferred"]
STATUSES: tuple[Status, ...] = ("ok", "blank", "missing", "unreadable", "inferred")

EditionSource = Literal["table", "year"]
OrganSource = Literal["registry", "title", "body", "file"]


class ReadCell(NamedTuple):
    """One cell of the form as read from a document.

    `value` is None unless `status` is ok or inferred. `raw` is the text as printed, "" for a blank,
    None where nothing is printed (missing). A mark such as "/" is blank with that mark as `raw`.
    """

    value: Decimal | None
    raw: str | None
    status: Status
    locator: Locator | None


class Note(NamedTuple):
    """Something a person should know about the reading; never a violation by itself."""

    code: str
    text: Text
    cell: str | None = None
    locator: Locator | None = None


ClaimKind = Literal["count", "amount", "percent", "lost", "parts", "mention", "lack"]


class Claim(NamedTuple):
    """What a sentence of the prose says, as `forms.claims()` lists it.

    `section` is the section's id, "opening" before the first. `topic` is the id of what is spoken of. `kind`
    says what `value` is: a count, an amount in 万元, a percentage (0-100), or a number of parts; of a number
    that is lost from its sentence and of what is only mentioned it is None. `raw` is the number as printed,
    or the words that were found; it stands in `sentence` from `start` to `stop`. A `lack` is of what a
    section must speak of and does not: its sentence is empty.
    """

    section: str
    topic: str
    kind: ClaimKind
    value: Decimal | None
    raw: str
    sentence: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A section found in the document.

    `characters` counts the non-space characters of its body, tables included; `prose` is its running
    text without the tables.
    """

    id: str
    ordinal: str | None
    title: str
    characters: int
    prose: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class Report:
    """One annual report. `cells` holds every cell of `edition`, in the form's order.

    `year` is the reporting year: of the title, else of the data period, else of the file name; None
    where none says. `edition_source` is "table" where the printed tables told the edition, "year" where
    there was no table to tell it by and the prescribed edition was taken.

    `organ` is the registry's name where the registry has the organ (`organ_source` "registry"), else as the
    title, the text or the file's name states it. `organ_id`, `parent` (an organ_id) and `region_code` are
    the registry's; `level` is the registry's, else as the name states it. `region` is the path of folders.
    Each is None where it cannot be told. `opening` is the text before the first section; `published` the day
    of publication that document or page states.
    """

    report_id: str
    path: str
    format: str
    encoding: str | None
    organ: str | None
    region: str | None
    title: str | None
    year: int | None
    title_year: int | None
    file_year: int | None
    period_start: dt.date | None
    period_end: dt.date | None
    edition: str
    edition_source: EditionSource
    sections: tuple[ReadSection, ...]
    cells: Mapping[str, ReadCell]
    notes: tuple[Note, ...]
    organ_id: str | None = None
    level: Level | None = None
    parent: str | None = None
    region_code: str | None = None
    organ_source: OrganSource | None = None
    opening: str = ""
    published: dt.date | None = None
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A submission that could not be read: why, and what the person at the desk can do.

    `code` is stable: not_found, empty, too_large, unknown_format, damaged, not_text, limit, no_report,
    scanned (pictures without text), needs_libreoffice (a format that is read with it, where it is not
    installed), unsafe (a member of an archive that is a link or a device, or whose name leads out of the
    archive), timeout (it took longer than it may), crashed (the reader failed on it, or died of it).
    """

    path: str
    code: str
    message: Text


class UnreadableError(Exception):
    """Raised by a reader or the recogniser for a submission it cannot read; becomes a Failure."""

    def __init__(self, code: str, message: Text) -> None:
        super().__init__(message.zh)
        self.code = code
        self.message = message
