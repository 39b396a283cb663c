"""Rule packs: what they change, what they add, and how they are refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongkai import forms
from gongkai.rules import (
    NotRun,
    RulePack,
    SettingsError,
    all_catalogues,
    catalogue,
    compile_catalogue,
    judge,
    known_catalogues,
    use,
)
from gongkai.rules._pack_file import matches

PACKS = Path(__file__).parent / "packs"
DOCS = Path(__file__).parents[2] / "docs" / "packs.md"
BROKEN = sorted((PACKS / "broken").glob("*.yaml"))
EDITION = forms.editions()[-1]


def reasons(verdicts, rule_id):
    return {why: reports.tolist() for why, reports in verdicts.not_run(rule_id).items()}


@pytest.fixture(scope="module")
def pack() -> RulePack:
    return RulePack.read(PACKS / "every_kind.yaml")


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_pack_is_refused_with_file_line_and_key(path: Path) -> None:
    wanted = re.findall(r"^# expect: (.*)$", path.read_text("utf-8"), re.MULTILINE)
    with pytest.raises(SettingsError) as caught:
        RulePack.read(path)
    said = caught.value.message.zh.splitlines()
    assert len(said) == len(wanted), said
    for line, start in zip(sorted(said), sorted(wanted), strict=True):
        assert line.startswith(f"{path}:{start}")
    for text in caught.value.message:
        assert text.count("\n") == len(wanted) - 1
    assert str(caught.value) == caught.value.message.zh


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"name: a\ntitle: \xff\n", 2), (b" " * (1 << 20) + b"\n", 1), (b"name: \x00\n", 1)],
    ids=["not UTF-8", "too large", "a control character"],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, line: int) -> None:
    path = tmp_path / "pack.yaml"
    path.write_bytes(data)
    with pytest.raises(SettingsError, match=f"pack.yaml:{line}: "):
        RulePack.read(path)


def test_thresholds_go_to_every_rule_that_has_them(pack: RulePack) -> None:
    changed = compile_catalogue(EDITION, pack)
    for rule in catalogue(EDITION.id).rules:
        own = changed.rule(rule.id)
        expected = dict(rule.limits)
        if matches("sections.*.length", rule.id):
            expected["longest"] = 900
        if matches("prose.copied.*", rule.id):
            expected["share"] = 0.4
        assert own.limits == expected
    assert any(matches("prose.copied.*", rule.id) for rule in changed.rules)


def test_severities_are_switched_and_rules_switched_off(pack: RulePack, make_frame) -> None:
    changed = compile_catalogue(EDITION, pack)
    nil_marks = [rule for rule in changed.rules if rule.id.endswith(".cells.nil_mark")]
    assert {rule.severity for rule in nil_marks} == {"info"}
    assert changed.rule("sections.order").severity == "warning"
    off = changed.rule("report.year.file")
    assert off.off
    verdicts = judge(changed, make_frame(EDITION, {}, {}))
    assert reasons(verdicts, off.id) == {NotRun.SWITCHED_OFF: [0, 1]}


def test_own_rules_come_last_in_the_editions_that_they_name(pack: RulePack) -> None:
    for edition in forms.editions():
        rules = compile_catalogue(edition, pack).rules
        own = [rule for rule in rules if rule.id.startswith("local.")]
        assert rules[-len(own) :] == tuple(own)
        assert ("local.sums.at_least" in {rule.id for rule in own}) == (edition.id == "2021")
        for rule in own:
            assert rule.standing == "local"
            assert rule.severity != "error"
            assert rule.citation == "测试省公开办〔2026〕1号"


def test_name_version_and_hash_tell_the_pack(pack: RulePack) -> None:
    plain, changed = catalogue(EDITION.id), compile_catalogue(EDITION, pack)
    assert changed.name == f"{plain.name}-test-province"
    assert changed.version == f"{plain.version}+test-province.2026.1"
    assert changed.hash != plain.hash
    text = (PACKS / "every_kind.yaml").read_text("utf-8")
    assert RulePack.parse(text + "\n# a remark\n").hash == pack.hash
    for before, after in (("0.4", "0.5"), ("请写明。", "请补写。"), ("2026.1", "2026.2"), ("X{2,}", "X{3,}")):
        assert RulePack.parse(text.replace(before, after)).hash != pack.hash


def test_a_pack_is_known_by_name_only_while_it_is_in_use(pack: RulePack) -> None:
    before = dict(known_catalogues())
    with use(pack) as catalogues:
        assert set(catalogues) == {one.edition.id for one in all_catalogues()}
        assert all(known_catalogues()[one.name] is one for one in catalogues.values())
        with use(None) as plain:
            assert plain[EDITION.id] is catalogue(EDITION.id)
    assert known_catalogues() == before


def test_prose_that_the_facts_do_not_have_is_not_judged(pack: RulePack, make_frame) -> None:
    changed = compile_catalogue(EDITION, pack)
    frame = make_frame(EDITION, {})
    assert reasons(judge(changed, frame), "local.prose.fee") == {NotRun.NO_PROSE: [0]}
    frame = frame.assign(**{"prose.other_matters": [None]}).astype({"prose.other_matters": object})
    assert reasons(judge(changed, frame), "local.prose.fee") == {NotRun.SECTION_ABSENT: [0]}


@pytest.mark.parametrize(
    ("pattern", "rule_id", "meant"),
    [
        ("a.b", "a.b", True),
        ("a.b", "a.bc", False),
        ("a.*", "a.b.c", True),
        ("*.c", "a.b.c", True),
        ("a.*.c", "a.b.c", True),
        ("a.*.c", "a.c", False),
        ("a*a", "a", False),
        ("*", "anything", True),
        ("a*b*c*d", "a.b.c.d", True),
        ("a*c*b*d", "a.b.c.d", False),
    ],
)
def test_patterns_of_rule_ids(pattern: str, rule_id: str, meant: bool) -> None:
    assert matches(pattern, rule_id) is meant


@pytest.mark.skipif(not DOCS.is_file(), reason="docs/ is not there: tests of an installed package")
def test_the_example_in_the_docs_is_a_pack() -> None:
    example = re.findall(r"```yaml\n(name: .*?)```", DOCS.read_text("utf-8"), re.DOTALL)[0]
    pack = RulePack.parse(example)
    assert pack.own
    assert pack.thresholds
    assert pack.levels
