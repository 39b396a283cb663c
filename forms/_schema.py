"""The shape of the YAML files of this folder, checked before anything is compiled from them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

CellKind = Literal["count", "amount", "change"]
Standing = Literal["confirmed", "local", "unconfirmed"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NameSpec(_Strict):
    zh: str
    en: str


class YearsSpec(_Strict):
    first: int
    last: int | None


class CitationSpec(_Strict):
    text: str
    standing: Standing


class SectionSpec(_Strict):
    id: str
    ordinal: str
    title: str
    en: str
    variants: tuple[str, ...] = ()


class RowSpec(_Strict):
    """A printed row (with `id`) or a printed group of rows (with `rows`)."""

    label: str
    en: str
    id: str | None = None
    short: str | None = None
    rows: tuple[RowSpec, ...] = ()

    @model_validator(mode="after")
    def _leaf_or_group(self) -> RowSpec:
        if (self.id is None) == (not self.rows):
            raise ValueError(f"row {self.label!r} needs either an id or rows of its own")
        return self


class ColumnSpec(_Strict):
    """A printed column (with `id`) or a printed group of columns (with `columns`).

    `row` on a group: the table has no row labels of its own and this header stands for one.
    """

    label: str
    en: str
    id: str | None = None
    row: str | None = None
    kind: CellKind | None = None
    unit: str | None = None
    columns: tuple[ColumnSpec, ...] = ()

    @model_validator(mode="after")
    def _leaf_or_group(self) -> ColumnSpec:
        if (self.id is None) == (not self.columns):
            raise ValueError(f"column {self.label!r} needs either an id or columns of its own")
        if self.id is not None and (self.kind is None or self.unit is None):
            raise ValueError(f"column {self.label!r} needs a kind and a unit")
        return self


class BlockSpec(_Strict):
    columns: tuple[ColumnSpec, ...]
    rows: tuple[RowSpec, ...] = ()
    heading: str | None = None
    corner: str | None = None


class TableSpec(_Strict):
    id: str
    section: str
    citation: str
    en: str
    blocks: tuple[BlockSpec, ...]


class RangeSpec(_Strict):
    first: str
    last: str


class IdentitySpec(_Strict):
    name: str
    table: str
    each: Literal["row", "column"]
    left: tuple[str, ...] | RangeSpec
    right: tuple[str, ...] | RangeSpec
    citation: str


class ChainSpec(_Strict):
    """What a report prints follows from the report of the year before."""

    name: str
    table: str
    each: Literal["row", "column"]
    left: tuple[str, ...]
    right: tuple[str, ...] = ()
    before: tuple[str, ...]
    citation: str
    soft: bool = False


class EditionSpec(_Strict):
    id: str
    document: str
    name: NameSpec
    years: YearsSpec
    citations: dict[str, CitationSpec]
    sections: tuple[SectionSpec, ...]
    tables: tuple[TableSpec, ...]
    identities: tuple[IdentitySpec, ...]
    chains: tuple[ChainSpec, ...] = ()
    watched: tuple[str, ...] = ()


class MoneyUnitSpec(_Strict):
    label: str
    factor: str = Field(pattern=r"^\d+(\.\d+)?$")


class VocabularySpec(_Strict):
    report_titles: tuple[str, ...]
    nil_marks: tuple[str, ...]
    zero_words: tuple[str, ...]
    count_suffixes: tuple[str, ...]
    decrease_words: tuple[str, ...]
    increase_words: tuple[str, ...]
    money_units: tuple[MoneyUnitSpec, ...]
    traditional_words: dict[str, str]
    aliases: dict[str, tuple[str, ...]]
    organ_suffixes: tuple[str, ...]
