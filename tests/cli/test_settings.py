"""`--pack` and `--waivers`: what is wrong with the files is told before any report is read."""

import json

import pytest

from gongkai import demo

YEAR = 2022
PACK = """name: yunzhou
version: "1"
title: 云州省规则包
severity: {report.year.file: off}
rules:
  - id: local.none
    left: [requests.received.total]
    comparison: <=
    right: [requests.carried_out.total]
    severity: warning
    title: {zh: 全部结转, en: All is carried over}
    remedy: {zh: 请核对。, en: Check it.}
    citation: 云州公开办〔2026〕1号
"""
WAIVER = """- organ: {organ}
  year: {year}
  rule: {rule}
  reason: 已核对
  person: 王某
  until: {until}
"""


@pytest.fixture
def pack(tmp_path):
    path = tmp_path / "pack.yaml"
    path.write_text(PACK, "utf-8")
    return path


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    rendered = next(demo.clean_reports(1, years=(YEAR,)))
    (folder / rendered.name).write_bytes(rendered.data)
    return folder


@pytest.mark.parametrize("words", [["rules"], ["explain", "sections.order"], ["audit", "in", "-o", "out"]])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_wrong_key_ends_with_2_and_names_file_line_and_key(gongkai, pack, tmp_path, words, lang):
    pack.write_text(PACK.replace("title: 云州", "tittle: 云州"), "utf-8")
    ended = gongkai(*words, "--pack", pack, "--lang", lang)
    assert ended.code == 2
    assert f"{pack}:3: tittle: " in ended.err
    assert not (tmp_path / "out").exists()


def test_a_wrong_key_of_the_waivers_ends_with_2(gongkai, inbox, tmp_path):
    path = tmp_path / "waivers.yaml"
    path.write_text("- finding: 0123456789abcdef\n  reason: a\n  who: b\n  until: 2026-12-31\n", "utf-8")
    ended = gongkai("audit", inbox, "-o", tmp_path / "out", "--waivers", path)
    assert ended.code == 2
    assert f"{path}:3: [0].who: " in ended.err
    assert f"{path}:1: [0].person: " in ended.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("option", ["--pack", "--waivers"])
def test_a_file_that_is_not_there_ends_with_2(gongkai, inbox, tmp_path, option):
    ended = gongkai("audit", inbox, "-o", tmp_path / "out", option, tmp_path / "none.yaml")
    assert ended.code == 2
    assert "none.yaml" in ended.err


def test_rules_and_explain_show_the_pack(gongkai, pack):
    listed = gongkai("rules", "--pack", pack)
    assert listed.code == 0
    assert "local.none\t" in listed.out
    assert "（已停用）" in listed.out
    told = gongkai("explain", "local.none", "--pack", pack)
    assert "云州公开办〔2026〕1号" in told.out
    assert "≤" in told.out
    assert gongkai("explain", "local.none").code == 2
    assert "规则包停用了这条规则" in gongkai("explain", "report.year.file", "--pack", pack).out


def test_audit_by_a_pack_and_with_waivers(gongkai, inbox, pack, tmp_path):
    out, waivers = tmp_path / "out", tmp_path / "waivers.yaml"
    first = gongkai("audit", inbox, "-o", out, "--pack", pack, "--fail-on", "warning")
    assert first.code == 1
    assert "全部结转" in first.out
    (found,) = json.loads((out / "findings.json").read_text("utf-8"))
    assert found["rule_id"] == "local.none"
    about = {"organ": found["organ"], "year": found["year"], "rule": "local.none"}
    waivers.write_text(
        WAIVER.format(**about, until="2999-12-31")
        + WAIVER.format(**about, until="2020-12-31")
        + WAIVER.format(**{**about, "year": 2001}, until="2999-12-31"),
        "utf-8",
    )
    words = ("audit", inbox, "-o", out, "--pack", pack, "--waivers", waivers, "--fail-on", "info")
    second = gongkai(*words)
    assert second.code == 0
    assert "已豁免 1 条" in second.out
    assert "第 7 行" in second.out.split("已到期")[1].split("没有对应发现")[0]
    assert "第 13 行" in second.out.split("没有对应发现")[1]
    page = (out / "index.html").read_text("utf-8")
    assert "已豁免：已核对（王某，至 2999-12-31）" in page
    assert "1 findings are waived" in gongkai(*words, "--lang", "en").out
