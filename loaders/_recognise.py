"""The one recogniser for every format: a Document becomes a Report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from gongkai import forms
from gongkai.forms import Text
from gongkai.loaders._compilation import split
from gongkai.loaders._document import Document
from gongkai.loaders._identity import identify
from gongkai.loaders._layouts import Examined
from gongkai.loaders._organs import Organs
from gongkai.loaders._particulars import Particulars, file_year, read_particulars
from gongkai.loaders._published import published
from gongkai.loaders._report import EditionSource, Note, ReadCell, Report, UnreadableError
from gongkai.loaders._sections import first_section_index, read_sections
from gongkai.loaders._stated import opening, read_claims

_NO_REPORT: Final = Text(
    "{path}：没有找到年度报告的标题、章节或表格；请确认这是政府信息公开工作年度报告正文，而不是附件或封面",
    "{path}: no title, section or table of an annual report found; check that this is the report itself",
)
_ASSUMED: Final = Text(
    "表格看不出用的是哪一版格式，按报告年度采用{edition}版",
    "the tables do not tell the edition of the form; the {edition} edition was taken for the year",
)
_PART: Final = Text(
    "同一文件中有{parts}份报告，这是第{number}份", "part {number} of {parts} reports in one file"
)
_REPORT_ID_LENGTH: Final = 16


def recognise_all(
    document: Document, region: str | None = None, organs: Organs | None = None
) -> tuple[Report, ...]:
    """Finds every report in a document, in printed order.

    Args:
        document: what a reader made of a submission.
        region: where the submission comes from, as the caller knows it (a folder path).
        organs: the registry of organs; without it the organ is as stated.

    Returns:
        One report, or more where a new title begins another one. Their ids are distinct; each of several has
        a note that says which part of the document it is, and no year of the file.

    Raises:
        UnreadableError: code `no_report`, where the document has no title, section or table of one.
    """
    parts = split(document)
    if len(parts) == 1:
        return (_recognise(document, region, organs),)
    reports = [_recognise(part, region, organs) for part in parts]
    return tuple(
        replace(
            report,
            report_id=report.report_id if number == 1 else f"{report.report_id}-{number}",
            file_year=None,
            notes=(Note("part", _PART.format(number=number, parts=len(parts))), *report.notes),
        )
        for number, report in enumerate(reports, start=1)
    )


def recognise(document: Document, region: str | None = None, organs: Organs | None = None) -> Report:
    """Finds the first report in a document; arguments and errors as for `recognise_all`."""
    return recognise_all(document, region, organs)[0]


def _recognise(document: Document, region: str | None, organs: Organs | None) -> Report:
    examined = Examined(document)
    items = examined.items
    sections = read_sections(items)
    first = first_section_index(items)
    particulars = read_particulars(items, first, document.name)
    file = file_year(document.path)
    year = _year(particulars, file)
    edition, source = _edition(examined.vote, year)
    cells, reading = examined.read(edition)
    if not sections and particulars.title is None and _nothing(cells):
        raise UnreadableError("no_report", _NO_REPORT.format(path=document.path))
    notes = [Note("reader", note) for note in document.notes] + reading
    if source == "year":
        notes.append(Note("edition_assumed", _ASSUMED.format(edition=edition)))
    before = opening(items, first)
    whose = identify(particulars.organ, items, document.path, region, organs)
    return Report(
        report_id=document.sha256[:_REPORT_ID_LENGTH],
        path=document.path,
        format=document.format,
        encoding=document.encoding,
        organ=whose.organ,
        region=region,
        title=particulars.title,
        year=year,
        title_year=particulars.title_year,
        file_year=file,
        period_start=particulars.period_start,
        period_end=particulars.period_end,
        edition=edition,
        edition_source=source,
        sections=sections,
        cells=cells,
        notes=(*notes, *whose.notes),
        organ_id=whose.organ_id,
        level=whose.level,
        parent=whose.parent,
        region_code=whose.region_code,
        organ_source=whose.organ_source,
        opening=before,
        published=published(items),
        claims=read_claims(before, sections, items, edition),
    )


def _year(particulars: Particulars, file: int | None) -> int | None:
    if particulars.title_year is not None:
        return particulars.title_year
    return particulars.period_start.year if particulars.period_start is not None else file


def _edition(voted: str | None, year: int | None) -> tuple[str, EditionSource]:
    if voted is not None:
        return voted, "table"
    prescribed = None if year is None else forms.edition_for_year(year)
    return (prescribed or forms.editions()[-1]).id, "year"


def _nothing(cells: Mapping[str, ReadCell]) -> bool:
    return all(cell.status == "missing" for cell in cells.values())
