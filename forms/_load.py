"""Reads the YAML of this folder and compiles it, refusing an edition that contradicts itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import yaml
from pydantic import ValidationError

from gongkai.forms._model import (
    Block,
    Cell,
    Chain,
    Citation,
    Column,
    Edition,
    FormError,
    Identity,
    Row,
    Section,
    Table,
    Vocabulary,
)
from gongkai.forms._schema import (
    BlockSpec,
    ChainSpec,
    ColumnSpec,
    EditionSpec,
    IdentitySpec,
    RangeSpec,
    RowSpec,
    TableSpec,
    VocabularySpec,
)
from gongkai.forms._submissions import submissions

_FOLDER = files("gongkai.forms")
_NUMBERING = re.compile(r"^(?:([一二三四五六七八九十]+)、|(（[一二三四五六七八九十]+）)|(\d+)[.．、])")


def strip_numbering(label: str) -> str:
    """A printed label without its 一、/（一）/1. prefix: the key under which aliases are listed."""
    return _NUMBERING.sub("", label, count=1)


@cache
def editions() -> tuple[Edition, ...]:
    """All editions of the form, oldest first."""
    found = [_read_edition(path) for path in _FOLDER.iterdir() if path.name.startswith("edition_")]
    return tuple(sorted(found, key=lambda edition: edition.first_year))


@cache
def edition(edition_id: str) -> Edition:
    """The edition of that id, or the list of submissions, which stands in the place of one.

    Raises:
        KeyError: there is none; the message lists the known ones.
    """
    for candidate in (*editions(), submissions().form):
        if candidate.id == edition_id:
            return candidate
    known = "、".join(candidate.id for candidate in editions())
    raise KeyError(f"没有版本 {edition_id!r}，已知版本：{known}")


def edition_for_year(year: int) -> Edition | None:
    """The edition prescribed for reports on `year`; None before the first one."""
    return next((candidate for candidate in editions() if candidate.covers(year)), None)


@cache
def vocabulary() -> Vocabulary:
    """The words that all editions share."""
    path = _FOLDER / "vocabulary.yaml"
    try:
        spec = VocabularySpec.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except ValidationError as error:
        raise FormError(f"{path.name}: {error}") from error
    return Vocabulary(
        report_titles=spec.report_titles,
        nil_marks=frozenset(spec.nil_marks),
        zero_words=frozenset(spec.zero_words),
        count_suffixes=spec.count_suffixes,
        decrease_words=spec.decrease_words,
        increase_words=spec.increase_words,
        money_units={unit.label: Decimal(unit.factor) for unit in spec.money_units},
        traditional_words=spec.traditional_words,
        aliases=spec.aliases,
        organ_suffixes=spec.organ_suffixes,
    )


def _read_edition(path: Traversable) -> Edition:
    return compile_edition(path.read_text("utf-8"), source=path.name)


def compile_edition(text: str, source: str) -> Edition:
    """Compiles one edition's YAML.

    Raises:
        FormError: the YAML has another shape, or an identity, section or citation that it names
            does not exist; the message names `source` and the entry.
    """
    try:
        spec = EditionSpec.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise FormError(f"{source}: {error}") from error
    tables = tuple(_table(table, source) for table in spec.tables)
    compiled = Edition(
        id=spec.id,
        document=spec.document,
        name=spec.name.zh,
        en=spec.name.en,
        first_year=spec.years.first,
        last_year=spec.years.last,
        citations={
            key: Citation(id=key, text=value.text, standing=value.standing)
            for key, value in spec.citations.items()
        },
        sections=tuple(
            Section(section.id, section.ordinal, section.title, section.en, section.variants)
            for section in spec.sections
        ),
        tables=tables,
        identities=tuple(
            identity for entry in spec.identities for identity in _identities(entry, tables, source)
        ),
        chains=tuple(chain for entry in spec.chains for chain in _chains(entry, tables, source)),
        watched=spec.watched,
    )
    _check_references(compiled, source)
    return compiled


def _table(spec: TableSpec, source: str) -> Table:
    blocks = tuple(_block(block) for block in spec.blocks)
    cells: dict[str, Cell] = {}
    for block_spec, block in zip(spec.blocks, blocks, strict=True):
        pairs: Iterable[tuple[Row, Column]]
        if block_spec.rows:
            pairs = ((row, column) for row in block.rows for column in block.columns)
        else:
            pairs = _header_cells(block_spec.columns, ())
        for row, column in pairs:
            cell_id = f"{spec.id}.{row.id}.{column.id}"
            if cell_id in cells:
                raise FormError(f"{source}: cell {cell_id} is written twice; give one another id")
            cells[cell_id] = Cell(cell_id, spec.id, row, column)
    return Table(spec.id, spec.section, spec.citation, spec.en, blocks, tuple(cells.values()))


def _block(spec: BlockSpec) -> Block:
    if spec.rows:
        rows = tuple(_rows(spec.rows, ()))
        columns = tuple(_columns(spec.columns, ()))
    else:
        header = tuple(_header_cells(spec.columns, ()))
        rows = tuple({row.id: row for row, _ in header}.values())
        columns = tuple({column.id: column for _, column in header}.values())
    return Block(spec.heading, spec.corner, rows, columns)


def _rows(specs: Iterable[RowSpec], groups: tuple[str, ...]) -> Iterator[Row]:
    for spec in specs:
        if spec.id is None:
            yield from _rows(spec.rows, (*groups, spec.label))
        else:
            short = spec.short or "".join(_ordinal(group) for group in groups) + spec.label
            yield Row(spec.id, spec.label, short, spec.en, groups)


def _columns(specs: Iterable[ColumnSpec], groups: tuple[str, ...]) -> Iterator[Column]:
    for spec in specs:
        if spec.id is None:
            yield from _columns(spec.columns, (*groups, spec.label))
        else:
            yield _column(spec, groups)


def _header_cells(
    specs: Iterable[ColumnSpec], groups: tuple[str, ...], row: Row | None = None
) -> Iterator[tuple[Row, Column]]:
    """The cells of a table whose rows are printed as column headers."""
    for spec in specs:
        if spec.id is None:
            inner = row
            if spec.row is not None:
                inner = Row(spec.row, spec.label, spec.label, spec.en, groups, from_header=True)
            yield from _header_cells(spec.columns, (*groups, spec.label), inner)
        elif row is None:
            raise FormError(f"column {spec.label!r} stands under no row; give a header above it `row:`")
        else:
            yield row, _column(spec, ())


def _column(spec: ColumnSpec, groups: tuple[str, ...]) -> Column:
    # The schema has refused a leaf without id, kind or unit.
    if spec.id is None or spec.kind is None or spec.unit is None:
        raise FormError(f"column {spec.label!r} is incomplete")
    return Column(spec.id, spec.label, spec.en, spec.kind, spec.unit, groups)


def _ordinal(label: str) -> str:
    match = _NUMBERING.match(label)
    return "" if match is None else next(part for part in match.groups() if part)


def _identities(spec: IdentitySpec, tables: tuple[Table, ...], source: str) -> Iterator[Identity]:
    where = f"{source}: identity {spec.name} of table {spec.table}"
    table = next((table for table in tables if table.id == spec.table), None)
    if table is None:
        raise FormError(f"{where}: there is no such table")
    row_ids = [row.id for row in table.rows]
    column_ids = list(dict.fromkeys(cell.column.id for cell in table.cells))
    subjects, terms = (row_ids, column_ids) if spec.each == "row" else (column_ids, row_ids)
    left = _expand(spec.left, terms, where)
    right = _expand(spec.right, terms, where)
    if overlap := set(left) & set(right):
        raise FormError(f"{where}: {sorted(overlap)} stand on both sides")
    known = {cell.id for cell in table.cells}
    for subject in subjects:
        sides = tuple(
            tuple(
                f"{table.id}.{subject}.{term}" if spec.each == "row" else f"{table.id}.{term}.{subject}"
                for term in side
            )
            for side in (left, right)
        )
        for cell_id in sides[0] + sides[1]:
            if cell_id not in known:
                raise FormError(f"{where}: cell {cell_id} does not exist in this edition")
        rule = f"{table.id}.{subject}.{spec.name}"
        if spec.each == "column":
            rule = f"{table.id}.{spec.name}.{subject}"
        yield Identity(rule, spec.name, table.id, spec.each, subject, sides[0], sides[1], spec.citation)


def _chains(spec: ChainSpec, tables: tuple[Table, ...], source: str) -> Iterator[Chain]:
    """One for each row (or column) that has all cells that it speaks of."""
    where = f"{source}: chain {spec.name} of table {spec.table}"
    table = next((table for table in tables if table.id == spec.table), None)
    if table is None:
        raise FormError(f"{where}: there is no such table")
    known = {cell.id for cell in table.cells}
    row_ids = [row.id for row in table.rows]
    column_ids = list(dict.fromkeys(cell.column.id for cell in table.cells))
    found = False
    for subject in row_ids if spec.each == "row" else column_ids:
        left, right, before = (
            tuple(
                f"{table.id}.{subject}.{term}" if spec.each == "row" else f"{table.id}.{term}.{subject}"
                for term in side
            )
            for side in (spec.left, spec.right, spec.before)
        )
        if known.issuperset((*left, *right, *before)):
            found = True
            name = f"{subject}.{spec.name}" if spec.each == "row" else f"{spec.name}.{subject}"
            yield Chain(
                f"{table.id}.{name}",
                spec.name,
                table.id,
                spec.each,
                subject,
                left,
                right,
                before,
                spec.citation,
                spec.soft,
            )
    if not found:
        raise FormError(f"{where}: no {spec.each} of the table has all cells that it names")


def _expand(side: tuple[str, ...] | RangeSpec, terms: list[str], where: str) -> tuple[str, ...]:
    named: tuple[str, ...] = (side.first, side.last) if isinstance(side, RangeSpec) else side
    for name in named:
        if name not in terms:
            raise FormError(f"{where}: {name} does not exist in this table; known: {', '.join(terms)}")
    if isinstance(side, RangeSpec):
        span = terms[terms.index(side.first) : terms.index(side.last) + 1]
        if not span:
            raise FormError(f"{where}: {side.last} is printed before {side.first}")
        return tuple(span)
    return side


def _check_references(compiled: Edition, source: str) -> None:
    section_ids = {section.id for section in compiled.sections}
    cited: list[tuple[str, str]] = []
    for table in compiled.tables:
        cited.append((f"table {table.id}", table.citation))
        if table.section not in section_ids:
            raise FormError(f"{source}: table {table.id} names section {table.section}, which does not exist")
    cited += [(f"identity {identity.id}", identity.citation) for identity in compiled.identities]
    cited += [(f"chain {chain.id}", chain.citation) for chain in compiled.chains]
    for cell_id in compiled.watched:
        if cell_id not in compiled.cells:
            raise FormError(f"{source}: {cell_id} is watched, but this edition has no such cell")
    for who, citation in cited:
        if citation not in compiled.citations:
            raise FormError(f"{source}: {who} cites {citation}, which does not exist")
