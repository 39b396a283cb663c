"""A sample printed in a layout, with what a reader and an auditor must make of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from gongkai import forms
from gongkai.demo._dice import dice
from gongkai.demo._judge import Expected, Printed, PrintedCell, findings
from gongkai.demo._layouts import ENCODINGS, LAYOUTS, Layout
from gongkai.demo._page import Page, compose
from gongkai.demo._sample import Entry, Sample
from gongkai.demo._style import PLAIN, Style

_NAMES = ("{organ}{year}年{name}", "{year}年{organ}{name}", "{organ}-{year}")


@dataclass(frozen=True, slots=True)
class Truth:
    """What a reader and an auditor must make of a page.

    `cells`: every cell of the edition as the page shows it. `findings`: all that must be found; any
    other finding at error or warning would be false.
    """

    cells: Mapping[str, PrintedCell]
    findings: tuple[Expected, ...]


@dataclass(frozen=True)
class Rendered:
    """A report as a file, or as a folder with several: `encoding` is a key of ENCODINGS, None for docx.

    `files` are its bytes by their place in the folder; of a report that is one file, by its name.
    """

    sample: Sample
    layout: Layout
    encoding: str | None
    page: Page
    files: Mapping[str, bytes]

    @property
    def name(self) -> str:
        """The name of the file or folder, with the organ and the year that the sample gives its file."""
        return _file_name(self.sample) + self.layout.suffix

    @property
    def data(self) -> bytes:
        """The bytes of a report that is one file.

        Raises:
            ValueError: it is a folder.
        """
        (data,) = self.files.values()
        return data

    @property
    def places(self) -> Mapping[str, bytes]:
        """The bytes of all files by their place in the folder that the report is put into."""
        inside = "" if self.layout.suffix else f"{self.name}/"
        return {inside + place: data for place, data in self.files.items()}

    @cached_property
    def truth(self) -> Truth:
        """The truth for a reader that recovers none of the `recoverable` cells."""
        return self.truth_if(())

    @cached_property
    def recoverable(self) -> Mapping[str, Decimal]:
        """The numbers printed in cells that cannot be read; a reader that can prove them may infer them."""
        entries = {
            cell_id: self.sample.cells[cell_id]
            for cell_id, status in self.layout.losses(self.page).items()
            if status == "unreadable"
        }
        return {cell_id: entry for cell_id, entry in entries.items() if isinstance(entry, Decimal)}

    def truth_if(self, recovered: Collection[str]) -> Truth:
        """The truth for a reader that recovered these of the `recoverable` cells."""
        cells = {cell_id: _printed(entry) for cell_id, entry in self.sample.cells.items()}
        for cell_id, status in self.layout.losses(self.page).items():
            if cell_id in recovered:
                cells[cell_id] = PrintedCell(self.recoverable[cell_id], "inferred")
            elif cells[cell_id].status != "missing":
                cells[cell_id] = PrintedCell(None, status)
        return Truth(cells, findings(_as_printed(self.sample, cells)))


def render(sample: Sample, layout: str, *, encoding: str = "utf-8", style: Style = PLAIN) -> Rendered:
    """Prints `sample`. A layout that is not `varied` is written in the plain style; docx has no encoding.

    Raises:
        KeyError: there is no such layout or encoding.
    """
    chosen = LAYOUTS[layout]
    page = compose(sample, style if chosen.varied else PLAIN)
    codec = ENCODINGS[encoding]
    written = chosen.write(page, codec.charset)
    name = _file_name(sample) + chosen.suffix
    if isinstance(written, bytes):
        return Rendered(sample, chosen, None, page, {name: written})
    texts = {name: written} if isinstance(written, str) else written
    files = {place: codec.mark + text.encode(codec.codec) for place, text in texts.items()}
    return Rendered(sample, chosen, encoding, page, files)


def _as_printed(sample: Sample, cells: Mapping[str, PrintedCell]) -> Printed:
    headed = tuple((part.section, part.empty) for part in sample.parts if part.headed)
    text = "".join("".join(part.paragraphs) for part in sample.parts)
    return Printed(
        sample.edition_id,
        sample.year,
        sample.period_year,
        sample.file_year,
        headed,
        cells,
        tuple(stated for stated in sample.stated if stated.sentence in text),
        sample.told,
    )


def _printed(entry: Entry) -> PrintedCell:
    if entry is None:
        return PrintedCell(None, "missing")
    if isinstance(entry, Decimal):
        return PrintedCell(entry, "ok")
    if entry == "" or entry in forms.vocabulary().nil_marks:
        return PrintedCell(None, "blank", entry)
    return PrintedCell(None, "unreadable")


def _file_name(sample: Sample) -> str:
    pattern = dice("file name", *sample.key).choice(_NAMES)
    title = forms.vocabulary().report_titles[0]
    return pattern.format(organ=sample.named, year=sample.file_year, name=title)
