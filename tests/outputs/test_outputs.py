"""What programs read of a run: the same numbers as the run, whatever is in a submission."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from prometheus_client.parser import text_string_to_metric_families
from sarif_pydantic import Sarif

from gongkai.cli import main
from gongkai.demo import write_province
from gongkai.outputs import FORMATS
from gongkai.outputs._junit import write_junit
from gongkai.outputs._lines import write_csv, write_jsonl
from gongkai.outputs._result import Result
from gongkai.outputs._sarif import write_sarif
from gongkai.rules import all_catalogues

PAYLOADS = json.loads((Path(__file__).parents[1] / "reviews" / "xss_payloads.json").read_text("utf-8"))
SAID = (
    "\x00\x08\x1b",
    "]]>",
    "\ud800",
    "￾",
    "a\r\nb",
    "=1+1",
    "  @x",
    "＝1",
    "\ufffe\uffff",
    "年报\u202ecod",
)


@dataclass(frozen=True)
class Made:
    folder: Path
    run: dict[str, Any]
    findings: list[dict[str, Any]]
    lang: str


@pytest.fixture(scope="module", params=["zh", "en"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The made-up province, with a file that cannot be read and a finding that is waived."""
    folder = tmp_path_factory.mktemp("outputs")
    write_province(folder / "province", number_of_organs=8)
    (folder / "province" / "reports" / "空.docx").touch()
    words = [
        "--lang",
        request.param,
        "audit",
        str(folder / "province" / "reports"),
        "-o",
        str(folder / "out"),
    ]
    main(words)
    first = pq.read_table(folder / "out" / "findings.parquet")["finding_id"][0].as_py()
    (folder / "waivers.yaml").write_text(
        f"- {{finding: {first}, reason: 已核对, person: 王某, until: 2099-12-31}}\n", "utf-8"
    )
    main([*words, "--waivers", str(folder / "waivers.yaml"), "--also", ",".join(FORMATS)])
    run = json.loads((folder / "out" / "run.json").read_text("utf-8"))
    findings = pq.read_table(folder / "out" / "findings.parquet").to_pylist()
    return Made(folder / "out", run, findings, request.param)


def test_every_format_is_there(made: Made) -> None:
    for one in FORMATS.values():
        assert (made.folder / one.file).stat().st_size
    assert any(row["waiver"] for row in made.findings)
    assert made.run["counts"]["failures"] == 1


def test_junit_counts_what_the_run_has(made: Made) -> None:
    root = etree.parse(made.folder / "junit.xml").getroot()
    kinds = Counter(inner.tag for case in root.iter("testcase") for inner in case)
    standing = [row for row in made.findings if row["waiver"] is None]
    violated = [row for row in standing if row["answer"] == "violated"]
    assert kinds["failure"] == sum(row["severity"] == "error" for row in violated)
    assert kinds["system-out"] == sum(row["severity"] != "error" for row in violated)
    assert kinds["error"] == 1 + len(made.run["problems"])
    not_run = pq.read_table(made.folder / "not_run.parquet").group_by(["batch", "rule_id", "reason"])
    undecided = len(standing) - len(violated)
    waived = len(made.findings) - len(standing)
    assert kinds["skipped"] == undecided + waived + not_run.aggregate([]).num_rows
    for element in (root, *root):
        cases = list(element.iter("testcase"))
        assert int(element.get("tests")) == len(cases)
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(element.get(name)) == sum(case.find(tag) is not None for case in cases)
    suites = [suite.get("name") for suite in root]
    assert suites == ["unreadable", *(batch["id"] for batch in made.run["batches"])]


def test_junit_names_every_rule_of_every_batch(made: Made) -> None:
    root = etree.parse(made.folder / "junit.xml").getroot()
    for batch in made.run["batches"]:
        (suite,) = (one for one in root if one.get("name") == batch["id"])
        named = {case.get("classname").removeprefix(f"gongkai.{batch['id']}.") for case in suite}
        assert named == batch["outcomes"].keys()


def test_sarif_is_of_its_form_and_has_every_finding(made: Made) -> None:
    said = json.loads((made.folder / "findings.sarif").read_text("utf-8"))
    Sarif.model_validate(said)
    (run,) = said["runs"]
    assert said["version"] == "2.1.0"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    assert {result["ruleId"] for result in run["results"]} <= set(rules)
    ids = [result["partialFingerprints"]["gongkaiFindingId/v1"] for result in run["results"]]
    assert ids == [row["finding_id"] for row in made.findings]
    for result, row in zip(run["results"], made.findings, strict=True):
        violated = row["answer"] == "violated"
        level = {"error": "error", "warning": "warning", "info": "note"}[row["severity"]]
        assert (result["kind"], result["level"]) == (("fail", level) if violated else ("review", "none"))
        assert ("suppressions" in result) is (row["waiver"] is not None)
        assert result["message"]["text"] == row["message" if made.lang == "zh" else "message_en"]
        assert [
            one["fullyQualifiedName"] for one in result["locations"][0]["logicalLocations"] if "kind" in one
        ] == [cell["cell"] for cell in row["cells"]]
    notes = run["invocations"][0]
    assert notes["executionSuccessful"] is False
    assert len(notes["toolExecutionNotifications"]) == 1


