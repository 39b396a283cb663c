"""The job for a cluster, run on this machine: its tables hold what the loaders read and the audit found."""

from __future__ import annotations

import importlib.util
import json
import warnings
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from gongkai import loaders
from gongkai.checkpoints import audit
from gongkai.cli import main as command

JOB = Path(__file__).parents[2] / "examples" / "spark" / "job.py"


@pytest.fixture
def job():
    spec = importlib.util.spec_from_file_location("job", JOB)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.usefixtures("spark")
def test_the_lake_holds_what_was_read_and_found(job, tmp_path):
    inbox, lake, out = tmp_path / "收件", tmp_path / "lake", tmp_path / "out"
    assert command(["demo", "-o", str(tmp_path / "demo")]) == 0
    for path in sorted((tmp_path / "demo" / "reports").rglob("*.html"))[:20]:
        target = inbox / path.relative_to(tmp_path / "demo" / "reports")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    (inbox / "坏[1].docx").write_bytes(b"PK\x03\x04 nothing")
    code = job.main(["--documents", str(inbox), "--lake", str(lake), "--out", str(out)])
    assert code == 3
    here = loaders.load([inbox])
    reports = pq.read_table(lake / "reports")
    assert sorted(reports["report_id"].to_pylist()) == sorted(here.reports["report_id"].to_pylist())
    assert pq.read_table(lake / "failures").num_rows == 1
    assert "坏[1].docx" in pq.read_table(lake / "failures")["path"][0].as_py()
    assert pq.read_table(lake / "cells").num_rows == here.cells.num_rows
    run = audit(here, tmp_path / "pandas")
    found = pq.read_table(lake / "findings")
    assert sorted(found["finding_id"].to_pylist()) == sorted(run.findings["finding_id"].to_pylist())
    assert found.num_rows
    assert json.loads((out / "run.json").read_text("utf-8"))["engine"] == "spark"


def test_the_documented_way_with_stock_great_expectations(tmp_path, monkeypatch):
    """docs/engines.md, on the demo province."""
    page = (Path(__file__).parents[2] / "docs" / "engines.md").read_text("utf-8")
    code = page.split("```python\n")[1].split("```")[0]
    assert command(["demo", "-o", str(tmp_path / "demo")]) == 0
    assert (
        command(["export", str(tmp_path / "demo" / "reports"), "--to", f"sqlite:///{tmp_path}/reports.db"])
        == 0
    )
    monkeypatch.chdir(tmp_path)
    said = []
    with warnings.catch_warnings():
        # Its connections are Great Expectations' to close.
        warnings.simplefilter("ignore", ResourceWarning)
        exec(compile(code, "engines.md", "exec"), {"print": said.append})
    assert said == [False]
