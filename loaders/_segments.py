"""A document as one sequence of labels, each with the cells printed after it, whatever the format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from gongkai import forms
from gongkai.loaders._document import Document, Grid, Locator, Paragraph
from gongkai.loaders._inline import Found, label_at_start, labels_in
from gongkai.loaders._keys import key_of, simplified
from gongkai.loaders._lexicon import column_keys, row_widths, section_keys
from gongkai.loaders._likeness import near_a_label
from gongkai.loaders._rejoin import rejoined
from gongkai.loaders._words import Kind, Word, only_blanks, only_values, word, words

Source = Literal["grid", "ragged", "closed", "lines", "inline", "heads"]
"""Where a segment's cells come from.

grid: a table with columns; ragged: delimited text, whose empty last fields may be padding; closed:
delimited text that closes every field; lines: one text a line, so blanks leave no trace; inline:
labels and figures in one running text; heads: a line of several labels and nothing else.
"""

_INLINE_MINIMUM: Final = 10
"""A paragraph that does not begin with a label is table text only with this many labels in it."""
_PREFIX: Final = 24
_PART: Final = 6
"""No longer is a part of a column's label that is broken over rows."""
_new = tuple.__new__
"""A named tuple without the detour through Python that its constructor takes."""
_ROW_XPATH: Final = "(%s//tr)[%d]"
_CELL_XPATH: Final = "%s/*[self::td or self::th][%d]"
_HEADING: Final = 40
_BESIDE: Final = 8
_MOST_PARTS: Final = 40
_FEW_FIGURES: Final = 4
"""A line of no more parts than this is a row of figures only when all of them are."""


class Segment(NamedTuple):
    """A label (None: a row without one) and the words printed after it, up to the next label.

    `columns` and `colspans` stand beside `words` (empty where the source is running text). `start` is the
    column of the label; `fields` the number of fields in the row; `widest` that of the widest row of its
    grid; `first` says which cell of its row the first word is, from 0; `at` which word of the document's
    tables, -1 where the words are in none.
    """

    label: Word | None
    words: tuple[Word, ...]
    source: Source
    locator: Locator
    columns: tuple[int, ...] = ()
    colspans: tuple[int, ...] = ()
    start: int = 0
    fields: int = 0
    widest: int = 0
    first: int = 0
    at: int = -1

    def places(self) -> list[Locator]:
        """Where each word of a table stands; none for running text, whose words stand where it does."""
        page, table, row, _, line, xpath = self.locator
        if xpath is None:
            return [_new(Locator, (page, table, row, column + 1, line, None)) for column in self.columns]
        return [
            _new(Locator, (page, table, row, column + 1, line, _CELL_XPATH % (xpath, place)))
            for place, column in enumerate(self.columns, start=self.first + 1)
        ]

    def part(self, first: int, stop: int) -> Segment:
        """The segment with its words from `first` up to `stop` only."""
        return self._replace(
            words=self.words[first:stop],
            columns=self.columns[first:stop],
            colspans=self.colspans[first:stop],
            first=self.first + first,
            at=self.at + first if self.at >= 0 else self.at,
        )


class Prose(NamedTuple):
    """Running text between labels."""

    text: str
    locator: Locator


class Rows(NamedTuple):
    """A table's rows of words, of which no more needs to be known than how many characters they have."""

    size: int


Item = Segment | Prose | Rows


class Table(NamedTuple):
    """A grid with the words of each row; the first of them is the document's word number `at`."""

    grid: Grid
    rows: tuple[tuple[Word, ...], ...]
    at: int


def classify(document: Document) -> list[Item | Table]:
    """The items of a document in printed order, its grids as the words of their rows."""
    pieces: list[Item | Table] = []
    at = 0
    for block in rejoined(document.blocks):
        if isinstance(block, Grid):
            rows = tuple([words(row.texts) for row in block.rows])
            pieces.append(Table(block, rows, at))
            at += sum(map(len, rows))
        else:
            _paragraph(block, pieces)
    return pieces


def expand(pieces: Iterable[Item | Table]) -> list[Item]:
    """The pieces with the rows of every grid as items."""
    items: list[Item] = []
    for piece in pieces:
        if isinstance(piece, Table):
            items += rows_of(piece)
        else:
            items.append(piece)
    return items


def segments(document: Document) -> list[Item]:
    """The items of a document in printed order. Every printed character is in one of them."""
    return expand(classify(document))


