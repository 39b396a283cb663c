"""`pytest --gongkai`, in runs of their own."""

from __future__ import annotations

import json
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from gongkai import demo
from gongkai.cli import main

if TYPE_CHECKING:
    from _pytest.pytester import Pytester, RunResult

SHARED = Path(__file__).parents[3] / "shared" / "reports"
RULE = "requests.received.row_total"


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean report, one with a fault, and a file that cannot be read."""
    folder = tmp_path_factory.mktemp("inbox")
    organs = list(demo.organs(5))
    fault = next(one for one in demo.defects("2021") if one.triggers == (RULE,))
    for organ, defect in ((organs[0], None), (organs[1], fault.id)):
        rendered = demo.render(demo.make_sample(5, organ, 2023, defect), "text.tabs")
        (folder / rendered.name).write_bytes(rendered.data)
    return folder


@pytest.fixture(scope="module")
def audited(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("audited") / "out"
    main(["audit", str(inbox), "-o", str(out)])
    return out


@pytest.fixture
def aside(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary files of the runs go; its name is short, as sockets lie there."""
    with TemporaryDirectory(prefix="gt-") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield Path(folder)


@pytest.fixture
def run(pytester: Pytester, aside: Path) -> Callable[..., RunResult]:
    """pytest as a person types it, warnings being errors."""
    assert aside.is_dir()
    pytester.makeini("[pytest]\nfilterwarnings = error")

    def call(*words: object) -> RunResult:
        return pytester.run(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *map(str, words))

    return call


def outcomes(audited: Path) -> dict[str, int]:
    """What the tests must come to, by the tables of the audit."""
    said = json.loads((audited / "run.json").read_text("utf-8"))
    reports = pq.read_table(audited / "reports.parquet").num_rows
    pairs = sum(len(batch["outcomes"]) * batch["reports"] for batch in said["batches"])
    found = pq.read_table(audited / "findings.parquet").to_pylist()
    own = {(row["path"], row["rule_id"]): row for row in found}
    failed = sum(row["answer"] == "violated" and row["severity"] == "error" for row in own.values())
    undecided = sum(row["answer"] == "cannot_tell" for row in own.values())
    skipped = undecided + pq.read_table(audited / "not_run.parquet").num_rows
    assert reports == 2
    return {"failed": failed, "skipped": skipped, "passed": pairs - failed - skipped}


def test_every_rule_of_every_report_is_a_test(run, aside: Path, inbox: Path, audited: Path) -> None:
    ended = run("--gongkai", inbox)
    expected = outcomes(audited)
    assert {key: ended.parseoutcomes().get(key, 0) for key in expected} == expected
    assert ended.ret == 1
    said = ended.stdout.str()
    assert RULE in said
    assert "相差" in said
    assert "Traceback" not in said
    assert not list(aside.glob("gongkai-pytest-*"))


def test_workers_of_xdist_share_one_audit_and_agree(
    run, aside: Path, inbox: Path, audited: Path, tmp_path: Path
) -> None:
    ended = run("--gongkai", inbox, "-n", "2", f"--junitxml={tmp_path / 'junit.xml'}")
    expected = outcomes(audited)
    assert {key: ended.parseoutcomes().get(key, 0) for key in expected} == expected
    cases = list(ET.parse(tmp_path / "junit.xml").iter("testcase"))
    assert len(cases) == sum(expected.values())
    assert sum(case.find("failure") is not None for case in cases) == expected["failed"]
    assert not list(aside.glob("gongkai-pytest-*"))


def test_k_and_x_choose_as_they_do_everywhere(run, inbox: Path) -> None:
    ended = run("--gongkai", inbox, "-k", RULE)
    assert ended.parseoutcomes() | {"deselected": 0} == {"failed": 1, "passed": 1, "deselected": 0}
    ended = run("--gongkai", inbox, "-x", "-k", "received")
    assert ended.parseoutcomes()["failed"] == 1


