"""What was found on other nights: which finding is new, standing, corrected, returned; trends.

Importing this is cheap; DuckDB is imported when something is asked.
"""

from gongkai.history._ask import BY, By, Trend, longest, nights, of_finding, trend
from gongkai.history._extend import extend, repeat
from gongkai.history._retention import Retention
from gongkai.history._states import STATES
from gongkai.history._tables import BOOK, FINDINGS, RUNS, NoHistoryError

__all__ = [
    "BOOK",
    "BY",
    "FINDINGS",
    "RUNS",
    "STATES",
    "By",
    "NoHistoryError",
    "Retention",
    "Trend",
    "extend",
    "longest",
    "nights",
    "of_finding",
    "repeat",
    "trend",
]
