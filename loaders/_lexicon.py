"""Which row, column or section of the form each label may stand for, edition by edition."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from gongkai import forms
from gongkai.loaders._keys import folded, key_of, keys_of, numbering


@dataclass(frozen=True, slots=True)
class RowRef:
    """A row that a label may stand for: table and row id, its cells and their columns' ids in order."""

    table: str
    row: str
    cells: tuple[forms.Cell, ...]
    columns: tuple[str, ...]
    ordinal: str | None


@dataclass(frozen=True)
class Lexicon:
    """The labels of one edition.

    `rows`: key → the rows it may mean; `sure_rows`: key → the one row that is all it may mean.
    `headers`: keys printed as column, group, heading or corner. `columns`: table id → key → column id,
    `column_keys` all of these keys. `column_groups`: table id → the groups that some of its columns stand
    in and others do not, each as the keys of its label; `group_keys` all of these keys.
    `above`: keys of all that the form prints above figures and row labels.
    `header_rows`: for each table whose rows are printed as column headers, key → row id.
    `only_in`: key → the one table that prints it, for those tables.
    """

    edition: forms.Edition
    rows: dict[str, tuple[RowRef, ...]]
    sure_rows: dict[str, RowRef]
    headers: frozenset[str]
    columns: dict[str, dict[str, str]]
    column_keys: frozenset[str]
    column_groups: dict[str, tuple[frozenset[str], ...]]
    group_keys: frozenset[str]
    above: frozenset[str]
    header_rows: dict[str, dict[str, str]]
    only_in: dict[str, str]


@cache
def lexicon(edition_id: str) -> Lexicon:
    """The lexicon of one edition, compiled from the form."""
    edition = forms.edition(edition_id)
    rows: dict[str, list[RowRef]] = defaultdict(list)
    headers: set[str] = set()
    columns: dict[str, dict[str, str]] = defaultdict(dict)
    header_rows: dict[str, dict[str, str]] = defaultdict(dict)
    printed_in: dict[str, set[str]] = defaultdict(set)
    for table in edition.tables:
        for block in table.blocks:
            headers.update(key for text in (block.heading, block.corner) if text for key in keys_of(text))
            for column in block.columns:
                for key in keys_of(column.label):
                    columns[table.id].setdefault(key, column.id)
                    headers.add(key)
                    printed_in[key].add(table.id)
                headers.update(key for group in column.groups for key in keys_of(group))
            for row in block.rows:
                group_keys = {key for group in row.groups for key in keys_of(group)}
                headers |= group_keys
                if row.from_header:
                    row_keys = set(keys_of(row.label))
                    headers |= row_keys
                    header_rows[table.id].update(dict.fromkeys(row_keys, row.id))
                    for key in group_keys | row_keys:
                        printed_in[key].add(table.id)
                    continue
                ordinal, _ = numbering(folded(row.label))
                cells = table.row_cells(row.id)
                ref = RowRef(table.id, row.id, cells, tuple(cell.column.id for cell in cells), ordinal)
                for key in keys_of(row.label):
                    rows[key].append(ref)
                    printed_in[key].add(table.id)
    groups = {table.id: _column_groups(table) for table in edition.tables}
    return Lexicon(
        edition=edition,
        rows={key: tuple(refs) for key, refs in rows.items()},
        sure_rows={
            key: refs[0]
            for key, refs in rows.items()
            if len(refs) == 1 and key not in headers and key not in section_keys()
        },
        headers=frozenset(headers),
        columns=dict(columns),
        column_keys=frozenset(key for keys in columns.values() for key in keys),
        column_groups=groups,
        group_keys=frozenset(key for labels in groups.values() for keys in labels for key in keys),
        above=frozenset(
            key
            for table in edition.tables
            for block in table.blocks
            for label in (
                block.heading or "",
                block.corner or "",
                *(text for column in block.columns for text in (*column.groups, column.label)),
            )
            for key in keys_of(label)
        ),
        header_rows=dict(header_rows),
        only_in={
            key: next(iter(tables))
            for key, tables in printed_in.items()
            if len(tables) == 1 and tables <= header_rows.keys()
        },
    )


def _column_groups(table: forms.Table) -> tuple[frozenset[str], ...]:
    labels: dict[str, None] = {}
    for block in table.blocks:
        for group in (group for column in block.columns for group in column.groups):
            if any(group not in column.groups for column in block.columns):
                labels[group] = None
    return tuple(frozenset(keys_of(label)) for label in labels)


@cache
def column_keys() -> frozenset[str]:
    """Keys of the columns of every edition."""
    return frozenset().union(*(lexicon(edition.id).column_keys for edition in forms.editions()))


@cache
def row_widths() -> dict[str, frozenset[int]]:
    """Keys of rows → how many columns the row has, in whichever edition."""
    widths: dict[str, set[int]] = defaultdict(set)
    for edition in forms.editions():
        for key, refs in lexicon(edition.id).rows.items():
            widths[key].update(len(ref.cells) for ref in refs)
    return {key: frozenset(found) for key, found in widths.items()}


@cache
def edition_marks() -> dict[str, str]:
    """Keys of labels and aliases that only one edition has → that edition's id."""
    seen: dict[str, set[str]] = defaultdict(set)
    for edition in forms.editions():
        for label in edition.labels():
            for key in keys_of(label):
                seen[key].add(edition.id)
    return {key: next(iter(ids)) for key, ids in seen.items() if len(ids) == 1}


@cache
def edition_rows() -> dict[str, str]:
    """Keys that are a row with figures in one edition only, a heading without any in another."""
    rows: dict[str, set[str]] = defaultdict(set)
    for edition in forms.editions():
        for key in lexicon(edition.id).rows:
            rows[key].add(edition.id)
    headings = {key for edition in forms.editions() for key in lexicon(edition.id).headers}
    return {key: next(iter(ids)) for key, ids in rows.items() if len(ids) == 1 and key in headings}


class SectionKey(NamedTuple):
    section: str
    needs_ordinal: bool


@cache
def section_keys() -> dict[str, SectionKey]:
    """Keys of section titles; a variant counts only with its ordinal in front (一、概述)."""
    found: dict[str, SectionKey] = {}
    for edition in forms.editions():
        for section in edition.sections:
            found[key_of(section.title)] = SectionKey(section.id, needs_ordinal=False)
    for edition in forms.editions():
        for section in edition.sections:
            for variant in section.variants:
                found.setdefault(key_of(variant), SectionKey(section.id, needs_ordinal=True))
    return found
