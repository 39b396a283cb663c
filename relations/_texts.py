"""The running text of reports beside their facts, for rules that read it: most runs need none."""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from gongkai.forms import Edition
from gongkai.loaders import Frames, StoredFrames, find_rows

_COLUMN: Final = "prose.{}"
_OPENING: Final = "opening"
_KEYS: Final = ("report_id", "path")


def with_prose(facts: pa.Table, edition: Edition, frames: Frames | StoredFrames) -> pa.Table:
    """The facts of one batch with columns of text: `prose.opening`, and `prose.<section>` for each section.

    Null where the report has no such section.
    """
    ids: Any = pc.unique(facts["report_id"])
    sections = _own(frames, "sections", (*_KEYS, "section", "prose"), ids)
    reports = _own(frames, "reports", (*_KEYS, "opening"), ids)
    facts = _beside(facts, _COLUMN.format(_OPENING), reports, _OPENING)
    for section in edition.sections:
        named: Any = pc.equal(sections["section"], pa.scalar(section.id))
        facts = _beside(facts, _COLUMN.format(section.id), sections.filter(named), "prose")
    return facts


def prose_columns(edition: Edition) -> dict[str, str | None]:
    """The columns of `with_prose`, by name: the section whose text it is, None for the opening."""
    names = {_COLUMN.format(section.id): section.id for section in edition.sections}
    return {_COLUMN.format(_OPENING): None, **names}


def _own(frames: Frames | StoredFrames, name: str, columns: tuple[str, ...], ids: Any) -> pa.Table:
    pieces = [piece.filter(pc.is_in(piece["report_id"], ids)) for piece in frames.pieces(name, columns)]
    return pa.concat_tables(pieces)


def _beside(facts: pa.Table, name: str, table: pa.Table, column: str) -> pa.Table:
    wanted: list[Any] = [facts[key].combine_chunks() for key in _KEYS]
    places = find_rows(table, wanted, _KEYS)
    indices: Any = pa.array(places, mask=places < 0)
    return facts.append_column(name, table[column].combine_chunks().take(indices))
