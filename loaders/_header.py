"""The order of a table's columns, as its printed header tells it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from gongkai.loaders._document import Locator
from gongkai.loaders._keys import folded, key_of, simplified
from gongkai.loaders._likeness import slips_apart
from gongkai.loaders._segments import Segment
from gongkai.loaders._units import printed_unit
from gongkai.loaders._words import Kind

_Row = tuple[int | str | None, ...]


class HeaderCell(NamedTuple):
    """A printed column label: its key, the row it stands in and its column (of a grid, else None).

    `place` is its column in any table, `span` how many it stands over.
    """

    key: str
    row: _Row | None
    column: int | None
    place: int = 0
    span: int = 1


class Named(NamedTuple):
    """What a header says that prints other columns than the form's.

    `columns`: column of the table → index of the form's column. `others` are columns under other labels.
    `lost` is true where a column of the form has no label; `whole` is false where that, or two labels for one
    column, makes it impossible to follow.
    """

    columns: Mapping[int, int]
    others: frozenset[int]
    lost: bool
    whole: bool

    def places(self, segment: Segment) -> list[tuple[int, int]] | None:
        """Index of the form's column and place among the segment's words, for each figure under a label.

        None where a cell stands under no label, or a label over no cell: then one was lost or doubled, and
        the others may have moved.
        """
        printed = set(segment.columns)
        others = {column for column in self.others if column > segment.start}
        if not printed.issuperset(self.columns) or printed - others - self.columns.keys():
            return None
        if others and not others & printed:
            # The cell of another column may have moved among the figures.
            return None
        return [
            (self.columns[column], place)
            for place, column in enumerate(segment.columns)
            if column in self.columns
        ]


_SHORT_TEXT: Final = 4
_ROWS: Final = frozenset({"grid", "ragged", "closed", "heads"})
"""Sources whose labels are known to stand in one row."""


class Header:
    """The column labels printed above a run of rows."""

    def __init__(self) -> None:
        self._cells: list[HeaderCell] = []
        self._rows: set[_Row] = set()
        self._groups: set[str] = set()
        self._texts: list[HeaderCell] = []
        self._units: dict[str, str] = {}

    def add(self, segment: Segment, key: str) -> None:
        """Adds the label of a segment that prints no figures."""
        column = segment.start if segment.source == "grid" else None
        row = tuple(segment.locator) if segment.source in _ROWS else None
        span = (segment.columns[0] if segment.columns else segment.start + 1) - segment.start
        self._cells.append(HeaderCell(key, row, column, segment.start, max(span, 1)))
        self._units[key] = "" if segment.label is None else printed_unit(segment.label.text)
        if row is not None:
            self._rows.add(row)

    def unit(self, column: str, ids: Mapping[str, str]) -> str:
        """The unit of money printed in the label of a column, as `printed_unit` gives it."""
        return next((unit for key, unit in self._units.items() if ids.get(key) == column), "")

    def add_group(self, key: str) -> None:
        """Adds the label of a group of columns."""
        self._groups.add(key)

    def add_texts(self, segment: Segment) -> None:
        """Adds the texts that stand among the labels of a table and are none of the form's."""
        row = tuple(segment.locator)
        if not segment.columns:
            # In running text only a single short word is likelier another label than a sentence.
            self._texts += [
                HeaderCell(word.text, row, None) for word in segment.words[:1] if word.size <= _SHORT_TEXT
            ]
            return
        column = segment.source == "grid"
        self._texts += [
            HeaderCell(key, row, place if column else None, place, span)
            for word, place, span in zip(segment.words, segment.columns, segment.colspans, strict=True)
            if word.kind is Kind.TEXT and (key := key_of(simplified(folded(word.text))))
        ]

    def is_whole(self, groups: Sequence[frozenset[str]]) -> bool:
        """Whether it may be followed where it differs from the form.

        One row of labels may. Of several rows, which labels stand over which column depends on every cell:
        none of the form's `groups` of columns, each the keys of its label, may be lost.
        """
        return len(self._rows) == 1 or all(not keys.isdisjoint(self._groups) for keys in groups)

    def is_above(self, row: Locator) -> bool:
        """Whether one of its labels stands in the row above that row, of the same table."""
        return row._replace(row=(row.row or 0) - 1)[1:3] in {each[1:3] for each in self._rows}

    def names(self, ids: Mapping[str, str]) -> bool:
        """Whether one of its labels is a column's of the table with these `ids`."""
        return any(cell.key in ids for cell in self._cells)

    def stands_in(self, row: Locator) -> bool:
        """Whether one of its labels stands in that row."""
        return row in self._rows

    def agrees(self, columns: Sequence[str], ids: Mapping[str, str]) -> bool:
        """Whether it says nothing but the form's own order; arguments as for `order`."""
        printed = self._printed(columns, ids)
        by_column = _by_column(printed)
        from_left = [by_column[column] for column in sorted(by_column)]
        return from_left == sorted(from_left) and not _contradicts(printed)

    def order(
        self, columns: Sequence[str], ids: Mapping[str, str], figures: Sequence[int], row: Locator
    ) -> list[int] | None:
        """Which of the form's `columns` each printed figure belongs to.

        Args:
            columns: the column ids of the form, in its order.
            ids: key of a printed label → column id, for the table in question.
            figures: the grid columns in which a row prints its figures; empty where there is no grid.
            row: where the figures stand; labels in that very row say nothing about the order, since
                then the document's rows are not the table's.

        Returns:
            For each printed figure the index in `columns`; the form's own order where the header does
            not say otherwise; None where it contradicts the form's order and cannot be followed.
        """
        printed = self._printed(columns, ids)
        by_column = _by_column(printed)
        if len(printed) == len(columns) == len(set(by_column.values())) and sorted(by_column) == list(
            figures
        ):
            return [by_column[column] for column in figures]
        if _contradicts([(cell, index) for cell, index in printed if cell.row != tuple(row)]):
            return None
        return list(range(len(columns)))

    def named(
        self, columns: Sequence[str], ids: Mapping[str, str], labels: frozenset[str], table: int | None
    ) -> Named | None:
        """What it says where it prints other columns than the form's; None where it does not.

        `labels` are keys of labels that are no column's; `table` is the number of the grid in which the
        figures stand, None for running text; the rest is as for `order`.
        """
        printed = self._printed(columns, ids)
        if not printed:
            return None
        broken = self._broken_labels(printed, columns, ids)
        unlike = [text for text in self._texts if not any(text.key in label for label in (*broken, *labels))]
        lacking = {column for index, column in enumerate(columns) if index not in {i for _, i in printed}}
        others = []
        for text in unlike:
            column = _meant(text.key, {key: ids[key] for key in ids if ids[key] in lacking})
            if column is not None:
                printed.append((text, list(columns).index(column)))
            elif _meant(text.key, {label: label for label in labels}) is None and not _over(text, printed):
                others.append(text)
        twice = _twice(printed)
        named = {columns[index] for _, index in printed} | {ids[label] for label in broken}
        own = any(cell.row is not None and cell.row[1] == table for cell, _ in printed)
        lost = table is not None and own and not named.issuperset(columns)
        if not others and not twice and not lost:
            return None
        one_row = len({cell.row for cell in [*others, *(cell for cell, _ in printed)]}) == 1
        if not one_row and any(cell.column is None for cell, _ in printed):
            # Fields of different rows of text do not stand under each other.
            return Named({}, frozenset(), lost=lost, whole=False)
        return Named(
            {cell.place: index for cell, index in printed},
            frozenset(place for text in others for place in range(text.place, text.place + text.span)),
            lost=lost,
            whole=not twice and (not others or len(printed) == len(columns)),
        )

    def _broken_labels(
        self, printed: Sequence[tuple[HeaderCell, int]], columns: Sequence[str], ids: Mapping[str, str]
    ) -> list[str]:
        """The labels of columns whose letters stand in several cells; a part may be a label by itself."""
        letters = set("".join(text.key for text in self._texts))
        seen: dict[str, set[str]] = defaultdict(set)
        for cell, index in printed:
            seen[columns[index]].add(cell.key)
        return [
            label
            for label, column in ids.items()
            if column in columns
            and all(part != label and part in label for part in seen[column])
            and letters.union(*seen[column]).issuperset(label)
        ]

    def _printed(self, columns: Sequence[str], ids: Mapping[str, str]) -> list[tuple[HeaderCell, int]]:
        """The labels that stand for one of `columns`, with its index there."""
        place = {column: index for index, column in enumerate(columns)}
        return [(cell, place[ids[cell.key]]) for cell in self._cells if ids.get(cell.key) in place]


