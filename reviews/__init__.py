"""What people read: the overview of a run here, the Data Docs classes in `gongkai.reviews.views`."""

from gongkai.reviews._browser import PrintingError, find_browser
from gongkai.reviews._handout import write_handout
from gongkai.reviews._notices import Notice, NoticeError, Notices, NoticeWriter, file_names, read_notices
from gongkai.reviews._render import visible
from gongkai.reviews._site import addresses_of_reports, write_site
from gongkai.reviews._unrun import main_reasons
from gongkai.reviews._verdict import verdict
from gongkai.reviews._words import answer_mark

__all__ = [
    "Notice",
    "NoticeError",
    "NoticeWriter",
    "Notices",
    "PrintingError",
    "addresses_of_reports",
    "answer_mark",
    "file_names",
    "find_browser",
    "main_reasons",
    "read_notices",
    "verdict",
    "visible",
    "write_handout",
    "write_site",
]
