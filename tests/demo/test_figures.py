from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai import demo, forms
from gongkai.demo._landmarks import FORWARD, STOCKS, balances, rows

EDITIONS = [edition.id for edition in forms.editions()]
seeds = st.integers(0, 10**9)
years = st.sampled_from(demo.YEARS)


def any_organ(seed, number):
    return next(islice(demo.organs(seed), number, None))


@pytest.mark.parametrize("edition_id", EDITIONS)
@given(seed=seeds, year=years, number=st.integers(0, 60))
@settings(max_examples=60, deadline=None)
def test_every_identity_holds_and_every_number_is_of_its_kind(edition_id, seed, year, number):
    edition = forms.edition(edition_id)
    numbers = demo.figures(seed, any_organ(seed, number), year, edition_id)
    assert tuple(numbers) == edition.cell_ids
    for identity in edition.identities:
        left = sum(numbers[cell] for cell in identity.left)
        assert left == sum(numbers[cell] for cell in identity.right), identity.id
    for cell in edition.cells.values():
        value = numbers[cell.id]
        assert cell.kind == "change" or value >= 0, cell.id
        if cell.kind == "amount":
            assert value == round(value, 6), cell.id
        else:
            assert value == int(value), cell.id


@given(seed=seeds, number=st.integers(0, 60))
@settings(max_examples=40, deadline=None)
def test_a_year_follows_from_the_year_before(seed, number):
    organ = any_organ(seed, number)
    for year in demo.YEARS[1:]:
        editions = [forms.edition_for_year(each).id for each in (year - 1, year)]
        before, now = (
            demo.figures(seed, organ, *each) for each in zip((year - 1, year), editions, strict=True)
        )
        for balance in balances(editions[1])[0]:
            assert now[balance.carried_in] == before[balance.carried_out]
        if editions[0] != editions[1]:
            continue
        for cells in rows(editions[1]):
            ids = {column: cell.id for column, cell in cells.items()}
            if set(FORWARD) <= ids.keys():
                last_year, change = (ids[column] for column in FORWARD)
                assert now[last_year] == before[last_year] + before[change]
            for stock, added, taken in STOCKS:
                if stock in ids:
                    less = now[ids[taken]] if taken else 0
                    assert now[ids[stock]] == before[ids[stock]] + now[ids[added]] - less


def test_figures_repeat_and_differ_by_seed():
    organ = any_organ(1, 5)
    edition_id = forms.edition_for_year(2022).id
    first = dict(demo.figures(1, organ, 2022, edition_id))
    demo.figures.cache_clear()
    assert first == demo.figures(1, organ, 2022, edition_id)
    assert first != demo.figures(2, organ, 2022, edition_id)


def test_some_amounts_have_decimals_and_some_years_go_down():
    numbers = [
        (edition.cells[cell].kind, value)
        for organ in islice(demo.organs(1), 40)
        for edition in forms.editions()
        for cell, value in demo.figures(1, organ, edition.first_year, edition.id).items()
    ]
    places = {-value.as_tuple().exponent for kind, value in numbers if kind == "amount"}
    assert places >= set(range(7))
    assert any(value < 0 for kind, value in numbers if kind == "change")
