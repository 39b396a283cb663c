"""Which of the places that name a row print its figures: a table, not the prose about it."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Final, NamedTuple

from gongkai.loaders._header import Header
from gongkai.loaders._lexicon import RowRef
from gongkai.loaders._run_rows import is_whole_run
from gongkai.loaders._segments import Segment
from gongkai.loaders._words import only_values

_GRIDS: Final = frozenset({"grid", "ragged", "closed"})


class Placed(NamedTuple):
    """A segment that names a row, the header above it, and the section in which it stands."""

    ref: RowRef
    segment: Segment
    header: Header
    section: str | None

    @property
    def in_grid(self) -> bool:
        return self.segment.source in _GRIDS


def printed_rows(
    placed: Sequence[Placed], own: str, seen: Container[str], with_tables: Container[str]
) -> list[Placed]:
    """Those that print the figures of one table's rows.

    Args:
        placed: all that name one of its rows.
        own: the section that the form puts the table in.
        seen: the sections whose titles are printed.
        with_tables: the sections that the form puts tables in.
    """
    return _in_own_section(_without_prose(placed), own, seen, with_tables)


def _without_prose(placed: Sequence[Placed]) -> list[Placed]:
    """Rows of running text give way to rows of a table: prose may begin with a label too.

    Where the rows are run together, prose in the same text may name a row too, before other words.
    """
    in_grid = {item.ref.row for item in placed if item.in_grid}
    as_runs = {item.ref.row for item in placed if is_whole_run(item.ref.cells, item.segment)}
    return [
        item
        for item in placed
        if item.in_grid
        or (item.ref.row not in in_grid and (item.ref.row not in as_runs or _prints_row(item)))
    ]


def _prints_row(item: Placed) -> bool:
    words = item.segment.words
    whole = only_values(words) and len(words) == len(item.ref.cells)
    return whole or is_whole_run(item.ref.cells, item.segment)


def _in_own_section(
    placed: Sequence[Placed], own: str, seen: Container[str], with_tables: Container[str]
) -> list[Placed]:
    """Rows in the table's own section before what only resembles them elsewhere.

    Running text of another section, which is none for tables, names rows only to tell about them.
    """
    here = {item.ref.row for item in placed if item.section == own}
    return [
        item
        for item in placed
        if item.section in (None, own)
        or _is_whole_row(item)
        or (item.ref.row not in here and (item.in_grid or item.section in with_tables or own not in seen))
    ]


def _is_whole_row(item: Placed) -> bool:
    """Whether it prints the row as the form does: then two prints stand against each other."""
    columns = len(item.ref.cells)
    return columns > 1 and (len(item.segment.words) == columns or is_whole_run(item.ref.cells, item.segment))
