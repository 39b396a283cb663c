"""Row labels that are printed with a slip: taken for the row they are meant for, or said to be in doubt.

A text in the place of a row label that no label equals is compared with the labels of the edition. The
labels of this form resemble each other, so likeness alone never decides: the text must be nearer to one
row than to every other label, its number must not disagree, and that row must be one that is missing
between the rows printed around it. Where every row missing there has its line, the order tells them
apart; elsewhere the likeness must be clear. Anything less is a doubt, and the row is not read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.forms import Text
from gongkai.loaders._inline import labels_in
from gongkai.loaders._keys import folded, key_of, keys_of, numbering
from gongkai.loaders._lexicon import lexicon
from gongkai.loaders._likeness import (
    NOTHING_LIKE,
    Likeness,
    differs_in_meaning,
    labelled_rows,
    likeness,
)
from gongkai.loaders._report import Note
from gongkai.loaders._segments import Item, Segment
from gongkai.loaders._words import Kind, Word

_SIMILAR: Final = Text(
    "行标签“{printed}”与格式不同，按相近的“{label}”读取",
    'the row label "{printed}" is not the form\'s; taken for the similar "{label}"',
)
_CLEAR: Final = 2
"""So many slips more to any other label make a likeness clear."""
_LONG: Final = 6


class _Line(NamedTuple):
    """A printed row without a label of the form: its item, and the text in it that may be meant as one.

    `place` is -1 where there is no text.
    """

    item: int
    place: int
    word: Word
    likeness: Likeness


class _Verdict(NamedTuple):
    """Which row a line is, as an index of `labelled_rows`; `sure` is false where that is in doubt."""

    line: _Line
    row: int
    sure: bool


def resolve(items: Sequence[Item], edition: str) -> tuple[Sequence[Item], list[Note]]:
    """The items with such texts as labels, and a note on each that is sure.

    A label in doubt has the kind `DOUBTFUL` and the key of the row that it may be.
    """
    printed: dict[int | str | None, list[int | _Line]] = defaultdict(list)
    lines = False
    for at, item in enumerate(items):
        if not isinstance(item, Segment):
            continue
        group = printed[item.source if item.locator.table is None else item.locator.table]
        row = _row_of(item, edition)
        if row is not None:
            group.append(row)
        line = _line(at, item, edition)
        if line is not None and line.place < 0 and _goes_on(items, at):
            line = None
        if line is not None:
            group.append(line)
            lines = True
    if not lines:
        return items, []
    known = {entry for group in printed.values() for entry in group if isinstance(entry, int)}
    verdicts = [verdict for group in printed.values() for verdict in _verdicts(group, known, edition)]
    return _rewritten(items, verdicts, edition)


def _rewritten(
    items: Sequence[Item], verdicts: Sequence[_Verdict], edition: str
) -> tuple[list[Item], list[Note]]:
    meant = Counter(verdict.row for verdict in verdicts)
    by_item: dict[int, list[_Verdict]] = defaultdict(list)
    for verdict in verdicts:
        by_item[verdict.line.item].append(verdict)
    result: list[Item] = []
    notes: list[Note] = []
    for at, item in enumerate(items):
        if at not in by_item or not isinstance(item, Segment):
            result.append(item)
            continue
        if item.label is not None:
            result.append(item.part(0, max(by_item[at][0].line.place, 0)))
        for line, row, likely in by_item[at]:
            ref = labelled_rows(edition)[row]
            label = forms.edition(edition).cells[ref.cells[0].id].row.label
            sure = likely and meant[row] == 1
            kind = Kind.LABEL if sure else Kind.DOUBTFUL
            word = line.word._replace(kind=kind, key=key_of(label), ordinal=ref.ordinal)
            result.append(_behind(item, line.place, word))
            if sure:
                text = _SIMILAR.format(printed=line.word.text.strip(), label=label)
                notes.append(Note("label_similar", text, ref.cells[0].id, item.locator))
    return result, notes


def _behind(item: Segment, place: int, label: Word) -> Segment:
    """What stands behind a word of the segment, with another label."""
    start = item.columns[place] if place >= 0 and item.columns else item.start
    return item.part(place + 1, len(item.words))._replace(label=label, start=start)


# What stands in the rows of a table.


def _row_of(item: Segment, edition: str) -> int | None:
    """The row that the item's label stands for; None where it may be another thing."""
    if item.label is None or not item.words:
        return None
    rows = _rows_by_key(edition)
    return rows.get((item.label.key, None), rows.get((item.label.key, item.label.ordinal)))


@cache
def _rows_by_key(edition: str) -> dict[tuple[str, str | None], int]:
    """(key, None) → its row; where the same word heads a column, (key, ordinal) → the row so numbered."""
    known = lexicon(edition)
    places = {(ref.table, ref.row): place for place, ref in enumerate(labelled_rows(edition))}
    return {
        (key, ref.ordinal or "" if key in known.headers else None): places[ref.table, ref.row]
        for key, refs in known.rows.items()
        for ref in refs
    }


