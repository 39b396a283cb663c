"""Who submitted, through Great Expectations: findings also where there is no report to find them in."""

import datetime as dt

import pyarrow.parquet as pq
import pytest

from gongkai.checkpoints import audit
from gongkai.forms import Text
from gongkai.loaders import Failure, Organ, Organs
from gongkai.relations import Settings

REGISTRY = Organs(
    tuple(
        Organ(name, name, level="city", parent=None if name.endswith("政府") else "甲市人民政府")
        for name in ("甲市人民政府", "甲市教育局", "甲市民政局", "甲市水务局")
    )
)


def submitted(make, number, organ, **fields):
    return make.report(number, organ=organ, organ_id=organ, **fields)


@pytest.fixture(scope="module")
def run_and_folder(make, tmp_path_factory):
    reports = [
        submitted(make, 1, "甲市人民政府", published=dt.date(2024, 3, 20)),
        submitted(make, 2, "甲市教育局", published=dt.date(2024, 2, 20)),
        submitted(make, 3, "甲市民政局", path="in/a.html"),
        submitted(make, 4, "甲市民政局", path="in/b.html"),
        submitted(make, 5, "甲市民政局", year=2022),
    ]
    folder = tmp_path_factory.mktemp("run") / "out"
    return audit(make.frames(reports), folder, organs=REGISTRY), folder


def said(run):
    return {
        (row["rule_id"].removeprefix("submissions."), row["organ"], row["answer"], row["path"])
        for row in run.findings.to_pylist()
        if row["edition"] == "submissions"
    }


def test_each_is_found_and_nothing_else(run_and_folder):
    run, _ = run_and_folder
    assert not run.problems
    assert said(run) == {
        ("late", "甲市教育局", "violated", "in/00002-2023.txt"),
        ("missing", "甲市水务局", "violated", ""),
        ("duplicated", "甲市民政局", "violated", "in/a.html"),
    }
    assert run.counts.reports == 5


def test_the_findings_say_whose_and_are_the_same_tomorrow(run_and_folder, make, tmp_path):
    run, folder = run_and_folder
    rows = [row for row in run.findings.to_pylist() if row["edition"] == "submissions"]
    (missing,) = [row for row in rows if not row["path"]]
    assert (missing["year"], missing["region"], missing["cells"], missing["locator"]) == (
        2023,
        None,
        [],
        None,
    )
    assert missing["message"].startswith("甲市水务局")
    (twice,) = [row for row in rows if row["rule_id"] == "submissions.duplicated"]
    assert twice["others"] == ["in/b.html"]
    again = audit(
        make.frames([submitted(make, n, one) for n, one in enumerate(["甲市人民政府", "甲市教育局"])]),
        tmp_path / "out",
        organs=REGISTRY,
    )
    ids = {row["organ"]: row["finding_id"] for row in again.findings.to_pylist() if not row["path"]}
    assert ids["甲市水务局"] == missing["finding_id"]
    assert len(set(ids.values())) == len(ids) == 2
    assert pq.read_table(folder / "submissions.parquet").num_rows == 5


def test_every_list_has_its_page(run_and_folder):
    run, folder = run_and_folder
    lists = [batch for batch in run.batches if batch.lists]
    assert [(batch.id, batch.reports) for batch in lists] == [
        ("submissions-2022", 1),
        ("submissions-2023", 4),
    ]
    page = (folder / lists[1].page).read_text("utf-8")
    assert "甲市水务局" in page


def test_what_cannot_be_judged_is_listed(run_and_folder):
    run, _ = run_and_folder
    reasons = {
        (row["rule_id"], row["reason"])
        for row in run.not_run.to_pylist()
        if row["batch"] == "submissions-2022"
    }
    assert reasons == {("submissions.missing", "not_collected"), ("submissions.late", "no_date")}


def test_without_a_registry_nobody_is_missing(make, tmp_path):
    run = audit(make.frames([make.report(1), make.report(2, path="in/x.txt")]), tmp_path / "out")
    assert said(run) == set()
    reasons = {row["reason"] for row in run.not_run.to_pylist() if row["rule_id"] == "submissions.missing"}
    assert reasons == {"no_registry"}


def test_what_was_not_read_may_be_the_missing_one(make, tmp_path):
    frames = make.frames(
        [submitted(make, 1, "甲市人民政府")], [Failure("in/x.docx", "damaged", Text("坏", "broken"))]
    )
    run = audit(frames, tmp_path / "out", organs=REGISTRY, settings=Settings(years=(2023,)))
    assert {row[:3:2] for row in said(run)} == {("missing", "cannot_tell")}


def test_a_government_is_held_against_its_organs(make, total, tmp_path):
    cell = total.left[0]
    reports = [
        submitted(make, 1, "甲市人民政府", changes={cell: 2}),
        submitted(make, 2, "甲市教育局", changes={cell: 3}),
    ]
    run = audit(make.frames(reports), tmp_path / "out", organs=REGISTRY, settings=Settings("departments"))
    (row,) = [row for row in run.findings.to_pylist() if row["rule_id"].endswith(".rollup")]
    assert (row["organ"], row["severity"], row["answer"]) == ("甲市人民政府", "warning", "violated")
    assert (row["reported"], row["computed"], row["others"]) == (2, 3, [reports[1].path])
    assert "甲市民政局" in row["message"]
