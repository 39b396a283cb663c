"""The statutory form as data: the only place where a cell, a label or an identity is written down."""

from gongkai.forms._claims import ClaimWords, Mention, Reading, Topic, TopicKind, claims, read_claim_words
from gongkai.forms._layout import Grid, Rows, Slot, layout
from gongkai.forms._load import (
    compile_edition,
    edition,
    edition_for_year,
    editions,
    strip_numbering,
    vocabulary,
)
from gongkai.forms._model import (
    Block,
    Cell,
    Chain,
    Citation,
    Column,
    Edition,
    FormError,
    Identity,
    Row,
    Section,
    Table,
    Vocabulary,
)
from gongkai.forms._organs import Level, OrganLevel, OrganWords, StatedLevel, organ_words
from gongkai.forms._submissions import SUBMISSIONS, Submissions, read_submissions, submissions
from gongkai.forms._text import Language, Text
from gongkai.forms._words import STANDINGS

__all__ = [
    "STANDINGS",
    "SUBMISSIONS",
    "Block",
    "Cell",
    "Chain",
    "Citation",
    "ClaimWords",
    "Column",
    "Edition",
    "FormError",
    "Grid",
    "Identity",
    "Language",
    "Level",
    "Mention",
    "OrganLevel",
    "OrganWords",
    "Reading",
    "Row",
    "Rows",
    "Section",
    "Slot",
    "StatedLevel",
    "Submissions",
    "Table",
    "Text",
    "Topic",
    "TopicKind",
    "Vocabulary",
    "claims",
    "compile_edition",
    "edition",
    "edition_for_year",
    "editions",
    "layout",
    "organ_words",
    "read_claim_words",
    "read_submissions",
    "strip_numbering",
    "submissions",
    "vocabulary",
]
