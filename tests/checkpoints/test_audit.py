"""The whole run: what comes out of it, and in what folder."""

import json
import subprocess
import sys
from decimal import Decimal
from itertools import pairwise

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gongkai.checkpoints import FINDINGS, Outcome, audit
from gongkai.forms import Text
from gongkai.loaders import Failure
from gongkai.rules import catalogue

FRAMES = {
    "reports",
    "cells",
    "sections",
    "failures",
    "duplicates",
    "facts-2021",
    "findings",
    "not_run",
    "pairs",
    "history",
    "likeness",
    "same_tables",
    "other_names",
    "rollups",
    "submissions",
}


def rows(run, rule_id):
    return [row for row in run.findings.to_pylist() if row["rule_id"] == rule_id]


@pytest.fixture(scope="module")
def run_and_folder(tmp_path_factory, make, total):
    """One run over what most tests ask about."""
    folder = tmp_path_factory.mktemp("run") / "out"
    one_part = total.right[0]
    reports = [
        make.report(1),
        make.report(2, changes={total.left[0]: 12}),
        make.report(3, changes={total.left[0]: None}),
        make.report(4, changes={total.left[0]: None, one_part: 5}),
        make.report(5, year=2022),
        make.report(6, edition="2019"),
        make.report(7, year=2022, title_year=None, organ=None),
    ]
    failure = Failure("in/坏.docx", "damaged", Text("坏", "broken"))
    return audit(make.frames(reports, [failure]), folder), folder


def test_every_report_is_in_one_batch(run_and_folder):
    run, _ = run_and_folder
    assert [(batch.id, batch.edition, batch.year, batch.reports) for batch in run.batches] == [
        ("2019-2019", "2019", 2019, 1),
        ("2021-2022", "2021", 2022, 2),
        ("2021-2023", "2021", 2023, 4),
        ("submissions-2019", "submissions", 2019, 1),
        ("submissions-2022", "submissions", 2022, 2),
        ("submissions-2023", "submissions", 2023, 4),
    ]


def test_every_rule_answers_for_every_report(run_and_folder):
    run, _ = run_and_folder
    assert not run.problems
    for batch in run.batches:
        assert list(batch.outcomes) == [rule.id for rule in catalogue(batch.edition).rules]
        assert {sum(outcome) for outcome in batch.outcomes.values()} == {batch.reports}


def test_the_answers_are_kept_apart(run_and_folder, total):
    run, _ = run_and_folder
    (batch,) = [batch for batch in run.batches if batch.id == "2021-2023"]
    assert batch.outcomes[total.id] == Outcome(holds=1, holds_with_blanks=1, violated=1, cannot_tell=1)
    assert [(row["path"][3:8], row["answer"]) for row in rows(run, total.id)] == [
        ("00002", "violated"),
        ("00004", "cannot_tell"),
    ]


def test_a_finding_says_who_what_and_where(run_and_folder, total):
    run, _ = run_and_folder
    row = rows(run, total.id)[0]
    assert (row["organ"], row["region"], row["year"], row["edition"]) == ("第2局", "某市", 2023, "2021")
    assert (row["reported"], row["computed"], row["difference"]) == (12.0, 0.0, 12.0)
    assert row["cells"] == [
        {"cell": total.left[0], "raw": "12件", "value": Decimal(12)},
        *({"cell": cell, "raw": "0", "value": Decimal(0)} for cell in total.right),
    ]
    assert row["locator"]["table"] == 1
    assert "12" in row["message"]
    assert "12" in row["message_en"]
    assert row["citation"] == catalogue("2021").rule(total.id).citation


def test_a_violated_identity_comes_with_its_corrections(run_and_folder, total):
    run, _ = run_and_folder
    violated, untold = rows(run, total.id)
    assert {"cell": total.left[0], "from": 12, "to": 0, "support": []} in violated["corrections"]
    assert untold["corrections"] == []


def test_the_folder_holds_the_frames_and_the_findings(run_and_folder):
    run, folder = run_and_folder
    assert {path.stem for path in folder.glob("*.parquet")} == FRAMES | {"facts-2019"}
    assert {path.name for path in folder.iterdir() if path.suffix != ".parquet"} == {
        "data_docs",
        "findings.json",
        "run.json",
    }
    assert pq.read_table(folder / "findings.parquet").equals(run.findings)
    assert run.findings.schema == FINDINGS


def test_findings_json_tells_the_same(run_and_folder, total):
    run, folder = run_and_folder
    text = (folder / "findings.json").read_text("utf-8")
    stored = json.loads(text)
    assert [row["finding_id"] for row in stored] == run.findings["finding_id"].to_pylist()
    assert stored[0].keys() == set(FINDINGS.names)
    (row,) = [r for r in stored if r["rule_id"] == total.id and r["answer"] == "violated"]
    assert (row["reported"], row["cells"][0]["value"]) == (12, 12)
    assert type(row["reported"]) is int
    assert "\\u" not in text