def _goes_on(items: Sequence[Item], at: int) -> bool:
    """Whether the next item stands in the same row: what stands before a label is none of its figures."""
    after = items[at + 1] if at + 1 < len(items) else None
    return isinstance(after, Segment) and after.locator == items[at].locator  # type: ignore[union-attr]


def _line(at: int, item: Segment, edition: str) -> _Line | None:
    """The text in a row of figures that is likest to a label, or stands next to them.

    A row of figures without any label, or with that of a group alone, may be one whose own label was lost.
    """
    words = item.words
    texts = [place for place, word in enumerate(words) if word.kind is Kind.TEXT]
    if not texts:
        if not any(word.kind is Kind.NUMBER for word in words) or not _may_lack_label(item, edition):
            return None
        return _Line(at, -1, item.label or words[0], NOTHING_LIKE)
    if not any(word.is_value for word in words[texts[-1] + 1 :]):
        return None
    found = [(likeness(words[place].text, edition), place) for place in reversed(texts)]
    like, place = min(
        found, key=lambda entry: entry[0].nearest if entry[0].rows else len(words[entry[1]].text)
    )
    if not like.rows:
        if _row_of(item, edition) is not None:
            return None
        place = texts[-1]
    return _Line(at, place, words[place], like)


# Which rows the lines between two known ones are.


def _may_lack_label(item: Segment, edition: str) -> bool:
    if item.label is None:
        return True
    return item.label.key in _group_keys(edition)


@cache
def _group_keys(edition: str) -> frozenset[str]:
    """The keys of groups of rows."""
    rows = (row for table in forms.edition(edition).tables for row in table.rows if not row.from_header)
    return frozenset(key for row in rows for group in row.groups for key in keys_of(group))


def _verdicts(group: Sequence[int | _Line], known: set[int], edition: str) -> Iterator[_Verdict]:
    rows = [entry for entry in group if isinstance(entry, int)]
    in_order = all(left < right for left, right in pairwise(rows))
    before: int | None = None
    lines: list[_Line] = []
    for entry in (*group, None):
        if isinstance(entry, _Line):
            lines.append(entry)
            continue
        if lines:
            gap = [row for row in _gap(before, entry, edition) if row not in known] if in_order else []
            bare = [line for line in lines if line.place < 0]
            if bare and (before is None or entry is None):
                lines = [line for line in lines if line.place >= 0]
                bare = []
            if bare and len(lines) != len(gap):
                # Which of the rows these figures are of cannot be told, nor that they are of none.
                yield from (_Verdict(bare[0], row, sure=False) for row in gap)
            else:
                yield from _judged(lines, gap, known, edition)
        lines = []
        before = entry


def _gap(before: int | None, after: int | None, edition: str) -> range:
    """The rows of the form between two rows; where there is one only, those of its table."""
    rows = labelled_rows(edition)
    edge = before if before is not None else after
    if edge is None:
        return range(0)
    own = [place for place, ref in enumerate(rows) if ref.table == rows[edge].table]
    return range(own[0] if before is None else before + 1, own[-1] + 1 if after is None else after)


def _judged(lines: Sequence[_Line], gap: Sequence[int], known: set[int], edition: str) -> Iterator[_Verdict]:
    """`gap`: the rows that the lines may be, by their place; `known`: rows that have their own label."""
    paired = len(lines) == len(gap)
    for number, line in enumerate(lines):
        here = gap[number] if paired else None
        nearest = line.likeness.rows[0][0] if line.likeness.rows else None
        if nearest is not None and nearest in gap and _is_sure(line, nearest, here, edition):
            yield _Verdict(line, nearest, sure=True)
        elif here is not None:
            yield _Verdict(line, here, sure=False)
        else:
            near = [row for row, _ in line.likeness.rows if row not in known]
            if not near:
                # Several rows in one, say: it is none of them, but they are not missing.
                named = _rows_named(line.word.text, edition)
                yield from (_Verdict(line, row, sure=False) for row in named if row not in known)
            else:
                yield _Verdict(line, next((row for row in near if row in gap), near[0]), sure=False)


def _rows_named(text: str, edition: str) -> list[int]:
    """The rows whose labels stand in a longer text."""
    rows = _rows_by_key(edition)
    found = (rows.get((label.word.key, None)) for label in labels_in(text))
    return [row for row in dict.fromkeys(found) if row is not None]


def _is_sure(line: _Line, row: int, here: int | None, edition: str) -> bool:
    like = line.likeness
    ordinal, _ = numbering(folded(line.word.text))
    form = labelled_rows(edition)[row].ordinal
    if ordinal is not None and form is not None and ordinal != form:
        return False
    if like.other <= like.nearest or like.second <= like.nearest:
        return False
    if here is not None:
        return here == row
    clear = min(like.second, like.other) - like.nearest >= _CLEAR and like.letters >= _LONG
    return clear and not differs_in_meaning(line.word.text, row, edition)
