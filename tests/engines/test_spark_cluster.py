"""A cluster of two executors on this machine, one of which is killed while it works."""

import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gongkai import rules
from gongkai.loaders import facts_to_doubles, facts_to_pandas, write_parquet

SCRIPT = """
import pickle, sys
from pathlib import Path

from pyspark.sql import SparkSession

from gongkai import rules
from gongkai.engines.spark import judge_spark

facts, answers, marks, edition = sys.argv[1:]
spark = (
    SparkSession.builder.master("local-cluster[2,1,1024]")
    .config("spark.ui.enabled", "false")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.executorEnv.SPARK_LOCAL_IP", "127.0.0.1")
    .getOrCreate()
)
batch = spark.read.parquet(facts).repartition(6)
names = batch.columns
plain = batch.toDF(*(f"c{place}" for place in range(len(names))))


def slowly(batches):
    import os, time

    from pyspark import TaskContext

    task = TaskContext.get()
    # The worker's parent is the daemon of Python workers, whose parent is the executor.
    daemon = os.getppid()
    executor = int(Path(f"/proc/{daemon}/stat").read_text().rsplit(")", 1)[1].split()[1])
    Path(marks, f"{task.partitionId()}-{task.attemptNumber()}-{executor}").touch()
    time.sleep(4)
    yield from batches


verdicts = judge_spark(rules.catalogue(edition), plain.mapInArrow(slowly, plain.schema).toDF(*names))
found = {rule.id: [one.to_dict() for one in verdicts.findings(rule.id)] for rule in verdicts.catalogue.rules}
Path(answers).write_bytes(pickle.dumps((verdicts.keys, verdicts.answers, found)))
spark.stop()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks for the executor in /proc")
def test_a_lost_executor_changes_nothing(edition, make_facts, related, tmp_path):
    facts = related(make_facts(edition, 120, 21))
    stored = write_parquet(facts_to_doubles(facts), tmp_path / "facts.parquet")
    marks, answers, script = tmp_path / "marks", tmp_path / "answers", tmp_path / "job.py"
    marks.mkdir()
    script.write_text(SCRIPT, "utf-8")
    command = [sys.executable, "-W", "ignore", str(script), str(stored), str(answers), str(marks), edition.id]
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    with subprocess.Popen(command, env=environment, cwd=tmp_path) as job:
        while not list(marks.iterdir()):
            assert job.poll() is None, "the job ended before a task began"
            time.sleep(0.1)
        time.sleep(1)
        first = int(next(marks.iterdir()).name.rsplit("-", 1)[1])
        os.kill(first, signal.SIGKILL)
        assert job.wait(240) == 0
    executors = {path.name.rsplit("-", 1)[1] for path in marks.iterdir()}
    tasks = [tuple(path.name.split("-")[:2]) for path in marks.iterdir()]
    assert len(executors) > 1
    # A task of the executor that is gone was begun again elsewhere.
    assert len(tasks) > 6
    keys, codes, found = pickle.loads(Path(answers).read_bytes())
    catalogue = rules.catalogue(edition.id)
    here = rules.judge(catalogue, facts_to_pandas(facts))
    assert [path for path, _ in keys] == here.paths
    assert (codes == here.answers).all()
    assert found == {rule.id: [one.to_dict() for one in here.findings(rule.id)] for rule in catalogue.rules}
