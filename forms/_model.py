"""The statutory form as objects: what an edition prints, and the arithmetic it demands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from gongkai.forms._schema import CellKind, Standing


@dataclass(frozen=True, slots=True)
class Citation:
    """The source of a requirement. `standing` says how surely its wording is known."""

    id: str
    text: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six numbered sections: `ordinal` is printed before `title` (一、总体情况)."""

    id: str
    ordinal: str
    title: str
    en: str
    variants: tuple[str, ...]

    @property
    def heading(self) -> str:
        return f"{self.ordinal}、{self.title}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table that carries figures.

    `label` is printed, with its numbering; `groups` are the labels of the groups around it, outermost
    first; `short` is what a formula calls it; `from_header` is true where the form prints it as a
    column header (table 四).
    """

    id: str
    label: str
    short: str
    en: str
    groups: tuple[str, ...]
    from_header: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a block: what is counted (`kind`), in what `unit`, under which header `groups`."""

    id: str
    label: str
    en: str
    kind: CellKind
    unit: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the form, named `table.row.column`."""

    id: str
    table: str
    row: Row
    column: Column

    @property
    def kind(self) -> CellKind:
        return self.column.kind

    @property
    def unit(self) -> str:
        return self.column.unit

    @property
    def label(self) -> str:
        """Chinese name for messages: `三（一）予以公开·自然人`."""
        return f"{self.row.short}·{self.column.label}"

    @property
    def en(self) -> str:
        return f"{self.row.en} / {self.column.en}"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a table with rows and columns of its own; every row has every column."""

    heading: str | None
    corner: str | None
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Table:
    id: str
    section: str
    citation: str
    en: str
    blocks: tuple[Block, ...]
    cells: tuple[Cell, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for block in self.blocks for row in block.rows)

    def row_cells(self, row_id: str) -> tuple[Cell, ...]:
        """The cells of one row, in printed order."""
        return tuple(cell for cell in self.cells if cell.row.id == row_id)


@dataclass(frozen=True, slots=True)
class Identity:
    """A 勾稽关系: the sum of `left` equals the sum of `right` (cell ids).

    `id` is `table.subject.name`; `subject` is the row or column it is stated for, `each` says which.
    """

    id: str
    name: str
    table: str
    each: str
    subject: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    citation: str

    @property
    def cells(self) -> tuple[str, ...]:
        return self.left + self.right


@dataclass(frozen=True, slots=True)
class Chain:
    """Across years: the sum of `left` equals the sum of `right` and of last year's `before` (cell ids).

    `before` are cells of the report of the year before, on whatever edition that is. `soft` is true where
    honest reports may differ. The rest is as in an identity.
    """

    id: str
    name: str
    table: str
    each: str
    subject: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    before: tuple[str, ...]
    citation: str
    soft: bool


class FormError(ValueError):
    """An edition that contradicts itself; the message names the file, the entry and the mend."""


@dataclass(frozen=True)
class Edition:
    """One edition of the form. Cells stand in printed order, which every frame keeps.

    `watched` are the cells whose numbers are compared with those of the organ's earlier years.
    """

    id: str
    document: str
    name: str
    en: str
    first_year: int
    last_year: int | None
    citations: Mapping[str, Citation]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    identities: tuple[Identity, ...]
    chains: tuple[Chain, ...] = ()
    watched: tuple[str, ...] = ()

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        return {cell.id: cell for table in self.tables for cell in table.cells}

    @cached_property
    def cell_ids(self) -> tuple[str, ...]:
        return tuple(self.cells)

    @cached_property
    def _identities(self) -> Mapping[str, Identity]:
        return {identity.id: identity for identity in self.identities}

    def identity(self, identity_id: str) -> Identity:
        return self._identities[identity_id]

    def table(self, table_id: str) -> Table:
        return next(table for table in self.tables if table.id == table_id)

    def section(self, section_id: str) -> Section:
        return next(section for section in self.sections if section.id == section_id)

    def covers(self, year: int) -> bool:
        """Whether this edition is the one prescribed for reports on `year`."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def formula(self, identity: Identity) -> str:
        """The identity in the form's own words: `一、本年新收 + 二、上年结转 = …（自然人）`."""
        names = [self._term(identity, cell_id) for cell_id in identity.cells]
        cut = len(identity.left)
        return f"{' + '.join(names[:cut])} = {' + '.join(names[cut:])}（{self.subject_label(identity)}）"

    def subject_label(self, identity: Identity) -> str:
        cell = self.cells[identity.left[0]]
        return cell.row.short if identity.each == "row" else cell.column.label

    def _term(self, identity: Identity, cell_id: str) -> str:
        cell = self.cells[cell_id]
        return cell.column.label if identity.each == "row" else cell.row.short

    def labels(self) -> Iterator[str]:
        """Every label the tables print: rows, columns, their groups, block headings, corners."""
        for table in self.tables:
            for block in table.blocks:
                yield from (text for text in (block.heading, block.corner) if text)
                for row in block.rows:
                    yield from (*row.groups, row.label)
                for column in block.columns:
                    yield from (*column.groups, column.label)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How real reports vary the form's words; the same for every edition."""

    report_titles: tuple[str, ...]
    nil_marks: frozenset[str]
    zero_words: frozenset[str]
    count_suffixes: tuple[str, ...]
    decrease_words: tuple[str, ...]
    increase_words: tuple[str, ...]
    money_units: Mapping[str, Decimal]
    traditional_words: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]]
    organ_suffixes: tuple[str, ...]