def test_lines_have_every_finding(made: Made) -> None:
    lines = (made.folder / "findings.jsonl").read_text("utf-8").splitlines()
    objects = [json.loads(line) for line in lines]
    assert [one["finding_id"] for one in objects] == [row["finding_id"] for row in made.findings]
    assert all(one.keys() == made.findings[0].keys() for one in objects)
    assert [one["reported"] for one in objects] == [row["reported"] for row in made.findings]
    with (made.folder / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["finding_id"] for row in rows] == [row["finding_id"] for row in made.findings]
    assert [row["computed"] for row in rows] == [
        "" if row["computed"] is None else str(row["computed"]) for row in made.findings
    ]


def test_metrics_are_those_of_the_run(made: Made) -> None:
    text = (made.folder / "metrics.prom").read_text("utf-8")
    values = {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert values["gongkai_reports", ()] == made.run["counts"]["reports"]
    assert values["gongkai_submissions_unreadable", ()] == 1
    counted = Counter((row["answer"], row["severity"], row["waiver"] is not None) for row in made.findings)
    for (answer, severity, waived), count in counted.items():
        labels = (("answer", answer), ("severity", severity), ("waived", str(waived).lower()))
        assert values["gongkai_findings", labels] == count
    unrun = pq.read_table(made.folder / "not_run.parquet").num_rows
    assert sum(value for (name, _), value in values.items() if name == "gongkai_rules_not_run") == unrun
    assert values["gongkai_run_duration_seconds", ()] > 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_unknown_format_is_told_with_those_that_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    (tmp_path / "年报.txt").touch()
    code = main(
        ["--lang", lang, "audit", str(tmp_path), "-o", str(tmp_path.parent / "out"), "--also", "junit,sariff"]
    )
    said = capsys.readouterr().err
    assert code == 2
    assert "sariff" in said
    assert all(name in said for name in FORMATS)


def spoiled(made: Made, folder: Path, text: str) -> Result:
    """The run, with that text wherever a submission can put one."""
    folder.mkdir(exist_ok=True)
    kept = text.encode("utf-8", "replace").decode()
    rows = [
        {**row, **dict.fromkeys(("path", "organ", "message", "message_en", "sentence"), kept)}
        for row in made.findings[:3]
    ]
    schema = pq.read_schema(made.folder / "findings.parquet")
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / "findings.parquet")
    failed = [{"path": kept, "code": "damaged", "zh": kept, "en": kept}]
    pq.write_table(
        pa.Table.from_pylist(failed, schema=pq.read_schema(made.folder / "failures.parquet")),
        folder / "failures.parquet",
    )
    for name in ("run.json", "not_run.parquet"):
        (folder / name).write_bytes((made.folder / name).read_bytes())
    known = all_catalogues()
    return Result(folder, "zh", lambda edition: next(one for one in known if one.edition.id == edition))


@pytest.fixture(scope="module")
def aside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spoiled")


def check(result: Result, folder: Path) -> None:
    writers: dict[str, Callable[[Result, Path], None]] = {
        "x.xml": write_junit,
        "x.sarif": write_sarif,
        "x.csv": write_csv,
        "x.jsonl": write_jsonl,
    }
    for name, write in writers.items():
        write(result, folder / name)
    root = etree.parse(folder / "x.xml").getroot()
    assert {element.tag for element in root.iter()} <= {
        *("testsuites", "testsuite", "testcase"),
        *("failure", "error", "skipped", "system-out"),
    }
    said = json.loads((folder / "x.sarif").read_text("utf-8"))
    Sarif.model_validate(said)
    assert len(said["runs"][0]["results"]) == 3
    with (folder / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 4
    assert all(not cell.lstrip().startswith(tuple("=+@|%")) for row in rows for cell in row)
    assert len((folder / "x.jsonl").read_text("utf-8").split("\n")) == 4


@pytest.mark.parametrize("text", [*PAYLOADS[:40], *SAID])
def test_hostile_texts_are_only_text(made: Made, aside: Path, text: str) -> None:
    check(spoiled(made, aside, text), aside)


@given(text=st.text(max_size=40))
def test_any_text_can_be_written(made: Made, aside: Path, text: str) -> None:
    check(spoiled(made, aside, text), aside)
