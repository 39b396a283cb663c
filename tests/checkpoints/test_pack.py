"""A run by a rule pack: through Great Expectations, on the pages, and in what is recorded."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from gongkai import forms
from gongkai.checkpoints import audit
from gongkai.checkpoints._carry_out import carry_out
from gongkai.checkpoints._suite import StoredSuite, committed_suite
from gongkai.reviews import write_site
from gongkai.rules import RulePack, catalogue, known_catalogues

PACK = """
name: yunzhou
version: "1"
severity: {sections.order: off}
rules:
  - id: local.two
    left: [requests.received.natural_person]
    comparison: <=
    right: [requests.received.total]
    severity: warning
    title: 自然人不多于合计
    remedy: 请核对。
    citation: 云州公开办〔2026〕1号
prose:
  - id: local.training
    section: overview
    must_contain: 培训
    severity: info
    title: 写明培训情况
    remedy: 请写明。
    citation: 云州公开办〔2026〕1号
  - id: local.draft
    section: any
    must_not_contain: 待补充
    severity: warning
    title: 没有草稿痕迹
    remedy: 请补全。
    citation: 云州公开办〔2026〕1号
"""


def said(report, **texts):
    """The report with other prose in some sections."""
    sections = tuple(replace(one, prose=texts[one.id]) if one.id in texts else one for one in report.sections)
    return replace(report, sections=sections, opening=texts.get("opening", ""))


@pytest.fixture(scope="module")
def ran(tmp_path_factory, make):
    folder = tmp_path_factory.mktemp("run") / "out"
    reports = [
        said(make.report(1), overview="举办培训 3 次。"),
        said(make.report(2), opening="现公布如下（待\n补充）。"),
        make.report(3, edition="2019"),
        replace(make.report(4), sections=make.report(4).sections[1:]),
    ]
    reports[0] = replace(reports[0], cells=make.report(1, changes={cell("natural_person"): 5}).cells)
    run = audit(
        make.frames(reports),
        folder,
        pack=RulePack.parse(PACK),
        finish=lambda r, f: write_site(r, f, "zh"),
    )
    return run, folder


def cell(column):
    edition = forms.edition("2021")
    return next(one for one in edition.cell_ids if one.endswith(f"received.{column}"))


def paths(run, rule_id):
    return [
        (row["path"][3:8], row["answer"]) for row in run.findings.to_pylist() if row["rule_id"] == rule_id
    ]


def test_every_rule_of_the_pack_answers_for_every_report(ran):
    run, _ = ran
    assert not run.problems
    for batch in run.batches:
        rules = [rule.id for rule in run.catalogue(batch.edition).rules]
        assert list(batch.outcomes) == rules
        assert batch.lists or {"local.two", "local.training", "local.draft"} <= set(rules)
        assert {sum(outcome) for outcome in batch.outcomes.values()} == {batch.reports}


def test_own_rules_find_what_they_are_for(ran):
    run, _ = ran
    assert paths(run, "local.two") == [("00001", "violated")]
    assert paths(run, "local.training") == [("00003", "violated"), ("00002", "violated")]
    assert paths(run, "local.draft") == [("00002", "violated")]
    (row,) = [row for row in run.findings.to_pylist() if row["rule_id"] == "local.draft"]
    assert row["sentence"] == "现公布如下（待补充）。"
    assert "没有草稿痕迹" in row["message"]


def test_what_is_off_or_has_nothing_to_judge_is_listed(ran):
    run, _ = ran
    unrun = {(row["rule_id"], row["path"][3:8]): row["reason"] for row in run.not_run.to_pylist()}
    assert {unrun["sections.order", f"{number:05}"] for number in range(1, 5)} == {"switched_off"}
    assert unrun["local.training", "00004"] == "section_absent"


def test_the_run_records_the_pack_and_its_pages_show_its_rules(ran):
    run, folder = ran
    stored = json.loads((folder / "run.json").read_text("utf-8"))["packs"]["2021"]
    pack = RulePack.parse(PACK)
    assert stored["rule_pack_hash"] == pack.hash
    assert (stored["rule_pack"], stored["rule_pack_version"]) == ("yunzhou", "1")
    assert stored["hash"] == run.catalogue("2021").hash != catalogue("2021").hash
    (batch,) = [one for one in run.batches if one.edition == "2021"]
    for page in (folder / batch.page, folder / "index.html"):
        text = page.read_text("utf-8")
        assert "自然人不多于合计" in text
        assert stored["hash"] in text
    assert (folder / "data_docs" / "index.html").read_text("utf-8").count(batch.id)
    assert "gongkai-2021-yunzhou" not in known_catalogues()


def test_the_installed_suite_is_none_of_the_pack_s(make, tmp_path):
    def installed(edition):
        return committed_suite(edition)

    def renamed(edition):
        stored = json.loads(committed_suite(edition).text)
        return StoredSuite("gongkai-2021-yunzhou", json.dumps(stored))

    for number, suite_of in enumerate((installed, renamed)):
        run = carry_out(
            make.frames([make.report(1)]),
            tmp_path / str(number),
            "zh",
            None,
            dt.datetime.now(dt.UTC),
            suite_of,
            pack=RulePack.parse(PACK),
        )
        assert [problem.rule_id for problem in run.problems if problem.batch == "2021-2023"] == [None]
        assert run.exit_code("error") == 3
