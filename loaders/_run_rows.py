"""Rows of running text whose cells are printed as one string: from segments to `_runs`, and back to cells."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.forms import Text
from gongkai.loaders._lexicon import Lexicon
from gongkai.loaders._numbers import plain_width
from gongkai.loaders._report import Note, ReadCell
from gongkai.loaders._runs import Around, Doubt, Recovered, Run, is_short, recover
from gongkai.loaders._segments import Item, Segment
from gongkai.loaders._splits import Digits, digits_of

_DIGITS: Final = re.compile(r"[0-9.-]+")
_FEWEST_TO_A_PIECE: Final = 2
_ENOUGH_LABELS: Final = 5
"""Where the rows before so many labels all end in the labels' numbers, no other digits stand there."""
_RECOVERED: Final = Text(
    "{table}：各格的数字连在一起印，其中{rows}行只有一种拆法，已按此推算；推算的数不能用来证明勾稽关系成立",
    "{table}: the figures of neighbouring cells are run together; {rows} rows can be split in one way only "
    "and were inferred so; inferred figures are no evidence that sums hold",
)
_DOUBTS: Final[Mapping[Doubt, Text]] = {
    "no_split": Text(
        "{row}：{width}个数连印成{raw}，没有一种拆法能使这张表的勾稽关系全部成立，没有拆分",
        "{row}: {width} figures run together as {raw}; no split satisfies all sums of the table",
    ),
    "several": Text(
        "{row}：{width}个数连印成{raw}，符合勾稽关系的有{splits}种拆法，无法判断",
        "{row}: {width} figures run together as {raw}; {splits} splits satisfy the sums, which is meant "
        "cannot be told",
    ),
    "one_wrong": Text(
        "{row}：{width}个数连印成{raw}，符合勾稽关系的拆法只有一种；但只要表中有一个数印错，就有{splits}种拆法，"
        "无法判断",
        "{row}: {width} figures run together as {raw}; one split satisfies the sums, but {splits} are "
        "possible if any one figure of the table is wrong, so which is meant cannot be told",
    ),
    "no_sum": Text(
        "{row}：{width}个数连印成{raw}，有{splits}种拆法，又没有勾稽关系可以核对，无法判断",
        "{row}: {width} figures run together as {raw}; {splits} splits, and no sum to check them by, so "
        "which is meant cannot be told",
    ),
    "blanks": Text(
        "{row}：{width}个格连印成{raw}，而报告中有空白格，不知道哪些格印了数（如各格都有数，有{splits}种拆法），"
        "无法判断",
        "{row}: {width} cells run together as {raw}; cells of the report are blank, so which of them print a "
        "figure cannot be told ({splits} splits if all do)",
    ),
    "limit": Text(
        "{row}：{width}个数连印成{raw}，拆法太多，没有逐一核对，无法判断",
        "{row}: {width} figures run together as {raw}; too many splits to try them all",
    ),
    "row_lost": Text(
        "{row}：{width}个数连印成{raw}，而它后面的一行没有读到，这些数字可能是后面某一行的，无法判断",
        "{row}: {width} figures run together as {raw}; the row after it was not found, so they may be "
        "those of a later row",
    ),
}


class PrintedRun(NamedTuple):
    """A row of which the figures stand in fewer strings than it has cells."""

    row: tuple[forms.Cell, ...]
    segment: Segment

    @property
    def raw(self) -> str:
        return " ".join(item.text for item in self.segment.words)


def is_run(row: Sequence[forms.Cell], segment: Segment) -> bool:
    """Whether a segment of running text prints the figures of a row without anything between them."""
    words = segment.words
    if segment.source not in ("inline", "lines") or not words:
        return False
    if len(words) * _FEWEST_TO_A_PIECE > len(row):
        return False
    return all(_DIGITS.fullmatch(plain_width(item.text)) for item in words)


def is_whole_run(row: Sequence[forms.Cell], segment: Segment) -> bool:
    """Whether it is such a row and has a digit for each of its cells."""
    return is_run(row, segment) and sum(len(item.text) for item in segment.words) >= len(row)


class Outcome(NamedTuple):
    """What became of such rows: their cells and notes; `contradictory` are those printed in several ways."""

    cells: tuple[tuple[forms.Cell, ReadCell], ...]
    notes: tuple[Note, ...]
    contradictory: tuple[PrintedRun, ...]


