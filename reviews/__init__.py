"""What people read: the overview of a run here, the Data Docs classes in `gongkai.reviews.views`."""

from gongkai.reviews._site import write_site
from gongkai.reviews._unrun import main_reasons
from gongkai.reviews._verdict import verdict
from gongkai.reviews._words import answer_mark

__all__ = ["answer_mark", "main_reasons", "verdict", "write_site"]
