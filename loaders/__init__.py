"""Submissions into frames: bytes → Document → Report → Arrow tables."""

from gongkai.loaders._build import Frames, FramesBuilder, facts_to_pandas, write_parquet
from gongkai.loaders._containers import unpack
from gongkai.loaders._discover import ASIDE, Found, Leaf, Room, Submission, find_submissions
from gongkai.loaders._document import Block, Document, Grid, GridRow, Locator, Paragraph, plain_row
from gongkai.loaders._frames import (
    CELLS,
    FAILURES,
    LOCATOR,
    NIL_LETTER,
    REPORTS,
    SECTIONS,
    STATUS_LETTERS,
    VALUE,
    facts_schema,
)
from gongkai.loaders._load import Progress, load, load_one
from gongkai.loaders._recognise import recognise, recognise_all
from gongkai.loaders._registry import read, read_bytes
from gongkai.loaders._report import (
    Failure,
    Note,
    ReadCell,
    ReadSection,
    Report,
    Status,
    UnreadableError,
)
from gongkai.loaders._staging import RESULT, Output, staged

__all__ = [
    "ASIDE",
    "CELLS",
    "FAILURES",
    "LOCATOR",
    "NIL_LETTER",
    "REPORTS",
    "RESULT",
    "SECTIONS",
    "STATUS_LETTERS",
    "VALUE",
    "Block",
    "Document",
    "Failure",
    "Found",
    "Frames",
    "FramesBuilder",
    "Grid",
    "GridRow",
    "Leaf",
    "Locator",
    "Note",
    "Output",
    "Paragraph",
    "Progress",
    "ReadCell",
    "ReadSection",
    "Report",
    "Room",
    "Status",
    "Submission",
    "UnreadableError",
    "facts_schema",
    "facts_to_pandas",
    "find_submissions",
    "load",
    "load_one",
    "plain_row",
    "read",
    "read_bytes",
    "recognise",
    "recognise_all",
    "staged",
    "unpack",
    "write_parquet",
]