def recover_cells(
    printed: Sequence[PrintedRun], cells: Mapping[str, ReadCell], items: Sequence[Item], lexicon: Lexicon
) -> Outcome:
    """What the cells of such rows say.

    Args:
        printed: the rows, in the order in which they were found.
        cells: every cell of the edition as it was read without them.
        items: those of the document, among which are the segments of `printed`.
        lexicon: of the edition.
    """
    fresh = [one for one in _distinct(printed) if not _repeats(one, cells)]
    times = Counter(cell.id for one in fresh for cell in one.row)
    single: list[PrintedRun] = []
    contradictory: list[PrintedRun] = []
    for one in fresh:
        once = all(times[cell.id] == 1 and cells[cell.id].status != "ok" for cell in one.row)
        (single if once else contradictory).append(one)
    there = times.keys() | {name for name, read in cells.items() if read.status != "missing"}
    lost = [one for one in single if _row_is_lost_after(one, lexicon.edition, there)]
    single = [one for one in single if one not in lost]
    by_table: dict[str, list[tuple[PrintedRun, Run]]] = defaultdict(list)
    for one, text in zip(single, _texts(single, items, lexicon), strict=True):
        by_table[one.row[0].table].append((one, Run(text, one.row)))
    others = {key: cells[key] for key in cells.keys() - times.keys()}
    # Who leaves cells blank in one table may do so in another, and there they leave no trace.
    blanks = any(read.status == "blank" and not read.raw for read in others.values()) or any(
        is_short(run) for runs in by_table.values() for _, run in runs
    )
    read: list[tuple[forms.Cell, ReadCell]] = []
    notes: list[Note] = []
    for one in lost:
        part = Recovered(one.row, None, "row_lost")
        read += _cells(one, part)
        notes.append(_doubt(one, part))
    for table_id, runs in by_table.items():
        edition = lexicon.edition
        around = Around(_identities(edition, table_id), _known(edition, table_id, others), blanks)
        told = recover([run for _, run in runs], around)
        for (one, _), parts in zip(runs, told, strict=True):
            read += [entry for part in parts for entry in _cells(one, part)]
            notes += [_doubt(one, part) for part in parts if part.doubt is not None]
        rows = {cell.row.id for parts in told for part in parts if part.values for cell in part.cells}
        if rows:
            said = _RECOVERED.format(table=_heading(edition, table_id), rows=len(rows))
            notes.append(Note("run_together_inferred", said, None, runs[0][0].segment.locator))
    return Outcome(tuple(read), tuple(notes), tuple(contradictory))


def _distinct(printed: Iterable[PrintedRun]) -> list[PrintedRun]:
    """Each row once that is printed again with the same digits."""
    return list({(tuple(cell.id for cell in one.row), one.raw): one for one in printed}.values())


def _repeats(one: PrintedRun, cells: Mapping[str, ReadCell]) -> bool:
    """Whether the digits are those of the same cells, as they were read elsewhere in the document."""
    read = [cells[cell.id] for cell in one.row]
    return all(cell.status == "ok" for cell in read) and "".join(
        plain_width(cell.raw or "") for cell in read
    ) == plain_width(one.raw).replace(" ", "")


def _row_is_lost_after(one: PrintedRun, edition: forms.Edition, there: AbstractSet[str]) -> bool:
    """Whether the form's next row is nowhere: text was lost, which may have begun before this row's figures.

    Then what stands behind its label may be the figures of the last row that was lost.
    """
    last = one.row[-1]
    table = edition.table(last.table)
    rows = [row.id for row in table.rows]
    place = rows.index(last.row.id) + 1
    return place < len(rows) and not any(cell.id in there for cell in table.row_cells(rows[place]))


def _texts(runs: Sequence[PrintedRun], items: Sequence[Item], lexicon: Lexicon) -> list[Digits]:
    """The digits of each row, without the number of the label behind it where that is run into them too."""
    pieces = [[plain_width(item.text) for item in one.segment.words] for one in runs]
    after = {id(item): follower for item, follower in pairwise(items)}
    ordinals = [_lost_ordinals(after.get(id(one.segment)), lexicon) for one in runs]
    ends = [last[-1][-1] in lost for last, lost in zip(pieces, ordinals, strict=True) if lost]
    if len(ends) >= _ENOUGH_LABELS and all(ends):
        for row, lost in zip(pieces, ordinals, strict=True):
            if lost:
                row[-1] = row[-1][:-1]
    return [digits_of([piece for piece in row if piece]) for row in pieces]


def _lost_ordinals(after: Item | None, lexicon: Lexicon) -> set[str]:
    """The numbers that the form prints before the next label, where the document does not."""
    if not isinstance(after, Segment) or after.source != "inline" or after.label is None:
        return set()
    if after.label.ordinal is not None:
        return set()
    ordinals = [ref.ordinal for ref in lexicon.rows.get(after.label.key, ())]
    return {ordinal for ordinal in ordinals if ordinal is not None and ordinal.isdecimal()}


def _identities(edition: forms.Edition, table_id: str) -> list[forms.Identity]:
    return [identity for identity in edition.identities if identity.table == table_id]


def _known(edition: forms.Edition, table_id: str, others: Mapping[str, ReadCell]) -> dict[str, int]:
    """The counts that were read in the table, by cell."""
    read = {cell.id: others[cell.id] for cell in edition.table(table_id).cells if cell.id in others}
    return {
        cell_id: int(cell.value)
        for cell_id, cell in read.items()
        if cell.status == "ok" and cell.value is not None and cell.value >= 0 and not cell.value % 1
    }


def _cells(one: PrintedRun, part: Recovered) -> Iterator[tuple[forms.Cell, ReadCell]]:
    place = one.segment.locator
    if part.values is None:
        for cell in part.cells:
            yield cell, ReadCell(None, one.raw, "unreadable", place)
    else:
        for cell, value in zip(part.cells, part.values, strict=True):
            yield cell, ReadCell(value, one.raw, "inferred", place)


def _doubt(one: PrintedRun, part: Recovered) -> Note:
    names = dict.fromkeys(cell.row.short for cell in part.cells)
    text = _DOUBTS[part.doubt or "limit"].format(
        row="、".join(names), width=len(one.row), raw=one.raw, splits=part.splits
    )
    return Note("run_together", text, part.cells[0].id, one.segment.locator)


def _heading(edition: forms.Edition, table_id: str) -> str:
    return edition.section(edition.table(table_id).section).heading
