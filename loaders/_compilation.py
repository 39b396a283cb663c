"""Several reports in one submission: where one ends and the next begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.loaders._document import Block, Document, Grid, Paragraph
from gongkai.loaders._keys import folded
from gongkai.loaders._titles import Title, title_of
from gongkai.loaders._words import Kind, word, words

_SAME: Final = 3
"""So many sections or rows that were there before show that a report begins anew."""
_LONGEST_TITLE: Final = 120
_LONGEST_LINE: Final = 30
_LINES_OF_A_TITLE: Final = 3


class _Beginning(NamedTuple):
    """A title, and the first block that it takes."""

    at: int
    title: Title


def split(document: Document) -> list[Document]:
    """The parts of a document that are a report each; the document itself where it is one.

    A report begins at a title of another year or organ than the last one's, after which sections or rows
    of tables are printed that were there before. Titles alone, as in a table of contents or among links to
    other reports, begin nothing.
    """
    beginnings = list(_beginnings(document.blocks))
    if len(beginnings) < 2:  # noqa: PLR2004 - one title, one report
        return [document]
    starts = _starts(document.blocks, beginnings)
    if len(starts) < 2:  # noqa: PLR2004
        return [document]
    cuts = pairwise([0, *starts[1:], len(document.blocks)])
    return [replace(document, blocks=document.blocks[first:stop]) for first, stop in cuts]


def _beginnings(blocks: Sequence[Block]) -> Iterator[_Beginning]:
    for at, block in enumerate(blocks):
        if isinstance(block, Paragraph) and _may_end_title(block.text):
            beginning = _beginning(blocks, at)
            if beginning is not None:
                yield beginning


def _may_end_title(text: str) -> bool:
    """A quick look: every name of a report has one of these letters."""
    return len(text) <= _LONGEST_TITLE and ("报" in text or "報" in text)


def _beginning(blocks: Sequence[Block], at: int) -> _Beginning | None:
    """The title that ends in a block, with the organ from a line above where it does not name one."""
    lines: list[str] = []
    for first in range(at, max(at - _LINES_OF_A_TITLE, -1), -1):
        block = blocks[first]
        if not isinstance(block, Paragraph) or (lines and not _is_line(block.text)):
            return None
        lines.insert(0, block.text)
        title = title_of("".join(lines))
        if title is None or title.year is None:
            continue
        if not title.ends or title.around:
            return None
        above = blocks[first - 1] if first else None
        if title.organ is None and isinstance(above, Paragraph) and _is_organ(above.text):
            return _Beginning(first - 1, title._replace(organ=folded(above.text)))
        return _Beginning(first, title)
    return None


def _is_line(text: str) -> bool:
    return len(text) <= _LONGEST_LINE and word(text).kind is Kind.TEXT


def _is_organ(text: str) -> bool:
    return _is_line(text) and folded(text).endswith(forms.vocabulary().organ_suffixes)


def _starts(blocks: Sequence[Block], beginnings: Sequence[_Beginning]) -> list[int]:
    """The indexes of the titles at which a report begins."""
    starts: list[int] = []
    title: Title | None = None
    seen: set[str] = set()
    ends = [*(beginning.at for beginning in beginnings[1:]), len(blocks)]
    for (at, own), end in zip(beginnings, ends, strict=True):
        printed = _printed(blocks[at:end])
        if not starts or (_is_another(own, title) and len(printed & seen) >= _SAME):
            starts.append(at)
            title, seen = own, set()
        elif title is None or not seen:
            title = own
        seen |= printed
    return starts


def _is_another(own: Title, before: Title | None) -> bool:
    if before is None:
        return False
    other_year = None not in (own.year, before.year) and own.year != before.year
    other_organ = None not in (own.organ, before.organ) and own.organ != before.organ
    return other_year or other_organ


def _printed(blocks: Sequence[Block]) -> set[str]:
    """The keys of section titles and of labels in tables."""
    keys: set[str] = set()
    for block in blocks:
        if isinstance(block, Grid):
            keys.update(
                item.key for row in block.rows for item in words(row.texts) if item.kind is Kind.LABEL
            )
        elif (item := word(block.text)).kind is Kind.LABEL:
            keys.add(item.key)
    return keys