def test_waived_findings_are_expected_and_lesser_ones_pass(
    run, inbox: Path, audited: Path, tmp_path: Path
) -> None:
    found = pq.read_table(audited / "findings.parquet").to_pylist()
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text(
        "\n".join(
            f"- {{finding: {row['finding_id']}, reason: 已核对, person: 王某, until: 2099-12-31}}"
            for row in found
            if row["rule_id"] == RULE
        ),
        "utf-8",
    )
    ended = run("--gongkai", inbox, "--gongkai-waivers", waivers, "-k", RULE, "-rx")
    assert ended.parseoutcomes()["xfailed"] == 1
    assert "已核对" in ended.stdout.str()
    pack = tmp_path / "pack.yaml"
    pack.write_text(f"name: x\nversion: '1'\ntitle: x\nseverity:\n  {RULE}: warning\n", "utf-8")
    ended = run("--gongkai", inbox, "--gongkai-pack", pack, "-k", RULE)
    assert ended.parseoutcomes()["passed"] == 2
    assert "相差" in ended.stdout.str()
    ended = run("--gongkai", inbox, "--gongkai-pack", pack, "--gongkai-fail-on", "warning", "-k", RULE)
    assert ended.parseoutcomes()["failed"] == 1


def test_what_cannot_be_read_is_an_error(run, tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "<img src=x onerror=alert(1)>.txt").write_text("没有报告", "utf-8")
    ended = run("--gongkai", tmp_path)
    assert ended.parseoutcomes() == {"errors": 2}
    said = ended.stdout.str()
    assert "坏.docx" in said
    assert not re.search(r"\.py:\d+: |^>  |Traceback", said, re.MULTILINE)


def test_a_name_neither_commands_the_terminal_nor_breaks_the_xml(run, inbox: Path, tmp_path: Path) -> None:
    (report,) = inbox.glob("*政府政府*")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "\x1b[31m年报\x07\u202e2023.txt").write_bytes(report.read_bytes())
    (tmp_path / "in" / "坏\x1b[2J.docx").write_bytes(b"PK\x03\x04")
    ended = run("--gongkai", tmp_path / "in", "-rA", f"--junitxml={tmp_path / 'junit.xml'}")
    counts = ended.parseoutcomes()
    assert (counts["failed"], counts["errors"]) == (2, 1)
    assert not {"\x1b", "\x07", "\u202e"} & set(ended.stdout.str())
    names = [case.get("classname") for case in ET.parse(tmp_path / "junit.xml").iter("testcase")]
    assert any("U+001B" in name for name in names)


def test_fixtures_are_for_tests_of_ones_own(run, pytester: Pytester, inbox: Path) -> None:
    pytester.makepyfile(
        """
        def test_mine(gongkai_frames, gongkai_findings):
            assert gongkai_frames.rows("reports") == 2
            assert "requests.received.row_total" in set(gongkai_findings.rule_id)
        """
    )
    ended = run("--gongkai", inbox, "-k", "test_mine")
    assert ended.parseoutcomes()["passed"] == 1
    ended = run("-rs")
    assert ended.parseoutcomes() == {"skipped": 1}
    assert "--gongkai" in ended.stdout.str()


def test_without_the_option_nothing_is_imported(run, pytester: Pytester) -> None:
    pytester.makepyfile(
        """
        import sys
        def test_it():
            assert not {"gongkai.api._audit", "gongkai.loaders", "great_expectations"} & set(sys.modules)
        """
    )
    assert run().parseoutcomes() == {"passed": 1}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--gongkai", "nowhere"), "nowhere"),
        (("--gongkai", ".", "--gongkai-pack", "nowhere.yaml"), "nowhere.yaml"),
        (("--gongkai", ".", "--gongkai-fail-on", "fatal"), "fatal"),
    ],
)
def test_wrong_usage_is_told(run, words: tuple[str, ...], said: str) -> None:
    ended = run(*words)
    assert ended.ret == 4
    assert said in ended.stderr.str() + ended.stdout.str()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real reports are not here")
def test_real_reports(run) -> None:
    ended = run("--gongkai", SHARED, "-q")
    counts = ended.parseoutcomes()
    assert counts["failed"] > 20
    assert counts["passed"] > 100
    assert "Traceback" not in ended.stdout.str()
