"""What people read: the overview of a run here, the Data Docs classes in `gongkai.reviews.views`."""

from gongkai.reviews._notices import Notice, NoticeError, Notices, NoticeWriter, file_names, read_notices
from gongkai.reviews._site import write_site
from gongkai.reviews._unrun import main_reasons
from gongkai.reviews._verdict import verdict
from gongkai.reviews._words import answer_mark

__all__ = [
    "Notice",
    "NoticeError",
    "NoticeWriter",
    "Notices",
    "answer_mark",
    "file_names",
    "main_reasons",
    "read_notices",
    "verdict",
    "write_site",
]
