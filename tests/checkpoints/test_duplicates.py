"""A report that is submitted twice is audited twice and told; no finding takes another's id."""

import json

import pyarrow.parquet as pq
import pytest

from gongkai.checkpoints import audit
from gongkai.forms import Text
from gongkai.loaders import Note


@pytest.fixture(scope="module")
def twice(make, total, tmp_path_factory):
    """A report, a copy of it, another of that organ and year, and one of an unknown organ."""
    wrong = {total.left[0]: 3}
    organ = {"organ": "某县教育局", "changes": wrong}
    first = make.report(1, path="in/甲.txt", **organ)
    copy = make.report(1, path="in/甲（副本）.txt", **organ)
    again = make.report(2, path="in/甲（更正）.txt", **organ)
    note = Note("organ_unknown", Text("不在名录中", "not in the registry"))
    unknown = make.report(3, notes=(note,))
    folder = tmp_path_factory.mktemp("twice")
    # The order of arrival must not matter.
    return audit(make.frames([copy, unknown, again, first]), folder), folder


def test_ids_of_findings_are_unique_and_the_first_keeps_its_own(twice, make, total, tmp_path):
    run, _ = twice
    rows = run.findings.to_pylist()
    assert len({row["finding_id"] for row in rows}) == len(rows)
    violated = {row["path"]: row["finding_id"] for row in rows if row["rule_id"] == total.id}
    assert set(violated) == {"in/甲.txt", "in/甲（副本）.txt", "in/甲（更正）.txt"}
    alone = make.report(1, path="in/甲.txt", organ="某县教育局", changes={total.left[0]: 3})
    known = audit(make.frames([alone]), tmp_path).findings.to_pylist()
    assert violated["in/甲.txt"] in {row["finding_id"] for row in known}


def test_the_copy_and_the_other_report_are_told(twice):
    run, folder = twice
    told = [(row["kind"], row["path"], row["first_path"]) for row in run.duplicates.to_pylist()]
    assert told == [
        ("content", "in/甲（副本）.txt", "in/甲.txt"),
        ("organ_year", "in/甲（更正）.txt", "in/甲.txt"),
    ]
    assert pq.read_table(folder / "duplicates.parquet").equals(run.duplicates)
    assert run.counts.reports == pq.read_metadata(folder / "reports.parquet").num_rows == 4
    assert run.exit_code("error") == 1


def test_organs_that_were_not_identified_are_told(twice):
    run, folder = twice
    assert [row["organ"] for row in run.unidentified.to_pylist()] == ["第3局"]
    counts = json.loads((folder / "run.json").read_text("utf-8"))["counts"]
    assert (counts["duplicates"], counts["unidentified"]) == (2, 1)
