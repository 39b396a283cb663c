"""A run: batches of reports → Great Expectations → findings.

Importing this is cheap; Great Expectations is imported when `audit` is called.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from gongkai.checkpoints._audit import audit
from gongkai.checkpoints._compare import DIFFERENCES, STATES, Difference, NoRunError, compare
from gongkai.checkpoints._engine import Engine, PandasEngine
from gongkai.checkpoints._findings import FINDINGS
from gongkai.checkpoints._news import News
from gongkai.checkpoints._on_pages import FindingPlace, on_pages, waiver_of
from gongkai.checkpoints._output import DirectoryRefusedError
from gongkai.checkpoints._run import Batch, Counts, Outcome, Problem, Run
from gongkai.checkpoints._waivers import Applied, Waiver, Waivers

if TYPE_CHECKING:
    from gongkai.checkpoints._spark_engine import SparkEngine
    from gongkai.checkpoints._sql_engine import SqlEngine

__all__ = [
    "DIFFERENCES",
    "FINDINGS",
    "STATES",
    "Applied",
    "Batch",
    "Counts",
    "Difference",
    "DirectoryRefusedError",
    "Engine",
    "FindingPlace",
    "News",
    "NoRunError",
    "Outcome",
    "PandasEngine",
    "Problem",
    "Run",
    "SparkEngine",
    "SqlEngine",
    "Waiver",
    "Waivers",
    "audit",
    "compare",
    "on_pages",
    "waiver_of",
]

_HOMES: Final = {"SparkEngine": "_spark_engine", "SqlEngine": "_sql_engine"}
"""What needs an extra is imported when it is asked for."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