def rows_of(table: Table, first: int = 0, stop: int | None = None) -> list[Item]:
    """The items of a table's rows, counted from 0, from `first` up to `stop`."""
    grid, rows, at = table
    at += sum(map(len, rows[:first]))
    widest = max(map(len, rows), default=0)
    source: Source = "grid"
    if grid.ragged:
        source = "closed" if grid.closed else "ragged"
    items: list[Item] = []
    for number, found in enumerate(rows[first:stop], start=first):
        above = rows[number - 1] if number else ()
        _row(grid, number, found, _InGrid(source, widest, at, above), items)
        at += len(found)
    return items


class _InGrid(NamedTuple):
    """What the segments of a row have from its grid.

    `at` is the number of the row's first word, `above` are the words of the row above.
    """

    source: Source
    widest: int
    at: int
    above: tuple[Word, ...]


def _row(grid: Grid, number: int, found: tuple[Word, ...], place: _InGrid, items: list[Item]) -> None:
    if not found:
        return
    page, table, first_row, _, first_line, xpath = grid.locator
    texts, columns, colspans, line = grid.rows[number]
    row_xpath = xpath and _ROW_XPATH % (xpath, number + 1)
    row = number + (first_row or 1)
    locator = _new(Locator, (page, table, row, None, line or first_line, row_xpath))
    if len(found) == 1 and found[0].kind is Kind.TEXT:
        # A cell that is the whole row may hold prose, or a whole table run together.
        _running_text(texts[0], locator, items.append)
        return
    bounds = [index for index, item in enumerate(found) if item.kind is Kind.LABEL]
    plain = not bounds and not _mostly_figures(found) and not _is_like_a_row(found)
    if plain and not _goes_on_header(found, place.above):
        # Columns of text without a label of the form: what lays a page out.
        items.append(Prose(" ".join([text.strip() for text in texts]).strip(), locator))
        return
    if not bounds or not only_blanks(found[: bounds[0]]):
        bounds.insert(0, -1)
    for begin, end in pairwise([*bounds, len(found)]):
        items.append(
            _new(
                Segment,
                (
                    found[begin] if begin >= 0 else None,
                    found[begin + 1 : end],
                    place.source,
                    locator,
                    columns[begin + 1 : end],
                    colspans[begin + 1 : end],
                    columns[begin] if begin >= 0 else -1,
                    len(found),
                    place.widest,
                    begin + 1,
                    place.at + begin + 1,
                ),
            )
        )


def _goes_on_header(found: Sequence[Word], above: Sequence[Word]) -> bool:
    """Whether short texts stand right under labels of columns: perhaps what is left of broken ones."""
    return (
        any(item.kind is Kind.LABEL and item.key in column_keys() for item in above)
        and not any(item.is_value and item.kind is not Kind.BLANK for item in above)
        and all(item.size <= _PART for item in found)
    )


def _is_like_a_row(found: Sequence[Word]) -> bool:
    """Whether figures alone stand behind a text that is nearly a row's label."""
    texts = [place for place, item in enumerate(found) if item.kind is Kind.TEXT]
    if not texts or found[-1].kind is Kind.TEXT or only_blanks(found[texts[-1] + 1 :]):
        return False
    return any(near_a_label(found[place].text) for place in texts)


def _mostly_figures(found: Sequence[Word]) -> bool:
    """Whether a row without a label is a row of figures, some of which may be printed oddly."""
    if only_values(found):
        return True
    if any(item.kind is Kind.LABEL for item in found):
        return False
    figures = sum(item.is_value and item.kind is not Kind.BLANK for item in found)
    return figures > sum(item.kind is Kind.TEXT for item in found)


def _paragraph(block: Paragraph, items: list[Item | Table]) -> None:
    item = word(block.text)
    if item.kind is Kind.TEXT:
        _running_text(block.text, block.locator, items.append)
    elif item.kind is Kind.LABEL:
        items.append(Segment(item, (), "lines", block.locator))
    elif item.kind is not Kind.BLANK:
        _add_figure(item, block.locator, items)


def _add_figure(item: Word, locator: Locator, items: list[Item | Table]) -> None:
    """Adds a line that is a figure to the label above; a short line between them is a cell of words, too."""
    last = items[-1] if items else None
    before = items[-2] if len(items) > 1 else None
    if isinstance(last, Segment) and last.source == "lines":
        items[-1] = last._replace(words=(*last.words, item))
    elif (
        isinstance(last, Prose)
        and isinstance(before, Segment)
        and before.source == "lines"
        and len(last.text) <= _PREFIX
        and before.label is not None
        and before.label.key not in section_keys()
    ):
        items[-2:] = [before._replace(words=(*before.words, word(last.text), item))]
    else:
        items.append(Prose(item.text, locator))


