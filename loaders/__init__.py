"""Submissions into frames: bytes → Document → Report → Arrow tables."""

from gongkai.loaders._build import Frames, FramesBuilder, facts_to_doubles, facts_to_pandas, write_parquet
from gongkai.loaders._containers import unpack
from gongkai.loaders._discover import ASIDE, Found, Room, Submission, find_submissions
from gongkai.loaders._document import Block, Document, Grid, GridRow, Locator, Paragraph, plain_row
from gongkai.loaders._duplicates import find_duplicates
from gongkai.loaders._flipbooks import Leaf
from gongkai.loaders._frames import (
    CELLS,
    CLAIM,
    DUPLICATES,
    FACTS,
    FAILURES,
    LOCATOR,
    NIL_LETTER,
    REPORTS,
    SECTIONS,
    STATUS_LETTERS,
    UNIDENTIFIED,
    VALUE,
    facts_name,
    facts_schema,
    frame_schemas,
)
from gongkai.loaders._load import load, load_into
from gongkai.loaders._organ import Organ
from gongkai.loaders._organ_names import (
    is_own_office,
    is_place,
    leading_place,
    may_be_same,
    name_key,
    place_of,
)
from gongkai.loaders._organ_problems import RegistryError
from gongkai.loaders._organs import Organs
from gongkai.loaders._processes import no_main_module, process_context
from gongkai.loaders._program import run_program
from gongkai.loaders._reading import BOUNDS_MEMORY, Reading, cores
from gongkai.loaders._recognise import recognise, recognise_all
from gongkai.loaders._registry import read, read_bytes
from gongkai.loaders._report import (
    Claim,
    ClaimKind,
    Failure,
    Note,
    ReadCell,
    ReadSection,
    Report,
    Status,
    UnreadableError,
)
from gongkai.loaders._rows import find_rows, take_rows
from gongkai.loaders._soffice import find_libreoffice
from gongkai.loaders._staging import RESULT, Output, scratch, staged
from gongkai.loaders._stored import StoredFrames
from gongkai.loaders._unidentified import find_unidentified
from gongkai.loaders._workers import Progress, WorkersFailedError

__all__ = [
    "ASIDE",
    "BOUNDS_MEMORY",
    "CELLS",
    "CLAIM",
    "DUPLICATES",
    "FACTS",
    "FAILURES",
    "LOCATOR",
    "NIL_LETTER",
    "REPORTS",
    "RESULT",
    "SECTIONS",
    "STATUS_LETTERS",
    "UNIDENTIFIED",
    "VALUE",
    "Block",
    "Claim",
    "ClaimKind",
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
    "Organ",
    "Organs",
    "Output",
    "Paragraph",
    "Progress",
    "ReadCell",
    "ReadSection",
    "Reading",
    "RegistryError",
    "Report",
    "Room",
    "Status",
    "StoredFrames",
    "Submission",
    "UnreadableError",
    "WorkersFailedError",
    "cores",
    "facts_name",
    "facts_schema",
    "facts_to_doubles",
    "facts_to_pandas",
    "find_duplicates",
    "find_libreoffice",
    "find_rows",
    "find_submissions",
    "find_unidentified",
    "frame_schemas",
    "is_own_office",
    "is_place",
    "leading_place",
    "load",
    "load_into",
    "may_be_same",
    "name_key",
    "no_main_module",
    "place_of",
    "plain_row",
    "process_context",
    "read",
    "read_bytes",
    "recognise",
    "recognise_all",
    "run_program",
    "scratch",
    "staged",
    "take_rows",
    "unpack",
    "write_parquet",
]
