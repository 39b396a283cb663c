"""Two audits compared on the command line."""

import pyarrow.parquet as pq
import pytest

from gongkai import demo
from gongkai.checkpoints import audit
from gongkai.loaders import load


def submit(folder, *defects):
    organ, *_ = demo.organs(demo.SEED)
    folder.mkdir()
    for number, defect in enumerate(defects):
        sample = demo.make_sample(demo.SEED, organ, demo.YEARS[-1 - number], defect)
        rendered = demo.render(sample, "html.clean")
        (folder / f"{number} {rendered.name}").write_bytes(rendered.data)
    return folder


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Three audits: a report with one fault, with another, and that with a second report beside it."""
    folder = tmp_path_factory.mktemp("runs")
    faults = {"a": ["report.other_year_in_file"], "b": [None], "c": ["report.other_year_in_file"] * 2}
    for name, defects in faults.items():
        audit(load([submit(folder / f"in {name}", *defects)]), folder / name)
    return folder


def test_the_same_run_has_no_differences(gongkai, runs):
    ended = gongkai("compare", runs / "a", runs / "a")
    assert (ended.code, ended.err) == (0, "")
    assert "新增 0，消失 0，变化 0，" in ended.out
    assert "report.year.file\t新增 0 消失 0 变化 0 不变 1" in ended.out


def test_new_and_gone_findings_are_listed_by_rule(gongkai, runs, tmp_path):
    ended = gongkai("compare", runs / "a", runs / "b", "-o", tmp_path / "all.parquet")
    assert ended.code == 1
    assert "report.year.file\t新增 0 消失 1 变化 0 不变 0" in ended.out
    rows = pq.read_table(tmp_path / "all.parquet").to_pylist()
    (row,) = [row for row in rows if row["rule_id"] == "report.year.file"]
    assert (row["state"], row["report"]) == ("gone", "both")
    assert "report.year.file\tnew 1 gone 0" in gongkai("compare", runs / "b", runs / "a", "--lang", "en").out


def test_a_finding_of_a_report_that_only_one_run_has_says_so(gongkai, runs):
    ended = gongkai("compare", runs / "a", runs / "c")
    assert "report.year.file\t新增 1 消失 0 变化 0 不变 1" in ended.out
    assert "上次没有这份报告" in ended.out
    assert "这次没有这份报告" in gongkai("compare", runs / "c", runs / "a").out


def test_a_folder_without_a_run_is_refused(gongkai, runs, tmp_path):
    ended = gongkai("compare", runs / "a", tmp_path)
    assert ended.code == 2
    assert "run.json" in ended.err


def test_both_runs_must_be_named(gongkai, runs):
    assert gongkai("compare", runs / "a").code == 2
