"""Which printed cell belongs to which column, where a row prints more or fewer cells than the form has.

A row that prints exactly as many cells as it has columns is read in order. Otherwise the fillers are
found by one hypothesis that must hold for every row of the table: the figures begin a fixed number of
cells after the label, or in a fixed column, or end with the row. Rows on which the hypotheses that
hold do not agree are not read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from gongkai.loaders._segments import Segment
from gongkai.loaders._words import Kind, Word, only_blanks


class Aligned(NamedTuple):
    """The words of a row, one a column; None where the row ends before that column.

    `start` is the index of the first in the segment; `origins` are the indexes of all where cells span
    several columns. `failed` is true where the columns of the row's cells cannot be told.
    """

    words: tuple[Word | None, ...]
    start: int
    failed: bool = False
    origins: tuple[int, ...] | None = None


class Line(NamedTuple):
    """A row to align: its segment and how many columns the form gives it."""

    segment: Segment
    width: int


def align(lines: Sequence[Line]) -> list[Aligned]:
    """Aligns the rows of one table together; one result a row, in order."""
    if all(line.segment.source == "grid" and len(line.segment.words) == line.width for line in lines):
        return [Aligned(line.segment.words, 0) for line in lines]
    feasible = [_feasible(line) for line in lines]
    hypotheses = _consistent(lines, feasible)
    padded = any(_is_padded(line, starts) for line, starts in zip(lines, feasible, strict=True))
    filled_up = any(_has_filler(line, starts) for line, starts in zip(lines, feasible, strict=True))
    begins = _usual_columns(lines)
    results = []
    for index, (line, starts) in enumerate(zip(lines, feasible, strict=True)):
        if filled_up and _may_lack_one(line) and line.segment.columns[0] not in begins:
            # Its first blank may be the filler of the other rows, and a figure be lost at its end.
            results.append(_unread(line))
            continue
        agreed = {start for hypothesis in hypotheses if (start := hypothesis[index]) is not None}
        settled = _settle(line, starts, agreed, padded=padded)
        if begins and _begins_with_filler(line, settled, begins):
            # As many blanks as other rows have, and a figure too few behind them.
            settled = _unread(line)
        results.append(settled)
    return results


def _feasible(line: Line) -> tuple[int, ...]:
    """Where the row's window of columns may start, so that only blanks stand outside it."""
    words, width = line.segment.words, line.width
    filled = [index for index, item in enumerate(words) if item.kind is not Kind.BLANK]
    last = max(len(words) - 1, 0) if _may_be_cut(line.segment) else len(words) - width
    return tuple(
        start
        for start in range(last + 1)
        if not filled or (start <= filled[0] and filled[-1] < start + width)
    )


def _may_be_cut(segment: Segment) -> bool:
    """Whether the row's end may be lost: delimited text cut to a fixed number of fields."""
    return segment.source == "ragged" and segment.fields == segment.widest


def _consistent(lines: Sequence[Line], feasible: Sequence[tuple[int, ...]]) -> list[tuple[int | None, ...]]:
    """Each hypothesis that holds for every row, as the start it gives each row."""
    candidates: list[list[int | None]] = []
    longest = max((len(line.segment.words) for line in lines), default=0)
    candidates += [[offset] * len(lines) for offset in range(longest)]
    columns = [line.segment.columns for line in lines]
    for column in sorted(set().union(*columns)):
        candidates.append([printed.index(column) if column in printed else None for printed in columns])
    candidates.append([len(line.segment.words) - line.width for line in lines])
    kept = {
        tuple(starts)
        for starts in candidates
        if all(start in possible for start, possible in zip(starts, feasible, strict=True))
    }
    return sorted(kept, key=str)


def _is_padded(line: Line, starts: tuple[int, ...]) -> bool:
    """Whether a row with all its figures goes on with blanks: the table's rows are padded at the end."""
    words = line.segment.words
    if line.segment.source != "ragged" or not starts or not words:
        return False
    filled = sum(item.kind is not Kind.BLANK for item in words)
    return filled == line.width and words[-1].kind is Kind.BLANK


def _has_filler(line: Line, starts: tuple[int, ...]) -> bool:
    """Whether blanks stand between the label and the figures of a row."""
    return len(line.segment.words) > line.width and bool(starts) and min(starts) > 0


def _may_lack_one(line: Line) -> bool:
    segment, width = line
    if _may_be_cut(segment) or len(segment.words) != width:
        return False
    return segment.words[0].kind is Kind.BLANK and not only_blanks(segment.words)


def _first_column(line: Line) -> int | None:
    """The column in which the figures of a whole row of a table begin; None where that may be a blank's."""
    segment, width = line
    if segment.source != "grid" or len(segment.words) < width:
        return None
    return None if segment.words[-width].kind is Kind.BLANK else segment.columns[-width]


def _usual_columns(lines: Sequence[Line]) -> set[int]:
    """The column in which the figures of most whole rows begin; several that are as frequent, or none."""
    columns = Counter(column for line in lines if (column := _first_column(line)) is not None)
    most = max(columns.values(), default=0)
    return {column for column, times in columns.items() if times == most}


def _begins_with_filler(line: Line, settled: Aligned, begins: set[int]) -> bool:
    """Whether the first blank of a row of figures stands where no other row's figures begin."""
    segment = line.segment
    if settled.failed or segment.source != "grid" or only_blanks(segment.words):
        return False
    blank = settled.words[0] is not None and settled.words[0].kind is Kind.BLANK
    return blank and segment.columns[settled.start] not in begins


def _unread(line: Line) -> Aligned:
    return Aligned((None,) * line.width, 0, failed=True)


def _settle(line: Line, feasible: tuple[int, ...], agreed: set[int], *, padded: bool) -> Aligned:
    segment, width = line
    words = segment.words
    if segment.source == "lines" and any(item.kind is Kind.TEXT for item in words):
        # A line of text may be a cell of the row, or stand between two pages of it.
        return _unread(line)
    if len(words) == width and not _may_be_cut(segment):
        return Aligned(words, 0)
    if not words:
        return _unread(line)
    if len(words) < width and not _may_be_cut(segment):
        return _spread(line)
    starts = agreed or set(feasible)
    readings = {start: _window(words, start, width, padded=padded) for start in sorted(starts)}
    if len(set(readings.values())) != 1:
        return _unread(line)
    start, reading = next(iter(readings.items()))
    return Aligned(reading, start)


def _window(words: tuple[Word, ...], start: int, width: int, *, padded: bool) -> tuple[Word | None, ...]:
    window: list[Word | None] = list(words[start : start + width])
    if padded:
        # An empty field at the end of a padded row is no printed cell.
        while window and window[-1] is not None and window[-1].kind is Kind.BLANK:
            window.pop()
    return tuple(window + [None] * (width - len(window)))


def _spread(line: Line) -> Aligned:
    """A row with fewer cells than columns: only blanks, or marks, that span several columns explain it."""
    segment, width = line
    origins: list[int] = []
    for place, (item, span) in enumerate(zip(segment.words, segment.colspans or _ones(segment), strict=True)):
        if span > 1 and item.kind not in (Kind.BLANK, Kind.NIL):
            return _unread(line)
        origins += [place] * span
    if len(origins) != width:
        return _unread(line)
    return Aligned(tuple([segment.words[place] for place in origins]), 0, origins=tuple(origins))


def _ones(segment: Segment) -> tuple[int, ...]:
    return (1,) * len(segment.words)
