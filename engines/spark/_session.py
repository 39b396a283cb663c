"""A Spark session, and the Java that it needs."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gongkai.forms import Text

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_ROWS: Final = 5000
"""Rows that go to Python at a time: many enough for numpy, few enough for memory."""
_TRIES: Final = 4
_QUIET: Final = Path(__file__).with_name("log4j2.properties").as_uri()


class SparkMissingError(Exception):
    """Spark cannot be started; `message` says what to install."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.zh)
        self.message = message


def session(cores: int | None = None) -> SparkSession:
    """The session of this process, or a new one: on this machine unless `spark-submit` says otherwise.

    Args:
        cores: of this machine, all of them where it is None; without effect on a cluster.

    Raises:
        SparkMissingError: pyspark or Java is not installed.
    """
    with warnings.catch_warnings():
        # It says that it does not support pandas 3 fully; what is used of it here does not go through pandas.
        warnings.filterwarnings("ignore", "PySpark does not yet", FutureWarning)
        try:
            from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise SparkMissingError(_NO_SPARK) from error
    if (running := SparkSession.getActiveSession()) is not None:
        return running
    if "JAVA_HOME" not in os.environ and shutil.which("java") is None:
        raise SparkMissingError(_NO_JAVA)
    # The workers' Python is this one, with what is installed here.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = (
        SparkSession.builder.appName("gongkai")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", _ROWS)
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.driver.maxResultSize", "0")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.extraJavaOptions", f"-Dlog4j2.configurationFile={_QUIET}")
    )
    if "spark.master" not in os.environ.get("PYSPARK_SUBMIT_ARGS", "") and "MASTER" not in os.environ:
        number = "*" if cores is None else str(cores)
        # The second number: how often a task may fail, as on a cluster.
        builder = (
            builder.master(f"local[{number},{_TRIES}]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
        )
    made: SparkSession = builder.getOrCreate()
    return made


_NO_SPARK: Final = Text(
    "没有安装 Spark，无法使用 --engine spark。请运行 pip install 'gongkai[spark]'。",
    "Spark is not installed, which --engine spark needs. Run pip install 'gongkai[spark]'.",
)
_NO_JAVA: Final = Text(
    "Spark 需要 Java 17 或更新版本。请安装 Java（apt-get install default-jre-headless）或设置 JAVA_HOME。",
    "Spark needs Java 17 or newer. Install it (apt-get install default-jre-headless), or set JAVA_HOME.",
)
