"""Which printed words are labels of the form, and which cell, header or section each may mean."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.loaders._document import GridCell
from gongkai.loaders._numbers import Printed, parse, plain_width

# The Radicals Supplement shapes that PDFs print in place of ideographs and NFKC leaves alone.
_RADICALS: Final = str.maketrans("⺠⻅⻥⻓⻔⻬⻛⻚⻋⻢⻦⻩⻰⺟⻘⻆⻝", "民见鱼长门齐风页车马鸟黄龙母青角食")
_SPACE: Final = re.compile(r"[\s\u200b-\u200d\ufeff\u2060\u00ad]+")
_NOT_WORD: Final = re.compile(r"[\W_]+")
_NOTE: Final = re.compile(r"\([^()]*\)$")
_CJK_NUMBER: Final = "一二三四五六七八九十"
_NUMBERING: Final = re.compile(
    rf"^(?:\(([{_CJK_NUMBER}]{{1,3}})\)[、.]?|第?([{_CJK_NUMBER}]{{1,3}})(?:部分)?[、.,:]"
    rf"|\((\d{{1,2}})\)[、.]?|(\d{{1,2}})[、.)])"
)
_LEADING_DIGIT: Final = re.compile(r"^\d")
_LONGEST_LABEL: Final = 80
_LONGEST_NUMBER: Final = 40


def folded(text: str) -> str:
    """`text` with look-alike glyphs folded to ideographs and every space removed."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text.translate(_RADICALS)))


def key_of(label: str) -> str:
    """What two prints of one label share: letters and digits only, without numbering."""
    return _NOT_WORD.sub("", _NUMBERING.sub("", folded(label), count=1))


class Kind(Enum):
    BLANK = "blank"
    NUMBER = "number"
    NIL = "nil"
    LABEL = "label"
    TEXT = "text"


class Word(NamedTuple):
    """A printed text classified once: `key` and numbering for a label, `printed` for a number or mark.

    `ordinal` is the number in front (一, 1); `style` is how it is set: "、" for 一、, "(" for （一）, "."
    for 1., "" for none.
    """

    kind: Kind
    text: str
    key: str = ""
    ordinal: str | None = None
    style: str = ""
    printed: Printed | None = None
    size: int = 0
    is_value: bool = False


@dataclass(frozen=True, slots=True)
class RowRef:
    """A row that a label may stand for: its edition's table, row id and the cells to fill, in order."""

    table: str
    row: str
    cells: tuple[forms.Cell, ...]
    ordinal: str | None


@dataclass(frozen=True)
class Lexicon:
    """The labels of one edition.

    `rows`: key → the rows it may mean. `headers`: keys printed as column, group, heading or corner.
    `columns`: table id → key → column id. `header_rows`: for each table whose rows are printed as column
    headers, key → row id. `only_in`: key → the one table that prints it, for those tables.
    """

    edition: forms.Edition
    rows: dict[str, tuple[RowRef, ...]]
    headers: frozenset[str]
    columns: dict[str, dict[str, str]]
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
            headers.update(key_of(text) for text in (block.heading, block.corner) if text)
            for column in block.columns:
                for key in _keys(column.label):
                    columns[table.id].setdefault(key, column.id)
                    headers.add(key)
                    printed_in[key].add(table.id)
                headers.update(key for group in column.groups for key in _keys(group))
            for row in block.rows:
                group_keys = {key for group in row.groups for key in _keys(group)}
                headers |= group_keys
                if row.from_header:
                    row_keys = set(_keys(row.label))
                    headers |= row_keys
                    header_rows[table.id].update(dict.fromkeys(row_keys, row.id))
                    for key in group_keys | row_keys:
                        printed_in[key].add(table.id)
                    continue
                ordinal, _ = _numbering(folded(row.label))
                ref = RowRef(table.id, row.id, table.row_cells(row.id), ordinal)
                for key in _keys(row.label):
                    rows[key].append(ref)
                    printed_in[key].add(table.id)
    return Lexicon(
        edition=edition,
        rows={key: tuple(refs) for key, refs in rows.items()},
        headers=frozenset(headers),
        columns=dict(columns),
        header_rows=dict(header_rows),
        only_in={
            key: next(iter(tables))
            for key, tables in printed_in.items()
            if len(tables) == 1 and tables <= header_rows.keys()
        },
    )


@cache
def edition_marks() -> dict[str, str]:
    """Keys of labels and aliases that only one edition has → that edition's id."""
    seen: dict[str, set[str]] = defaultdict(set)
    for edition in forms.editions():
        for label in edition.labels():
            for key in _keys(label):
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


@cache
def _all_keys() -> frozenset[str]:
    return frozenset(
        key for edition in forms.editions() for label in edition.labels() for key in _keys(label)
    ) | frozenset(section_keys())


@lru_cache(maxsize=65536)
def _short_word(text: str) -> Word:
    return _word(text)


