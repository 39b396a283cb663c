"""Frames in a database, and the rules judged there; needs the extra `gongkai[sql]`."""

from gongkai.engines.sql._database import Database, open_database
from gongkai.engines.sql._errors import DatabaseRefusedError
from gongkai.engines.sql._export import Fetched, export, fetch
from gongkai.engines.sql._judge import EnginesDisagreeError, judge_sql, pushed_rules
from gongkai.engines.sql._layout import batch_query

__all__ = [
    "Database",
    "DatabaseRefusedError",
    "EnginesDisagreeError",
    "Fetched",
    "batch_query",
    "export",
    "fetch",
    "judge_sql",
    "open_database",
    "pushed_rules",
]
