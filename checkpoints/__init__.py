"""A run: batches of reports → Great Expectations → findings.

Importing this is cheap; Great Expectations is imported when `audit` is called.
"""

from gongkai.checkpoints._audit import audit
from gongkai.checkpoints._compare import DIFFERENCES, STATES, Difference, NoRunError, compare
from gongkai.checkpoints._findings import FINDINGS
from gongkai.checkpoints._news import News
from gongkai.checkpoints._on_pages import FindingPlace, on_pages, waiver_of
from gongkai.checkpoints._output import DirectoryRefusedError
from gongkai.checkpoints._run import Batch, Counts, Outcome, Problem, Run
from gongkai.checkpoints._waivers import Applied, Waiver, Waivers

__all__ = [
    "DIFFERENCES",
    "FINDINGS",
    "STATES",
    "Applied",
    "Batch",
    "Counts",
    "Difference",
    "DirectoryRefusedError",
    "FindingPlace",
    "News",
    "NoRunError",
    "Outcome",
    "Problem",
    "Run",
    "Waiver",
    "Waivers",
    "audit",
    "compare",
    "on_pages",
    "waiver_of",
]