def word(text: str) -> Word:
    """Classifies one printed text: blank, number, nil mark, label of the form, or other text."""
    return _short_word(text) if len(text) <= _LONGEST_LABEL else _word(text)


def words(cells: Iterable[GridCell]) -> list[Word]:
    """Classifies the texts of a row of cells."""
    return [
        _short_word(cell.text) if len(cell.text) <= _LONGEST_LABEL else _word(cell.text) for cell in cells
    ]


def only_values(printed: Iterable[Word]) -> bool:
    """Whether all of them are what a cell of figures may print."""
    for item in printed:  # noqa: SIM110  (a generator costs more than the loop, several times a row)
        if not item.is_value:
            return False
    return True


def only_blanks(printed: Iterable[Word]) -> bool:
    """Whether nothing is printed."""
    for item in printed:  # noqa: SIM110
        if item.kind is not Kind.BLANK:
            return False
    return True


def _word(text: str) -> Word:
    fold = folded(text)
    size = len(fold)
    if not fold:
        return Word(Kind.BLANK, text, is_value=True)
    if size > _LONGEST_LABEL:
        return Word(Kind.TEXT, text, size=size)
    for key in _label_keys(fold):
        if key in _all_keys():
            return Word(Kind.LABEL, text, key, *_numbering(fold), size=size)
    if size <= _LONGEST_NUMBER:
        printed = parse(text)
        if printed.nil:
            return Word(Kind.NIL, text, printed=printed, size=size, is_value=True)
        if printed.value is not None:
            return Word(Kind.NUMBER, text, printed=printed, size=size, is_value=True)
    return Word(Kind.TEXT, text, size=size)


def _label_keys(fold: str) -> Iterator[str]:
    bare = _NUMBERING.sub("", fold, count=1)
    yield _NOT_WORD.sub("", bare)
    if bare.endswith(")"):
        yield _NOT_WORD.sub("", _NOTE.sub("", bare))
    if _LEADING_DIGIT.match(bare):
        yield _NOT_WORD.sub("", bare[1:])


_STYLES: Final = ("(", "、", "(", ".")
"""What each group of _NUMBERING is set as, in its order."""


def _numbering(fold: str) -> tuple[str | None, str]:
    match = _NUMBERING.match(fold)
    if match is not None:
        group = match.lastindex or 1
        return match.group(group), _STYLES[group - 1]
    if len(fold) > 1 and fold[0].isdigit() and not fold[1].isdigit():
        return fold[0], "."
    return None, ""


def _keys(label: str) -> tuple[str, ...]:
    """The key of a printed label and of its aliases."""
    bare = forms.strip_numbering(label)
    aliases = forms.vocabulary().aliases.get(bare, ())
    return tuple(dict.fromkeys(key_of(text) for text in (label, *aliases)))


class Found(NamedTuple):
    """A label found inside running text."""

    start: int
    end: int
    word: Word


@cache
def _inline_pattern() -> tuple[re.Pattern[str], tuple[str, ...]]:
    labels: dict[str, str] = {}
    for edition in forms.editions():
        for label in edition.labels():
            bare = forms.strip_numbering(label)
            for text in (label, *forms.vocabulary().aliases.get(bare, ())):
                labels.setdefault(_inline(text, mandatory=False), text)
        for section in edition.sections:
            for title in (section.title, *section.variants):
                heading = f"{section.ordinal}、{title}"
                labels.setdefault(_inline(heading, mandatory=True), heading)
    ordered = sorted(labels, key=lambda pattern: -len(key_of(labels[pattern])))
    joined = "|".join(f"({pattern})" for pattern in ordered)
    return re.compile(joined), tuple(labels[pattern] for pattern in ordered)


def _inline(label: str, *, mandatory: bool) -> str:
    bare = forms.strip_numbering(label)
    prefix = label[: len(label) - len(bare)]
    ordinal = "".join(char for char in prefix if char.isalnum())
    body = r"\s*".join(re.escape(char) if char.isalnum() else r"[^\w\s]?" for char in bare)
    if not ordinal:
        return body
    # Bare digits before a label may be the end of a figure run into it: 403其他.
    numbering = rf"(?:[(（]{ordinal}[)）][、.．]?|{ordinal}[、.．])\s*"
    return numbering + body if mandatory else f"(?:{numbering})?{body}"


def labels_in(text: str) -> list[Found]:
    """The labels of the form inside running text, longest first at each place, without overlap."""
    pattern, labels = _inline_pattern()
    return [
        Found(
            match.start(),
            match.end(),
            Word(
                Kind.LABEL,
                match.group(),
                key_of(labels[match.lastindex - 1]),
                *_numbering(folded(match.group())),
            ),
        )
        for match in pattern.finditer(plain_width(text))
        if match.lastindex is not None
    ]


def label_at_start(text: str) -> bool:
    """Whether running text begins with a label of the form."""
    pattern, _ = _inline_pattern()
    return pattern.match(plain_width(text).lstrip()) is not None
