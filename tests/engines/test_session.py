"""What Spark needs and is not there is told, with what to install."""

import sys

import pytest

from gongkai.engines.spark import SparkMissingError, session


@pytest.fixture(autouse=True)
def none_running(monkeypatch):
    """Another test's session may run in this process."""
    sql = pytest.importorskip("pyspark.sql")
    monkeypatch.setattr(sql.SparkSession, "getActiveSession", staticmethod(lambda: None))


def test_a_machine_without_java_is_told(monkeypatch, tmp_path):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SparkMissingError, match="default-jre-headless") as caught:
        session()
    assert "Java 17" in caught.value.message.en


def test_a_machine_without_pyspark_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(SparkMissingError, match=r"gongkai\[spark\]"):
        session()
