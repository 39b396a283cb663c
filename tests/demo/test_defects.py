from itertools import islice

import pytest

from gongkai import demo, forms

YEARS = (2020, 2022)
CASES = [
    pytest.param(year, defect, id=f"{year}-{defect.id}")
    for year in YEARS
    for defect in demo.defects(forms.edition_for_year(year).id)
]
ORGANS = list(islice(demo.organs(8), 6))


def violated(rendered):
    return {finding.rule_id for finding in rendered.truth.findings if finding.answer == "violated"}


@pytest.mark.parametrize(("year", "defect"), CASES)
def test_a_planted_defect_is_found_by_the_rules_it_is_made_for(year, defect):
    for organ in ORGANS:
        sample = demo.make_sample(8, organ, year, defect.id)
        assert sample.defect == defect.id
        assert set(defect.triggers) <= violated(demo.render(sample, "html.clean"))


@pytest.mark.parametrize("year", YEARS)
def test_every_rule_is_within_reach_of_a_defect(year):
    edition_id = forms.edition_for_year(year).id
    triggered = {rule for defect in demo.defects(edition_id) for rule in defect.triggers}
    missing = set(demo.rule_ids(edition_id)) ^ triggered
    assert not missing, f"plant a defect in demo/_defects.py for: {sorted(missing)}"


@pytest.mark.parametrize("defect", [case.values[1] for case in CASES], ids=[case.id for case in CASES])
def test_every_defect_can_be_shown_in_every_format(defect):
    formats = {layout.format for layout in demo.LAYOUTS.values() if layout.shows(defect)}
    assert formats == {layout.format for layout in demo.LAYOUTS.values()}


def test_defects_of_an_edition_have_names_of_their_own():
    for edition in forms.editions():
        names = [defect.id for defect in demo.defects(edition.id)]
        assert len(set(names)) == len(names)


def test_a_balanced_pair_of_wrong_totals_leaves_the_balance_whole():
    for year in YEARS:
        edition = forms.edition_for_year(year)
        defect = next(each for each in demo.defects(edition.id) if each.id.endswith(".balanced"))
        wrong = violated(demo.render(demo.make_sample(8, ORGANS[2], year, defect.id), "html.clean"))
        named = {identity.id: identity.name for identity in edition.identities}
        sums = wrong & named.keys()
        assert len(sums) == 2
        assert {named[rule] for rule in sums} == {named[defect.triggers[0]]}
        # What the text says of the requests is then wrong, too.
        assert all(rule.startswith("claims.") for rule in wrong - sums)


def test_an_unknown_defect_is_named():
    with pytest.raises(KeyError, match="没有可埋设的缺陷"):
        demo.make_sample(8, ORGANS[0], 2022, "nothing.of.the.kind")


def test_a_year_without_a_form_is_refused():
    with pytest.raises(ValueError, match="没有规定格式"):
        demo.make_sample(8, ORGANS[0], 1999)
