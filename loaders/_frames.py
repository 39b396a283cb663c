"""The frames: Arrow tables that everything after the loaders works on."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from gongkai import forms
from gongkai.loaders._document import Locator
from gongkai.loaders._report import Status


def _schema(columns: list[tuple[str, pa.DataType]]) -> pa.Schema:
    return pa.schema(columns)


VALUE: Final = pa.decimal128(24, 6)
LOCATOR: Final = pa.struct(
    [(name, pa.string() if name == "xpath" else pa.int32()) for name in Locator._fields],
)

CLAIM: Final = pa.struct(
    [
        ("section", pa.string()),
        ("topic", pa.string()),
        ("kind", pa.string()),
        ("value", VALUE),
        ("raw", pa.string()),
        ("sentence", pa.string()),
        ("start", pa.int32()),
        ("stop", pa.int32()),
    ]
)
"""What prose says: see `Claim`."""
REPORTS: Final = _schema(
    [
        ("report_id", pa.string()),
        ("path", pa.string()),
        ("format", pa.string()),
        ("encoding", pa.string()),
        ("organ", pa.string()),
        ("region", pa.string()),
        ("organ_id", pa.string()),
        ("level", pa.string()),
        ("parent", pa.string()),
        ("region_code", pa.string()),
        ("organ_source", pa.string()),
        ("title", pa.string()),
        ("year", pa.int16()),
        ("title_year", pa.int16()),
        ("file_year", pa.int16()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("edition", pa.string()),
        ("edition_source", pa.string()),
        ("published", pa.date32()),
        ("opening", pa.string()),
        ("sections", pa.list_(pa.string())),
        ("claims", pa.list_(CLAIM)),
        (
            "notes",
            pa.list_(
                pa.struct(
                    [
                        ("code", pa.string()),
                        ("zh", pa.string()),
                        ("en", pa.string()),
                        ("cell", pa.string()),
                        ("locator", LOCATOR),
                    ]
                )
            ),
        ),
    ]
)
CELLS: Final = _schema(
    [
        ("report_id", pa.string()),
        ("path", pa.string()),
        ("cell", pa.string()),
        ("table", pa.string()),
        ("row", pa.string()),
        ("column", pa.string()),
        ("value", VALUE),
        ("raw", pa.string()),
        ("status", pa.string()),
        ("locator", LOCATOR),
    ]
)
SECTIONS: Final = _schema(
    [
        ("report_id", pa.string()),
        ("path", pa.string()),
        ("section", pa.string()),
        ("ordinal", pa.string()),
        ("title", pa.string()),
        ("characters", pa.int32()),
        ("prose", pa.string()),
        ("locator", LOCATOR),
    ]
)
FAILURES: Final = _schema(
    [("path", pa.string()), ("code", pa.string()), ("zh", pa.string()), ("en", pa.string())]
)
DUPLICATES: Final = _schema(
    [
        ("kind", pa.string()),
        ("report_id", pa.string()),
        ("path", pa.string()),
        ("first_report_id", pa.string()),
        ("first_path", pa.string()),
        ("organ", pa.string()),
        ("organ_id", pa.string()),
        ("year", pa.int16()),
    ]
)
"""A row a report that is there already: `kind` "content" where the bytes are the same, "organ_year" where
another report is of the same organ and year. `first_…` are of the one whose path sorts first."""
UNIDENTIFIED: Final = _schema(
    [
        ("organ", pa.string()),
        ("code", pa.string()),
        ("reports", pa.int32()),
        ("path", pa.string()),
        ("zh", pa.string()),
        ("en", pa.string()),
    ]
)
"""A row an organ as stated (null where none is) and `code` of the note: "organ_unknown" where the registry
has no such organ, "organ_disagrees" where title, text and file name different ones; `reports` is how many,
`path`, `zh` and `en` are of the first."""

STATUS_LETTERS: Final[dict[Status, str]] = {
    "ok": "o",
    "blank": "b",
    "missing": "m",
    "unreadable": "u",
    "inferred": "i",
}
NIL_LETTER: Final = "n"
"""A blank printed as a mark such as "/" keeps its own letter in `statuses`."""


def facts_schema(edition: forms.Edition) -> pa.Schema:
    """The columns of `facts-<edition>`: one row a report, one column a cell.

    `statuses` has one letter a cell in the form's order (STATUS_LETTERS, NIL_LETTER), so that a null
    value still says why it is null. `section.<id>` is the number of non-space characters in that
    section's body, null where the section is absent; `section_order` lists the section ids found, in
    document order, separated by spaces. Cell columns are decimal, null unless ok or inferred.
    """
    return _schema(
        [
            ("report_id", pa.string()),
            ("path", pa.string()),
            ("organ", pa.string()),
            ("region", pa.string()),
            ("organ_id", pa.string()),
            ("level", pa.string()),
            ("region_code", pa.string()),
            ("year", pa.int16()),
            ("edition", pa.string()),
            ("edition_source", pa.string()),
            ("title_year", pa.int16()),
            ("file_year", pa.int16()),
            ("period_start", pa.date32()),
            ("period_end", pa.date32()),
            ("published", pa.date32()),
            ("claims", pa.list_(CLAIM)),
            ("section_order", pa.string()),
            *((f"section.{section.id}", pa.int32()) for section in edition.sections),
            ("statuses", pa.string()),
            *((cell_id, VALUE) for cell_id in edition.cell_ids),
        ]
    )


FACTS: Final = "facts-"
"""What the names of the facts of an edition begin with."""


def facts_name(edition_id: str) -> str:
    """The name of the frame that holds the facts of an edition."""
    return f"{FACTS}{edition_id}"


def frame_schemas() -> dict[str, pa.Schema]:
    """Every frame that there may be, by name, with its columns."""
    facts = {facts_name(edition.id): facts_schema(edition) for edition in forms.editions()}
    return {"reports": REPORTS, "cells": CELLS, "sections": SECTIONS, "failures": FAILURES, **facts}
