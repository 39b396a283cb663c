"""What was made of one document's tables, kept for the next that is laid out alike.

Organs of one place print their reports from one template: label for label, span for span, only figures and
prose differ. What a figure is never tells which cell it stands in, so the rows found in the first such
document hold for all of them, and only the figures are read anew. A layout is known by everything but
the figures; where a document differs in anything else, it is recognised from the beginning.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from operator import add
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.loaders._align import Aligned
from gongkai.loaders._cells import CellWriter, Step
from gongkai.loaders._document import Document, Locator
from gongkai.loaders._lexicon import lexicon, section_keys
from gongkai.loaders._report import Note, ReadCell
from gongkai.loaders._segments import Item, Rows, Segment, Table, classify, rows_of
from gongkai.loaders._tables import TableReader, vote_edition
from gongkai.loaders._words import Word

_MOST_LAYOUTS: Final = 512
_MOST_WORDS: Final = 5000
"""Documents with more words in tables are no reports of usual size, and are not kept."""

Piece = Item | Table
_new = tuple.__new__


@dataclass(slots=True)
class _Plan:
    """What is known of a layout. `rows`: of each table the runs of rows that are figures and plain labels.

    `cells`: edition id → how its cells are written; absent until a document was read in that edition.
    """

    vote: str | None
    rows: tuple[tuple[_Run, ...], ...]
    cells: dict[str, _CellPlan | None] = field(default_factory=dict)


class _Run(NamedTuple):
    """Rows `first` up to `stop`; `plain` where nothing in them is prose or the title of a section."""

    first: int
    stop: int
    plain: bool


@dataclass(frozen=True, slots=True)
class _CellPlan:
    """How the cells of one edition are written: `steps` in order, and `notes` that every such document gets.

    Where every row is whole and no cell is written twice, the cell `order[i]` is the word `picks[i]` of the
    document's tables, and stands at `places[i][0]`; else these are empty.
    """

    steps: tuple[Step, ...]
    notes: tuple[Note, ...]
    order: tuple[forms.Cell, ...] = ()
    picks: tuple[int, ...] = ()
    places: tuple[tuple[Locator], ...] = ()
    ids: tuple[str, ...] = ()


_known: dict[Hashable, _Plan] = {}


class Examined:
    """A document whose words are classified.

    `items` are its items in printed order; rows that hold nothing but a table may stand there as `Rows`.
    `vote` is the edition that its tables tell, None where they do not.
    """

    def __init__(self, document: Document) -> None:
        pieces = classify(document)
        self._tables = [piece for piece in pieces if isinstance(piece, Table)]
        self._words = list(chain.from_iterable(chain.from_iterable(table.rows for table in self._tables)))
        shape = _shape(pieces, self._words) if len(self._words) <= _MOST_WORDS else None
        plan = None if shape is None else _known.get(shape)
        self._all: list[Item] | None = None
        self._pieces = pieces
        if plan is None:
            expanded = [rows_of(table) for table in self._tables]
            self.items = self._all = _join(pieces, expanded)
            plan = _Plan(vote_edition(self.items), tuple([_runs(table) for table in self._tables]))
            if shape is not None:
                _keep(shape, plan)
        else:
            self.items = _join(pieces, [_rows(*both) for both in zip(self._tables, plan.rows, strict=True)])
        self._plan = plan
        self.vote = plan.vote

    def read(self, edition: str) -> tuple[Mapping[str, ReadCell], list[Note]]:
        """Every cell of the edition, in the form's order, and what a person should know about them."""
        plan = self._plan.cells.get(edition)
        if plan is not None:
            return self._replay(plan, edition)
        if self._all is None:
            self._all = _join(self._pieces, [rows_of(table) for table in self._tables])
        reader = TableReader(lexicon(edition))
        cells = reader.read(self._all)
        self._plan.cells[edition] = _cell_plan(*reader.steps())
        return cells, reader.notes

    def _replay(self, plan: _CellPlan, edition: str) -> tuple[Mapping[str, ReadCell], list[Note]]:
        words = self._words
        form = lexicon(edition).edition
        writer = CellWriter(form)
        if plan.picks:
            readings = [words[index].reading for index in plan.picks]
            if None in readings:
                read = [
                    writer.read(cell, words[pick], place[0])
                    if reading is None
                    else _new(ReadCell, reading + place)
                    for cell, pick, place, reading in zip(
                        plan.order, plan.picks, plan.places, readings, strict=True
                    )
                ]
            else:
                read = list(map(_new, repeat(ReadCell), map(add, readings, plan.places)))
            writer.cells.update(zip(plan.ids, read, strict=True))
            return writer.cells, [*plan.notes, *writer.notes]
        for row, segment, aligned, failure, unit in plan.steps:
            own = segment._replace(words=tuple(words[segment.at : segment.at + len(segment.words)]))
            if aligned is None:
                writer.fill_unread(row, own, failure or "")
            else:
                start = aligned.start
                found = own.words[start : start + len(aligned.words)]
                writer.fill(row, own, Aligned(found + aligned.words[len(found) :], start), unit)
        return writer.cells, [*plan.notes, *writer.notes]


