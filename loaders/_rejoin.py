"""Labels that stand broken over lines of text, put together again.

Text that comes out of pages and word processors breaks where the page broke it: a label goes on in the next
line, or its figures stand between its halves; a page's number and title stand between the cells of a row.
Lines are joined only where the whole is a label of the form and its parts are not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby
from typing import Final

from gongkai import forms
from gongkai.loaders._document import Block, Grid, GridRow, Paragraph, plain_row
from gongkai.loaders._keys import key_of
from gongkai.loaders._words import Kind, Word, only_values, word

_MOST_PARTS: Final = 6
_MOST_LETTERS: Final = 60
_LONGEST_PART: Final = 40
_PAGE_NUMBER: Final = re.compile(
    r"\s*(?:[-—–―─~·•]+\s*\d{1,4}\s*[-—–―─~·•]+|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4})\s*"
)
_LONGEST_HEADING: Final = 60


def rejoined(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks of a document, in which labels broken over lines stand in one.

    A document with a grid of true cells is left as it is: there a label's lines stand in its cell.
    """
    if any(isinstance(block, Grid) and not block.ragged for block in blocks):
        return blocks
    result: list[Block] = []
    for is_grid, run in groupby(_between_pages(blocks), lambda block: isinstance(block, Grid)):
        if is_grid:
            for block in run:
                _add_grid(block, result)  # type: ignore[arg-type]
        else:
            lines = [block for block in run if isinstance(block, Paragraph)]
            result += _joined_lines(lines[_take_line_below(result, lines) :])
    return result


# What stands at the ends of pages.


def _between_pages(blocks: Sequence[Block]) -> list[Block]:
    """Without page numbers, and headings printed on every page, between the figures of a row."""
    texts = Counter(block.text.strip() for block in blocks if isinstance(block, Paragraph))
    kept: list[Block] = []
    waiting: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and _may_be_margin(block.text, texts):
            waiting.append(block)
            continue
        if waiting and not (_is_figure(block) and kept and (_is_figure(kept[-1]) or _is_label(kept[-1]))):
            kept += waiting
        waiting = []
        kept.append(block)
    return kept + waiting


def _may_be_margin(text: str, texts: Counter[str]) -> bool:
    if _PAGE_NUMBER.fullmatch(text):
        return True
    if texts[text.strip()] == 1 or len(text) > _LONGEST_HEADING or word(text).kind is not Kind.TEXT:
        return False
    return key_of(text) not in _all_letters()


@cache
def _all_letters() -> str:
    """The keys of all labels, one after the other: a text in them may be a part of one."""
    return " ".join(key_of(label) for edition in forms.editions() for label in edition.labels())


def _is_figure(block: Block) -> bool:
    return isinstance(block, Paragraph) and word(block.text).is_value


def _is_label(block: Block) -> bool:
    return isinstance(block, Paragraph) and word(block.text).kind is Kind.LABEL


# Lines of text.


