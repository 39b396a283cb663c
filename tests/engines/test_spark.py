"""Spark reads what the loaders read, and answers every rule as the rules do."""

import os
import zipfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from gongkai import demo, loaders, rules
from gongkai.engines.spark import collect, frames_of, judge_spark, read_documents, read_submissions
from gongkai.loaders import facts_to_doubles, facts_to_pandas

ORDER = [(name, "ascending") for name in ("path", "report_id")]


def told(verdicts, catalogue):
    return {rule.id: [one.to_dict() for one in verdicts.findings(rule.id)] for rule in catalogue.rules}


def check_equal(there, here, catalogue):
    assert there.paths == here.paths
    different = np.argwhere(there.answers != here.answers)
    assert not [(catalogue.rules[rule].id, here.paths[row]) for rule, row in different[:5]]
    assert told(there, catalogue) == told(here, catalogue)


def test_every_answer_and_finding_is_that_of_the_rules(spark, edition, make_facts, related, tmp_path):
    catalogue = rules.catalogue(edition.id)
    facts = related(make_facts(edition, 400, 11))
    loaders.write_parquet(facts_to_doubles(facts), tmp_path / "facts.parquet")
    batch = spark.read.parquet(str(tmp_path / "facts.parquet")).repartition(5)
    check_equal(judge_spark(catalogue, batch), rules.judge(catalogue, facts_to_pandas(facts)), catalogue)


def test_a_task_that_fails_or_whose_worker_dies_is_run_again_and_changes_nothing(
    spark, edition, make_facts, related, tmp_path
):
    catalogue = rules.catalogue(edition.id)
    facts = related(make_facts(edition, 100, 12))
    loaders.write_parquet(facts_to_doubles(facts), tmp_path / "facts.parquet")
    batch = spark.read.parquet(str(tmp_path / "facts.parquet")).repartition(4)
    marks = tmp_path / "marks"
    marks.mkdir()

    def fails_at_first(batches):
        from pyspark import TaskContext  # noqa: PLC0415 - as above

        task = TaskContext.get()
        mark = marks / str(task.partitionId())
        if not mark.exists():
            mark.touch()
            if task.partitionId() % 2:
                os._exit(1)
            raise RuntimeError("once")
        yield from batches

    names = batch.columns
    plain = batch.toDF(*(f"c{place}" for place in range(len(names))))
    failing = plain.mapInArrow(fails_at_first, plain.schema).toDF(*names)
    check_equal(judge_spark(catalogue, failing), rules.judge(catalogue, facts_to_pandas(facts)), catalogue)
    assert len(list(marks.iterdir())) == 4


def test_a_row_that_is_none_of_facts_is_told(spark, edition, make_facts, related, tmp_path):
    facts = related(make_facts(edition, 10, 13))
    place = facts.column_names.index("statuses")
    broken = facts_to_doubles(facts).set_column(place, "statuses", pa.array(["oo"] * facts.num_rows))
    loaders.write_parquet(broken, tmp_path / "facts.parquet")
    with pytest.raises(Exception, match="statuses"):
        judge_spark(rules.catalogue(edition.id), spark.read.parquet(str(tmp_path / "facts.parquet")))


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    """Reports of several formats, one of them in an archive, and a file that is none."""
    folder = tmp_path_factory.mktemp("in") / "某省"
    reports = list(demo.clean_reports(8))
    for place, one in enumerate(reports[:7]):
        path = folder / f"市{place % 2}" / Path(one.name).name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.data)
    with zipfile.ZipFile(folder / "市1" / "包.zip", "w") as archive:
        archive.writestr(Path(reports[7].name).name, reports[7].data)
    (folder / "市0" / "broken.docx").write_bytes(b"PK\x03\x04 nothing")
    return folder


def in_order(table, *more):
    return table.sort_by([*ORDER, *((name, "ascending") for name in more)])


def check_frames(there, here):
    assert there.failures.sort_by("path").to_pylist() == here.failures.sort_by("path").to_pylist()
    for name, more in (("reports", ()), ("cells", ("cell",)), ("sections", ("section",))):
        one, other = getattr(there, name), getattr(here, name)
        assert in_order(one, *more).to_pylist() == in_order(other, *more).to_pylist()
    assert set(there.facts) == set(here.facts)
    for edition_id, facts in here.facts.items():
        assert in_order(there.facts[edition_id]).to_pylist() == in_order(facts).to_pylist()


def test_submissions_are_read_as_the_loaders_read_them(spark, inbox, tmp_path):
    found = loaders.find_submissions([inbox])
    there = collect(read_submissions(spark, found.submissions), tmp_path)
    here = loaders.load(found)
    assert here.failures.num_rows == 1
    assert here.reports.num_rows == 8
    check_frames(there, here)


def test_documents_of_a_table_are_read_as_the_loaders_read_them(spark, inbox):
    """What a `binaryFile` source or a table of documents gives: path, content, region."""
    found = loaders.find_submissions([inbox])
    rows = [(one.name, one.path.read_bytes(), one.region) for one in found.submissions]
    documents = spark.createDataFrame(rows, "path string, content binary, region string")
    portions = read_documents(documents.repartition(3)).persist()
    frames = {name: frame.toArrow() for name, frame in frames_of(portions).items()}
    portions.unpersist()
    here = loaders.load(found)
    facts = {
        name.removeprefix("facts-"): table
        for name, table in frames.items()
        if name.startswith("facts-") and table.num_rows
    }
    assert set(facts) == set(here.facts)
    for edition_id, table in facts.items():
        assert in_order(table).to_pylist() == in_order(facts_to_doubles(here.facts[edition_id])).to_pylist()
    check_frames(
        loaders.Frames(*(frames[name] for name in ("reports", "cells", "sections", "failures"))),
        loaders.Frames(here.reports, here.cells, here.sections, here.failures),
    )