def _keep(shape: Hashable, plan: _Plan) -> None:
    if len(_known) >= _MOST_LAYOUTS:
        _known.clear()
    _known[shape] = plan


def _shape(pieces: Sequence[Piece], words: Sequence[Word]) -> Hashable:
    """Everything that recognising the tables depends on; None where figures stand outside the tables."""
    parts: list[Hashable] = []
    for piece in pieces:
        if isinstance(piece, Table):
            grid = piece.grid
            parts.append((grid.locator, grid.ragged, grid.closed))
            parts += [row[1:] for row in grid.rows]
        elif isinstance(piece, Segment):
            if piece.words:
                return None
            parts.append((piece.label and piece.label.shape, piece.source, piece.locator))
    # How many of the words stand in each row is how many columns it has.
    return tuple(parts), tuple([word.shape for word in words])


def _join(pieces: Sequence[Piece], tables: Sequence[list[Item]]) -> list[Item]:
    """The pieces, with what each table gives in its place."""
    given = iter(tables)
    items: list[Item] = []
    for piece in pieces:
        if isinstance(piece, Table):
            items += next(given)
        else:
            items.append(piece)
    return items


def _runs(table: Table) -> tuple[_Run, ...]:
    runs: list[_Run] = []
    for number in range(len(table.rows)):
        plain = all(map(_is_plain, rows_of(table, number, number + 1)))
        if runs and runs[-1].plain == plain:
            runs[-1] = runs[-1]._replace(stop=number + 1)
        else:
            runs.append(_Run(number, number + 1, plain))
    return tuple(runs)


def _is_plain(item: Item) -> bool:
    return isinstance(item, Segment) and (item.label is None or item.label.key not in section_keys())


def _rows(table: Table, runs: tuple[_Run, ...]) -> list[Item]:
    items: list[Item] = []
    for first, stop, plain in runs:
        if plain:
            items.append(Rows(sum([word.size for row in table.rows[first:stop] for word in row])))
        else:
            items += rows_of(table, first, stop)
    return items


def _cell_plan(steps: Sequence[Step], notes: Sequence[Note]) -> _CellPlan | None:
    """None where the words that were written cannot be told from their places."""
    if not all(map(_follows_places, steps)):
        return None
    order: list[forms.Cell] = []
    picks: list[int] = []
    places: list[Locator] = []
    for row, segment, aligned, _, unit in steps:
        if aligned is None or unit or None in aligned.words or segment.source == "ragged":
            # Rows cut by a delimiter may have lost one: how their figures are printed matters.
            return _CellPlan(tuple(steps), tuple(notes))
        first = segment.at + aligned.start
        order += row
        picks += range(first, first + len(row))
        places += segment.places()[aligned.start :][: len(row)]
    if len({cell.id for cell in order}) != len(order):
        return _CellPlan(tuple(steps), tuple(notes))
    ids = tuple([cell.id for cell in order])
    stands = tuple([(place,) for place in places])
    return _CellPlan(tuple(steps), tuple(notes), tuple(order), tuple(picks), stands, ids)


def _follows_places(step: Step) -> bool:
    """Whether the words of a step are its segment's, in their order, and stand in a table."""
    segment, aligned = step.segment, step.aligned
    if segment.words and segment.at < 0:
        return False
    if aligned is None:
        return True
    whole: Sequence[Word] = segment.words[aligned.start : aligned.start + len(aligned.words)]
    return all(
        item is None or (place < len(whole) and item is whole[place])
        for place, item in enumerate(aligned.words)
    )
