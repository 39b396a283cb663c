"""The two editions as the statute prints them."""

import numpy as np
import pytest

from gongkai import forms

CELLS = {
    "2019": {"disclosure": 22, "requests": 161, "review": 15},
    "2021": {"disclosure": 10, "requests": 175, "review": 15},
}
IDENTITIES = {
    "2019": {"requests": 37, "review": 3},
    "2021": {"requests": 39, "review": 3},
}

editions = pytest.mark.parametrize("edition", forms.editions(), ids=lambda edition: edition.id)


def matrix(edition, table):
    """The identities of a table as rows of +1 (left) and -1 (right) over its cells."""
    position = {cell.id: index for index, cell in enumerate(table.cells)}
    identities = [identity for identity in edition.identities if identity.table == table.id]
    rows = np.zeros((len(identities), len(position)))
    for row, identity in zip(rows, identities, strict=True):
        row[[position[cell] for cell in identity.left]] = 1
        row[[position[cell] for cell in identity.right]] = -1
    return rows


@editions
def test_every_table_has_the_cells_the_form_prints(edition):
    assert {table.id: len(table.cells) for table in edition.tables} == CELLS[edition.id]
    assert len(edition.cell_ids) == len(set(edition.cell_ids)) == sum(CELLS[edition.id].values())


@editions
def test_every_table_has_its_identities(edition):
    counted = {
        table: sum(identity.table == table for identity in edition.identities)
        for table in IDENTITIES[edition.id]
    }
    assert counted == IDENTITIES[edition.id]
    assert len(edition.identities) == sum(counted.values())
    assert len({identity.id for identity in edition.identities}) == len(edition.identities)


@editions
def test_two_identities_of_the_requests_table_follow_from_the_others(edition):
    requests = edition.table("requests")
    identities = matrix(edition, requests)
    assert np.linalg.matrix_rank(identities) == len(identities) - 2


@editions
@pytest.mark.parametrize("table_id", ["requests", "review"])
def test_no_two_cells_have_parallel_signatures(edition, table_id):
    """So a single wrong cell is told from the residuals alone."""
    columns = matrix(edition, edition.table(table_id)).T
    assert np.all(np.any(columns != 0, axis=1))
    unit = columns / np.linalg.norm(columns, axis=1, keepdims=True)
    parallel = np.abs(unit @ unit.T) > 1 - 1e-9
    if table_id == "requests":
        assert np.array_equal(parallel, np.eye(len(columns), dtype=bool))
    else:
        # Table 四 has a single identity a row: its cells are told apart only by row.
        rows = [cell.row.id for cell in edition.table(table_id).cells]
        assert np.array_equal(parallel, np.equal.outer(rows, rows))


def test_the_requests_table_of_2021_has_39_identities_of_rank_37():
    edition = forms.edition("2021")
    identities = matrix(edition, edition.table("requests"))
    assert identities.shape == (39, 175)
    assert np.linalg.matrix_rank(identities) == 37


@editions
def test_the_balance_is_printed_in_the_forms_own_words(edition):
    printed = {
        edition.formula(identity)
        for identity in edition.identities
        if identity.name == "balance" and identity.each == "column"
    }
    assert printed == {
        f"一、本年新收 + 二、上年结转 = 三（七）总计 + 四、结转下年度继续办理（{column.label}）"
        for block in edition.table("requests").blocks
        for column in block.columns
    }


@editions
def test_every_identity_of_an_edition_names_distinct_cells_of_it(edition):
    for identity in edition.identities:
        assert set(identity.cells) <= set(edition.cell_ids)
        assert len(set(identity.cells)) == len(identity.cells)


@editions
def test_sections_are_numbered_in_order(edition):
    assert [section.ordinal for section in edition.sections] == list("一二三四五六")
    assert edition.section("review").heading.startswith("四、")


@pytest.mark.parametrize(
    ("year", "expected"), [(2018, None), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2025, "2021")]
)
def test_the_year_prescribes_the_edition(year, expected):
    found = forms.edition_for_year(year)
    assert (found and found.id) == expected


def test_an_unknown_edition_is_refused_with_the_known_ones():
    with pytest.raises(KeyError, match=r"2008.*2019、2021"):
        forms.edition("2008")
