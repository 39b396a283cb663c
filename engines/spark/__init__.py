"""Reports read and judged on a Spark cluster, or on this machine's cores; needs `gongkai[spark]` and Java."""

from gongkai.engines.spark._judge import judge_spark
from gongkai.engines.spark._read import (
    collect,
    frames_of,
    read_documents,
    read_submissions,
    write_doubles,
)
from gongkai.engines.spark._session import SparkMissingError, session

__all__ = [
    "SparkMissingError",
    "collect",
    "frames_of",
    "judge_spark",
    "read_documents",
    "read_submissions",
    "session",
    "write_doubles",
]