def _running_text(text: str, locator: Locator, add: Callable[[Segment | Prose], object]) -> None:
    parts = text.split()
    if len(parts) > 1 and _is_row_of_figures(words(parts)):
        add(Segment(None, words(parts), "inline", locator))
        return
    row = _row_beside_group(words(parts)) if 1 < len(parts) <= _MOST_PARTS else None
    if row is not None:
        add(Segment(*row, "inline", locator))
        return
    found = _heading_text(text) if len(text) <= _HEADING else _table_text(text)
    if not found:
        add(Prose(text, locator))
        return
    if text[: found[0].start].strip():
        add(Prose(text[: found[0].start], locator))
    ends = [*(label.start for label in found[1:]), len(text)]
    chunks = [text[label.end : end] for label, end in zip(found, ends, strict=True)]
    if len(found) > 1 and not any(chunk.strip() for chunk in chunks):
        for label in found:
            add(Segment(label.word, (), "heads", locator))
        return
    for label, chunk in zip(found, chunks, strict=True):
        figures = tuple([word(part) for part in chunk.split()])
        if label.word.key in section_keys() and not only_values(figures):
            add(Segment(label.word, (), "inline", locator))
            add(Prose(chunk, locator))
        else:
            # Other text after a row's label stays with it: the row is printed, and cannot be read.
            add(Segment(label.word, figures, "inline", locator))


@lru_cache(maxsize=4096)
def _heading_text(text: str) -> list[Found]:
    """As `_table_text`; the headings of most reports are alike."""
    return _table_text(text)


def _row_beside_group(parts: Sequence[Word]) -> tuple[Word, tuple[Word, ...]] | None:
    """A row's label and figures behind a few letters: what a group's label has in this line of its height."""
    places = [place for place, item in enumerate(parts) if item.kind is Kind.LABEL]
    if not places:
        return None
    before, label, behind = parts[: places[-1]], parts[places[-1]], parts[places[-1] + 1 :]
    if not before or sum(item.size for item in before) > _BESIDE or any(item.is_value for item in before):
        return None
    whole = len(behind) >= _FEW_FIGURES and only_values(behind)
    return (label, tuple(behind)) if whole or _fills_row(label, behind) else None


def _fills_row(label: Word, behind: Sequence[Word]) -> bool:
    """Whether there are as many parts as the label's row has columns, and a figure among them."""
    figures = any(item.is_value and item.kind is not Kind.BLANK for item in behind)
    return figures and len(behind) > 1 and len(behind) in row_widths().get(label.key, ())


def _table_text(text: str) -> list[Found]:
    """The labels of a running text that is a table whose cells lost their borders; else none."""
    plain = simplified(text)
    if _may_begin_with_label(plain) and label_at_start(plain):
        found = labels_in(text)
        rest = words(text[found[-1].end :].split())
        figures = bool(rest) and (_is_row_of_figures(rest) or _fills_row(found[-1].word, rest))
        if len(found) >= _INLINE_MINIMUM or figures or _only_labels(text, found):
            return found
        return []
    if len(text) > _INLINE_MINIMUM * 10 and _holds_row_labels(plain):
        found = labels_in(text)
        if len(found) >= _INLINE_MINIMUM:
            return found
    return []


def _is_row_of_figures(parts: Sequence[Word]) -> bool:
    return only_values(parts) or (len(parts) > _FEW_FIGURES and _mostly_figures(parts))


def _only_labels(text: str, found: Sequence[Found]) -> bool:
    between = [text[left.end : right.start] for left, right in pairwise(found)]
    return len(found) > 1 and not "".join([*between, text[found[-1].end :]]).strip()


def _holds_row_labels(text: str) -> bool:
    """A quick look, before the slow one, whether several rows of one table are named in the text."""
    return sum(label in text for label in _row_labels()) >= _INLINE_MINIMUM // 2


@cache
def _row_labels() -> frozenset[str]:
    return frozenset(
        forms.strip_numbering(row.label)
        for edition in forms.editions()
        for table in edition.tables
        for row in table.rows
    )


@cache
def _label_starts() -> tuple[re.Pattern[str], frozenset[str]]:
    """How a text that begins with a label begins: a quick first look, and the first two letters."""
    keys = {
        key
        for edition in forms.editions()
        for label in edition.labels()
        for text in (label, *forms.vocabulary().aliases.get(forms.strip_numbering(label), ()))
        if (key := key_of(text))
    }
    first = "".join(sorted({re.escape(key[0]) for key in keys}))
    numbering = r"(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*){0,2}"
    return re.compile(rf"\s*[(（]?{numbering}[“\"]?[{first}]"), frozenset(key[:2] for key in keys)


def _may_begin_with_label(text: str) -> bool:
    looks, starts = _label_starts()
    return looks.match(text) is not None and key_of(text[:_PREFIX])[:2] in starts