def _by_column(printed: Iterable[tuple[HeaderCell, int]]) -> dict[int, int]:
    return {cell.column: index for cell, index in printed if cell.column is not None}


def _contradicts(printed: Iterable[tuple[HeaderCell, int]]) -> bool:
    """Whether labels that are known to stand in one row do so in another order than the form's."""
    rows: dict[_Row, list[int]] = defaultdict(list)
    for cell, index in printed:
        if cell.row is not None:
            rows[cell.row].append(index)
    return any(left > right for row in rows.values() for left, right in pairwise(row))


def _twice(printed: Iterable[tuple[HeaderCell, int]]) -> bool:
    """Whether a column is named in two places of one row, or over two columns."""
    named: dict[int, set[tuple[_Row | None, int]]] = defaultdict(set)
    for cell, index in printed:
        if cell.row is not None:
            named[index].add((None if cell.column is not None else cell.row, cell.place))
    return any(max(Counter(row for row, _ in places).values()) > 1 for places in named.values())


def _over(text: HeaderCell, printed: Iterable[tuple[HeaderCell, int]]) -> bool:
    """Whether a text stands over or under the label of a column of the form: it heads a group of them."""
    under = range(text.place, text.place + text.span)
    return text.column is not None and any(
        cell.place in under and cell.row != text.row for cell, _ in printed
    )


def _meant(key: str, labels: Mapping[str, str]) -> str | None:
    """What a text stands for that is one of `labels` but for a slip."""
    near = {meant for label, meant in labels.items() if slips_apart(key, label)}
    return near.pop() if len(near) == 1 else None
