"""The catalogue on the command line says what the catalogue says."""

import pytest

from gongkai import forms, rules

RULES = [rule for one in rules.all_catalogues() for rule in one.rules]
IDS = list(dict.fromkeys(rule.id for rule in RULES))
WITH_FORMULA = next(rule for rule in RULES if rule.formula is not None)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_has_its_line(gongkai, lang):
    ended = gongkai("rules", "--lang", lang)
    assert (ended.code, ended.err) == (0, "")
    lines = [line.split("\t") for line in ended.out.splitlines()]
    assert sorted(line[0] for line in lines if len(line) > 1) == sorted(IDS)
    assert str(len(IDS)) in lines[-1][0]
    titles = {line[0]: line[-1] for line in lines}
    assert [rule.id for rule in RULES if titles[rule.id] not in {rule.title.of(lang) for rule in RULES}] == []


@pytest.mark.parametrize("edition", forms.editions(), ids=lambda edition: edition.id)
def test_one_edition_has_its_own_rules(gongkai, edition):
    lines = gongkai("rules", "--edition", edition.id).out.splitlines()
    listed = [line.split("\t")[0] for line in lines if "\t" in line]
    assert sorted(listed) == sorted(rule.id for rule in rules.catalogue(edition.id).rules)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", sorted({rule.kind for rule in RULES}))
def test_a_rule_is_explained_with_everything_it_has(gongkai, kind, lang):
    rule = next(rule for rule in RULES if rule.kind == kind)
    ended = gongkai("explain", rule.id, "--lang", lang)
    assert (ended.code, ended.err) == (0, "")
    same = [one for one in RULES if one.id == rule.id]
    for one in same:
        form = forms.edition(one.edition)
        wanted = [one.id, *(text.of(lang) for text in (one.title, one.remedy, one.example)), one.citation]
        wanted += [form.name if lang == "zh" else form.en, forms.STANDINGS[one.standing].of(lang)]
        wanted += [one.formula.of(lang)] if one.formula else []
        wanted += one.operands
        assert [part for part in wanted if part not in ended.out] == []


def test_the_nearest_rule_is_suggested(gongkai):
    asked = WITH_FORMULA.id[:-1] + "x"
    ended = gongkai("explain", asked)
    assert ended.code == 2
    assert f"没有规则 {asked}" in ended.err
    assert WITH_FORMULA.id in ended.err