def _joined_lines(lines: Sequence[Paragraph]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if len(line.text) > _LONGEST_PART:
            yield line
            at += 1
            continue
        taken, text = _label_from(lines, at)
        yield replace(line, text=text) if taken > 1 else line
        at += taken


def _label_from(lines: Sequence[Paragraph], at: int) -> tuple[int, str]:
    """How many lines from one on are a broken label and its figures, and their text; 1 where there is none.

    Figures may stand in the line between two parts, or behind the first one.
    """
    first = _text_and_figures(lines[at].text)
    if first is None:
        return 1, ""
    label, figures = first
    best = 1, ""
    broken = word(label).kind is Kind.TEXT
    letters = len(label)
    for number in range(1, min(len(lines) - at, _MOST_LETTERS)):
        text = lines[at + number].text.strip()
        item = word(text)
        if not figures and _is_figures(text):
            figures = text
            continue
        if item.kind not in (Kind.TEXT, Kind.LABEL) or len(text) > _LONGEST_PART:
            break
        letters += len(text)
        if letters > _MOST_LETTERS or (number > _MOST_PARTS and len(text) > 1):
            break
        broken = broken or item.kind is Kind.TEXT
        if broken and _is_more(label, text):
            best = number + 1, f"{label}{text} {figures}".strip()
        label += text
    return best


def _is_more(label: str, text: str) -> bool:
    """Whether a text makes a label of the form of what stands before it, with every letter of both."""
    whole = word(label + text)
    letters = _letters(label + text)
    return whole.kind is Kind.LABEL and len(whole.key) == letters and letters > _letters(label)


def _letters(text: str) -> int:
    """How many letters a text has behind its number."""
    return len(key_of(text).lstrip("0123456789"))


def _text_and_figures(text: str) -> tuple[str, str] | None:
    """A line's text and the figures behind it; None where it is figures only."""
    parts = text.split()
    places = [place for place, part in enumerate(parts) if not word(part).is_value]
    if not places:
        return None
    stop = places[-1] + 1
    return "".join(parts[:stop]), " ".join(parts[stop:])


def _is_figures(text: str) -> bool:
    """Whether a line is several figures, or one."""
    parts = [word(part) for part in text.split()]
    return bool(parts) and only_values(parts) and any(part.kind is not Kind.BLANK for part in parts)


# Rows of delimited text.


def _add_grid(grid: Grid, result: list[Block]) -> None:
    """Adds a grid; the lines before it, or rows in it, that are the beginning of a row's label go into it."""
    rows: list[GridRow] = []
    for row in grid.rows:
        if rows and (whole := _one_row(rows[-1], row)) is not None:
            rows[-1] = whole
            # Rows keep their numbers.
            rows.insert(-1, plain_row((), row.line))
        elif rows and (joined := _joined_rows(rows[-1], row)) is not None:
            rows[-1:] = joined
        else:
            rows.append(row)
    if rows:
        _take_lines_above(rows, result)
    result.append(replace(grid, rows=tuple(rows)))


def _take_lines_above(rows: list[GridRow], result: list[Block]) -> None:
    place = _first_text(rows[0])
    if place is None:
        return
    label = rows[0].texts[place].strip()
    for number in range(1, min(len(result), _MOST_PARTS) + 1):
        block = result[-number]
        if not isinstance(block, Paragraph) or len(block.text) > _LONGEST_PART:
            return
        if _is_more(block.text.strip(), label):
            label = block.text.strip() + label
            del result[-number:]
            rows[0] = _with_text(rows[0], place, label)
            return
        label = block.text.strip() + label


def _take_line_below(result: list[Block], lines: Sequence[Paragraph]) -> int:
    """Gives the last row above the rest of its last label; how many lines that took."""
    grid = result[-1] if result else None
    if not isinstance(grid, Grid) or not grid.rows or not lines:
        return 0
    whole = _one_row(grid.rows[-1], plain_row((lines[0].text,), grid.rows[-1].line))
    if whole is None:
        return 0
    result[-1] = replace(grid, rows=(*grid.rows[:-1], whole))
    return 1


def _one_row(above: GridRow, below: GridRow) -> GridRow | None:
    """The row that two lines are, where the first ends in the middle of a label."""
    if not above.texts or not below.texts:
        return None
    one, other = above.texts[-1].strip(), below.texts[0].strip()
    kinds = {word(one).kind, word(other).kind}
    if Kind.TEXT not in kinds or not kinds <= {Kind.TEXT, Kind.LABEL} or not _is_more(one, other):
        return None
    return plain_row((*above.texts[:-1], one + other, *below.texts[1:]), below.line)


def _joined_rows(above: GridRow, below: GridRow) -> tuple[GridRow, GridRow] | None:
    """Two rows of which one holds nothing but the rest of the other's label."""
    one, other = _first_text(above), _first_text(below)
    if one is None or other is None:
        return None
    label = above.texts[one].strip() + below.texts[other].strip()
    if not _is_more(above.texts[one].strip(), below.texts[other].strip()):
        return None
    if _has_nothing_else(above, one):
        return _with_text(above, one, ""), _with_text(below, other, label)
    if _has_nothing_else(below, other):
        return _with_text(above, one, label), _with_text(below, other, "")
    return None


def _first_text(row: GridRow) -> int | None:
    """The place of the last text before the row's figures, where it is no label."""
    found: int | None = None
    for place, text in enumerate(row.texts):
        item: Word = word(text)
        if item.kind in (Kind.TEXT, Kind.LABEL):
            found = place if item.kind is Kind.TEXT else None
        elif item.kind is not Kind.BLANK:
            break
    return found


def _has_nothing_else(row: GridRow, place: int) -> bool:
    return all(not text.strip() for at, text in enumerate(row.texts) if at != place)


def _with_text(row: GridRow, place: int, text: str) -> GridRow:
    return row._replace(texts=(*row.texts[:place], text, *row.texts[place + 1 :]))
