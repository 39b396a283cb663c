"""`gongkai audit`: the whole way, and what the exit code makes of it."""

import json

import pyarrow.parquet as pq
import pytest

from gongkai import checkpoints, demo, forms

YEAR = 2022
EDITION = forms.edition_for_year(YEAR).id
CONTRACT = {
    "index.html",
    "data_docs",
    "reports.parquet",
    "cells.parquet",
    "sections.parquet",
    "failures.parquet",
    "duplicates.parquet",
    f"facts-{EDITION}.parquet",
    "findings.parquet",
    "findings.json",
    "not_run.parquet",
    "run.json",
}


def planted(severity):
    """A report whose worst finding is of that severity, and violated."""
    organ = next(iter(demo.organs(1)))
    ranks = ["error", "warning", "info"]
    for defect in demo.defects(EDITION):
        sample = demo.make_sample(1, organ, YEAR, defect.id)
        for layout in demo.LAYOUTS.values():
            if layout.complete and layout.shows(defect):
                rendered = demo.render(sample, layout.name)
                found = [f.severity for f in rendered.truth.findings if f.answer == "violated"]
                if found and min(found, key=ranks.index) == severity:
                    return rendered
    raise LookupError(severity)


@pytest.fixture
def inbox(tmp_path):
    """A folder with one clean report."""
    folder = tmp_path / "reports"
    folder.mkdir()
    put(folder, next(demo.clean_reports(1, years=(YEAR,))))
    return folder


def put(folder, rendered):
    """Adds a report; the name of the folder it stands in sets it apart from one of the same organ."""
    inner = folder / str(sum(1 for _ in folder.iterdir()))
    inner.mkdir()
    (inner / rendered.name).write_bytes(rendered.data)
    return rendered


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_clean_reports_end_with_0_and_every_file_of_the_contract(gongkai, inbox, tmp_path, lang):
    out = tmp_path / "out"
    ended = gongkai("audit", inbox, "-o", out, "--lang", lang)
    assert ended.code == 0, ended.out + ended.err
    assert CONTRACT - {path.name for path in out.iterdir()} == set()
    assert pq.read_table(out / "findings.parquet").num_rows == len(
        json.loads((out / "findings.json").read_text("utf-8"))
    )
    assert str(out / "index.html") in ended.out
    batch = {"zh": f"{YEAR}年度，{EDITION}年版格式", "en": f"{YEAR}, form of {EDITION}"}
    assert batch[lang] in ended.out
    (told,) = [
        row for row in ended.out.splitlines() if row.startswith({"zh": "未运行：", "en": "Not run"}[lang])
    ]
    assert str(pq.read_table(out / "not_run.parquet").num_rows) in told
    assert "not_run.parquet" in told
    page = (out / "index.html").read_text("utf-8")
    assert f'lang="{lang}' in page


def test_findings_end_with_1_and_are_summed_up(gongkai, inbox, tmp_path):
    rendered = put(inbox, planted("error"))
    ended = gongkai("audit", inbox, "-o", tmp_path / "out")
    assert ended.code == 1, ended.out + ended.err
    violated = {finding.rule_id for finding in rendered.truth.findings if finding.answer == "violated"}
    assert [rule for rule in violated if rule not in ended.out] == []
    rows = pq.read_table(tmp_path / "out" / "findings.parquet").to_pylist()
    assert violated <= {row["rule_id"] for row in rows if row["answer"] == "violated"}


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [("warning", "error", 0), ("warning", "warning", 1), ("error", "info", 1)],
)
def test_the_severity_to_fail_on_is_asked_for(gongkai, inbox, tmp_path, severity, fail_on, code):
    put(inbox, planted(severity))
    ended = gongkai("audit", inbox, "-o", tmp_path / "out", "--fail-on", fail_on)
    assert ended.code == code, ended.out + ended.err


def test_an_unreadable_submission_ends_with_3_and_the_rest_is_audited(gongkai, inbox, tmp_path):
    put(inbox, planted("error"))
    (inbox / "empty.txt").write_bytes(b"")
    ended = gongkai("audit", inbox, "-o", tmp_path / "out")
    assert ended.code == 3, ended.out + ended.err
    assert "empty.txt" in ended.out
    assert "empty.txt" in (tmp_path / "out" / "index.html").read_text("utf-8")
    assert pq.read_table(tmp_path / "out" / "reports.parquet").num_rows == 2
    assert pq.read_table(tmp_path / "out" / "findings.parquet").num_rows > 0


def test_files_without_any_report_end_with_3_and_a_page_that_says_so(gongkai, tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "letter.txt").write_text("各位同事：请于周五前提交材料。", "utf-8")
    ended = gongkai("audit", folder, "-o", tmp_path / "out")
    assert ended.code == 3, ended.out + ended.err
    assert "letter.txt" in ended.out
    assert "letter.txt" in (tmp_path / "out" / "index.html").read_text("utf-8")


def test_a_second_audit_replaces_the_first(gongkai, inbox, tmp_path):
    out = tmp_path / "out"
    assert gongkai("audit", inbox, "-o", out).code == 0
    first = {path.relative_to(out) for path in out.rglob("*")}
    assert gongkai("audit", inbox, "-o", out).code == 0
    again = {path.relative_to(out) for path in out.rglob("*")}
    assert {path for path in again if path.parts[0].startswith(".")} == set()
    assert {path.parts[0] for path in first} == {path.parts[0] for path in again}


def test_ctrl_c_ends_with_130_and_leaves_nothing(gongkai, inbox, tmp_path, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(checkpoints, "audit", interrupt)
    ended = gongkai("audit", inbox, "-o", tmp_path / "out")
    assert ended.code == 130
    assert not (tmp_path / "out").exists()


def test_a_fault_of_gongkai_itself_does_not_pass_for_findings(gongkai, inbox, tmp_path, monkeypatch):
    def fail(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(checkpoints, "audit", fail)
    ended = gongkai("audit", inbox, "-o", tmp_path / "out")
    assert ended.code == 3
    assert "ZeroDivisionError" in ended.err
    assert "自身出错" in ended.err
    assert not (tmp_path / "out").exists()


def test_paths_may_be_relative(gongkai, inbox, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ended = gongkai("audit", inbox.name, "-o", "out")
    assert ended.code == 0, ended.out + ended.err
    assert str(tmp_path / "out" / "index.html") in ended.out


def test_no_page_names_the_folder_it_was_written_in(gongkai, inbox, tmp_path):
    """Results are written aside and moved; nothing in them may point to where they were before."""
    gongkai("audit", inbox, "-o", tmp_path / "out")
    for path in (tmp_path / "out").rglob("*"):
        if path.is_file():
            assert b".gongkai-" not in path.read_bytes(), path
