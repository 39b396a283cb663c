"""The six sections of a report: their titles, order and bodies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gongkai.loaders._document import Locator
from gongkai.loaders._lexicon import folded, key_of, section_keys
from gongkai.loaders._report import ReadSection
from gongkai.loaders._segments import Item, Prose


class _Hit(NamedTuple):
    index: int
    section: str
    ordinal: str | None
    title: str
    locator: Locator


def read_sections(items: Sequence[Item]) -> tuple[ReadSection, ...]:
    """The sections found, in document order.

    A title that stands more than once (a table of contents, an appendix) counts where its body is longest.
    """
    hits = [hit for index, item in enumerate(items) if (hit := _title(index, item)) is not None]
    ends = [*(hit.index for hit in hits[1:]), len(items)]
    best: dict[str, tuple[int, ReadSection]] = {}
    for hit, end in zip(hits, ends, strict=True):
        read = _body(hit, items[hit.index : end])
        if hit.section not in best or read.characters > best[hit.section][1].characters:
            best[hit.section] = (hit.index, read)
    return tuple(read for _, read in sorted(best.values(), key=lambda entry: entry[0]))


def first_section_index(items: Sequence[Item]) -> int:
    """The index of the first section title; the number of items where there is none."""
    return next((index for index, item in enumerate(items) if _title(index, item) is not None), len(items))


def _title(index: int, item: Item) -> _Hit | None:
    if isinstance(item, Prose) or item.label is None:
        return None
    known = section_keys().get(item.label.key)
    if known is None or (known.needs_ordinal and item.label.ordinal is None):
        return None
    if item.source not in ("lines", "inline") and any(not word.is_value for word in item.words):
        return None
    return _Hit(index, known.section, item.label.ordinal, item.label.text.strip(), item.locator)


def _body(hit: _Hit, items: Sequence[Item]) -> ReadSection:
    prose: list[str] = []
    characters = 0
    for position, item in enumerate(items):
        if isinstance(item, Prose):
            prose.append(item.text.strip())
            characters += len(folded(item.text))
        else:
            characters += sum(len(folded(word.text)) for word in item.words)
            if position and item.label is not None:
                characters += len(key_of(item.label.text))
    return ReadSection(hit.section, hit.ordinal, hit.title, characters, "\n".join(prose), hit.locator)