def test_run_json_tells_what_ran(run_and_folder):
    run, folder = run_and_folder
    stored = json.loads((folder / "run.json").read_text("utf-8"))
    assert stored == json.loads(json.dumps(run.to_dict()))
    assert set(stored["versions"]) == {"gongkai", "great_expectations", "pandas", "pyarrow"}
    assert stored["packs"]["2021"]["hash"] == catalogue("2021").hash
    assert stored["counts"]["submissions"] == stored["counts"]["reports"] + stored["counts"]["failures"] == 8
    assert stored["counts"]["findings"]["error"]["violated"] > 0
    assert stored["started"] < stored["finished"]
    assert stored["started"].endswith("+00:00")


def test_every_batch_has_its_page(run_and_folder):
    run, folder = run_and_folder
    for batch in run.batches:
        assert (folder / batch.page).read_text("utf-8").count(batch.id)
    assert (folder / "data_docs" / "index.html").is_file()
    assert not (folder / "data_docs" / "static").exists()


def test_an_unreadable_submission_makes_the_run_incomplete(run_and_folder):
    run, _ = run_and_folder
    assert run.failures.num_rows == 1
    assert run.exit_code("error") == 3


def test_a_report_without_a_year_is_a_batch_of_its_own(make, tmp_path):
    nameless = make.report(1, year=2023, title_year=None, file_year=None, period_start=None, period_end=None)
    frames = make.frames([make.without_year(nameless), make.report(2)])
    run = audit(frames, tmp_path / "out")
    assert [(batch.id, batch.year, batch.reports) for batch in run.batches] == [
        ("2021-2023", 2023, 1),
        ("2021-unknown", None, 1),
        ("submissions-2023", 2023, 1),
        ("submissions-unknown", None, 1),
    ]
    assert not run.problems
    assert set(run.findings.filter(pa.compute.is_null(run.findings["year"]))["path"].to_pylist()) == {
        nameless.path
    }


def test_no_cap_on_failing_reports(make, total, tmp_path):
    reports = [make.report(number, changes={total.left[0]: 3}) for number in range(250)]
    run = audit(make.frames(reports), tmp_path / "out")
    assert {row["report_id"] for row in rows(run, total.id)} == {report.report_id for report in reports}


def test_the_same_run_tomorrow_in_another_order(make, total, tmp_path):
    reports = [make.report(number, changes={total.left[0]: number}) for number in range(5)]
    first = audit(make.frames(reports), tmp_path / "a").findings
    second = audit(make.frames(reversed(reports)), tmp_path / "b").findings
    assert first.equals(second)
    assert len(set(first["finding_id"].to_pylist())) == first.num_rows


def test_clean_reports_leave_nothing_to_say(make, tmp_path):
    run = audit(make.frames([make.report(1)]), tmp_path / "out")
    assert run.findings.num_rows == 0
    assert (tmp_path / "out" / "findings.json").read_text("utf-8") == "[]\n"
    assert run.exit_code("info") == 0


def test_progress_tells_every_batch_and_the_pages(make, tmp_path):
    told = []
    frames = make.frames([make.report(1), make.report(2, year=2022)])
    audit(frames, tmp_path / "out", progress=lambda *step: told.append(step))
    assert [done for done, _, _ in told] == [1, 2, 3, 4, 5]
    assert {total for _, total, _ in told} == {5}
    assert [what for _, _, what in told][:4] == [
        *("2021-2022", "2021-2023"),
        *("submissions-2022", "submissions-2023"),
    ]


def test_the_pages_speak_the_language_asked_for(make, tmp_path):
    frames = make.frames([make.report(1)])
    zh, en = (audit(frames, tmp_path / lang, lang=lang) for lang in ("zh", "en"))
    pages = [
        (tmp_path / lang / run.batches[0].page).read_text("utf-8") for lang, run in (("zh", zh), ("en", en))
    ]
    assert 'lang="en"' in pages[1]
    assert pages[0] != pages[1]


def test_nothing_is_printed(make, total, tmp_path, capfd):
    audit(make.frames([make.report(1, changes={total.left[0]: 3})]), tmp_path / "out")
    assert capfd.readouterr() == ("", "")


def test_reports_that_no_batch_holds_are_a_problem(make, tmp_path):
    whole = make.frames([make.report(1), make.report(2)])
    torn = make.torn(whole, facts={"2021": whole.facts["2021"].slice(0, 1)})
    run = audit(torn, tmp_path / "out")
    assert run.exit_code("error") == 3
    assert "2" in run.problems[0].message.zh


def test_nothing_to_audit_is_no_pass(make, tmp_path):
    run = audit(make.frames([]), tmp_path / "out")
    assert run.batches == ()
    assert run.exit_code("error") == 3


def test_findings_stand_batch_by_batch_and_report_by_report(run_and_folder):
    run, _ = run_and_folder
    order = {batch.id: place for place, batch in enumerate(run.batches)}
    keys = [(order[f"{row['edition']}-{row['year']}"], row["path"]) for row in run.findings.to_pylist()]
    assert all(before <= after for before, after in pairwise(keys))


def test_importing_the_room_does_not_import_great_expectations():
    code = "import sys, gongkai.checkpoints; sys.exit('great_expectations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_run_json_counts_what_was_not_run(run_and_folder):
    run, folder = run_and_folder
    table = pq.read_table(folder / "not_run.parquet")
    told = json.loads((folder / "run.json").read_text("utf-8"))["not_run"]
    assert told == run.unrun
    assert sum(sum(reasons.values()) for reasons in told.values()) == table.num_rows > 0
