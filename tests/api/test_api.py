"""What `from gongkai import …` gives."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from lxml import html

import gongkai
from gongkai import api, demo
from gongkai.api import _audit, _rules


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two clean reports and one with a fault."""
    folder = tmp_path_factory.mktemp("inbox")
    organs = list(demo.organs(5))
    faults = (one for one in demo.defects("2021") if one.triggers == ("requests.received.row_total",))
    for organ, fault in ((organs[1], next(faults).id), (organs[2], None), (organs[3], None)):
        rendered = demo.render(demo.make_sample(5, organ, 2023, fault), "text.tabs")
        (folder / rendered.name).write_bytes(rendered.data)
    return folder


@pytest.fixture(scope="module")
def done(inbox: Path) -> gongkai.Audit:
    return gongkai.audit(inbox)


@pytest.mark.parametrize("module", [_audit, _rules])
def test_examples_in_the_docstrings_hold(inbox: Path, module) -> None:
    ended = doctest.testmod(module, extraglobs={"inbox": inbox}, optionflags=doctest.ELLIPSIS)
    assert ended.attempted > 2
    assert ended.failed == 0


def test_everything_that_is_named_is_there() -> None:
    for name in gongkai.__all__:
        assert getattr(gongkai, name) is getattr(api, name)
    assert gongkai.__version__[0].isdigit()
    assert set(dir(gongkai)) == {*gongkai.__all__, "__version__"}
    with pytest.raises(AttributeError, match="nothing"):
        gongkai.nothing  # noqa: B018


def test_importing_it_imports_nothing_else() -> None:
    heavy = "{'pandas', 'pyarrow', 'great_expectations', 'lxml'}"
    code = f"import gongkai, sys; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_frames_may_be_loaded_first(inbox: Path, done: gongkai.Audit) -> None:
    frames = gongkai.load(inbox)
    again = gongkai.audit(frames)
    assert frames.reports.num_rows == len(done.reports) == 3
    assert list(again.findings["finding_id"]) == list(done.findings["finding_id"])


def test_tables_are_those_of_the_run(done: gongkai.Audit) -> None:
    assert done.findings_arrow.num_rows == len(done.findings) > 0
    assert done.failures.empty
    assert len(done.not_run) == done.run.not_run.num_rows
    assert done.counts["reports"] == 3
    assert done.ok is False
    assert "3 reports" in repr(done)


def test_a_report_is_found_by_path_and_by_organ(done: gongkai.Audit) -> None:
    row = done.reports.iloc[0]
    assert done.report(row["path"]).page == done.report(row["organ"], 2023).page
    with pytest.raises(KeyError, match="0 reports"):
        done.report(row["organ"], 1999)
    with pytest.raises(KeyError, match="没有这样的"):
        done.report("没有这样的机关")


def test_a_notebook_shows_a_report_in_a_frame_that_can_do_nothing(done: gongkai.Audit) -> None:
    path = done.findings.loc[0, "path"]
    shown = done.report(path)._repr_html_()
    (frame,) = html.fragment_fromstring(f"<div>{shown}</div>")
    assert frame.tag == "iframe"
    assert frame.get("sandbox") == ""
    page = html.document_fromstring(frame.get("srcdoc"))
    assert page.xpath("//table[contains(@class, 'statutory')]")
    assert page.xpath("//td[contains(@class, 'flagged')]")
    assert page.xpath("//style")
    assert page.xpath("//script | //link") == []


def test_the_output_stays_where_it_is_asked_for(inbox: Path, tmp_path: Path) -> None:
    done = gongkai.audit(str(inbox), tmp_path / "out", lang="en")
    assert (tmp_path / "out" / "index.html").is_file()
    assert done.folder == tmp_path / "out"
    assert "<bdi>" in (tmp_path / "out" / "index.html").read_text("utf-8")


def test_rules_are_a_table(done: gongkai.Audit) -> None:
    table = gongkai.catalogue()
    assert isinstance(table, pd.DataFrame)
    assert set(done.findings["rule_id"]) <= set(table["rule_id"])
    assert set(gongkai.catalogue("2019")["edition"]) == {"2019"}
    with pytest.raises(KeyError):
        gongkai.catalogue("1999")
    assert "requests.balance.total" in gongkai.explain("requests.balance.total")
    with pytest.raises(KeyError):
        gongkai.explain("no.such")
