"""The six sections of a report: their titles, order and bodies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gongkai.loaders._document import Locator
from gongkai.loaders._keys import size_of
from gongkai.loaders._lexicon import section_keys
from gongkai.loaders._report import ReadSection
from gongkai.loaders._segments import Item, Prose, Rows, Segment
from gongkai.loaders._words import Kind, Word, only_values


class _Hit(NamedTuple):
    at: int
    section: str
    ordinal: str | None
    title: str
    locator: Locator


def read_sections(items: Sequence[Item]) -> tuple[ReadSection, ...]:
    """The sections found, in document order.

    A title that stands more than once (a table of contents, an appendix) counts where its body is longest.
    """
    hits = list(_titles(items))
    if not hits:
        return ()
    ends = [*(hit.at for hit in hits[1:]), len(items)]
    best: dict[str, tuple[int, ReadSection]] = {}
    for hit, end in zip(hits, ends, strict=True):
        read = _body(hit, items[hit.at : end])
        if hit.section not in best or read.characters > best[hit.section][1].characters:
            best[hit.section] = (hit.at, read)
    return tuple(read for _, read in sorted(best.values(), key=lambda entry: entry[0]))


def first_section_index(items: Sequence[Item]) -> int:
    """The index of the first section title; the number of items where there is none."""
    return next((hit.at for hit in _titles(items)), len(items))


def is_section_title(item: Segment) -> bool:
    """Whether a segment's label is the title of a section, not a sub-heading of the same words."""
    label = item.label
    known = None if label is None else section_keys().get(label.key)
    if label is None or known is None or label.style not in ("、", ""):
        return False
    return not (known.needs_ordinal and label.ordinal is None)


def _titles(items: Sequence[Item]) -> Iterator[_Hit]:
    known = section_keys()
    for at, item in enumerate(items):
        if not isinstance(item, Segment) or item.label is None or item.label.key not in known:
            continue
        if not is_section_title(item):
            continue
        if item.source not in ("lines", "inline") and not only_values(item.words):
            continue
        label = item.label
        yield _Hit(at, known[label.key].section, label.ordinal, label.text.strip(), item.locator)


def _body(hit: _Hit, items: Sequence[Item]) -> ReadSection:
    prose: list[str] = []
    characters = 0
    for item in items[1:]:
        if isinstance(item, Prose):
            prose.append(item.text.strip())
            characters += size_of(item.text)
            continue
        if isinstance(item, Rows):
            characters += item.size
            continue
        characters += sum([word.size for word in item.words])
        if item.label is not None:
            characters += item.label.size
    own = _own_words(items[0])
    characters += sum(word.size for word in own)
    if len(own) == 1 and own[0].kind is Kind.NIL:
        # A section may say “none” and nothing else: that is a sentence, not a cell.
        prose.insert(0, own[0].text.strip())
    return ReadSection(hit.section, hit.ordinal, hit.title, characters, "\n".join(prose), hit.locator)


def _own_words(title: Item) -> tuple[Word, ...]:
    """What stands on the line of the title, after it."""
    return title.words if isinstance(title, Segment) else ()
