"""One wrong cell is found, exactly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gongkai.forms import Edition
from gongkai.rules import Catalogue, Correction, catalogues, localise
from gongkai.rules._slips import slip_rank

EVERY = pytest.mark.parametrize("catalogue", catalogues(), ids=lambda catalogue: catalogue.name)


def rivals(edition: Edition, cell: str) -> set[str]:
    """Cells that stand in the very same identities, which no arithmetic can tell from `cell`."""

    def signature(one: str) -> frozenset[str]:
        return frozenset(identity.id for identity in edition.identities if one in identity.cells)

    return {other for other in edition.cell_ids if signature(other) == signature(cell)} - {cell}


@EVERY
def test_the_changed_cell_is_found(catalogue: Catalogue, make_row: Callable[..., dict[str, Any]]) -> None:
    edition = catalogue.edition
    rng = np.random.default_rng(2024)
    bound = sorted({cell for identity in edition.identities for cell in identity.cells})
    for seed in range(500):
        row = make_row(edition, seed=seed, top=60)
        cell = str(rng.choice(bound))
        right = row[cell]
        row[cell] = right + int(rng.choice([-1, 1])) * int(rng.integers(1, right + 1))
        found = localise(catalogue, row)
        assert Correction(cell, int(row[cell]), int(right)) in found
        assert {correction.cell for correction in found} <= {cell} | rivals(edition, cell)
        assert [one for one in found if one.cell == cell] == [Correction(cell, int(row[cell]), int(right))]


@EVERY
def test_cells_of_the_requests_have_no_rivals(catalogue: Catalogue) -> None:
    edition = catalogue.edition
    shared = {identity.table for identity in edition.identities if identity.each == "column"}
    cells = [cell.id for table in edition.tables if table.id in shared for cell in table.cells]
    assert cells
    assert not [cell for cell in cells if rivals(edition, cell)]


@EVERY
def test_nothing_is_proposed_where_the_arithmetic_holds(
    catalogue: Catalogue, make_row: Callable[..., dict[str, Any]]
) -> None:
    assert localise(catalogue, make_row(catalogue.edition)) == []


@EVERY
@pytest.mark.parametrize("status", ["missing", "unreadable", "inferred"])
def test_nothing_is_proposed_beside_a_cell_that_was_not_read(
    catalogue: Catalogue, status: str, make_row: Callable[..., dict[str, Any]]
) -> None:
    identity = catalogue.edition.identities[0]
    plain = make_row(catalogue.edition)
    wrong = {identity.right[0]: plain[identity.right[0]] + 1}
    assert localise(catalogue, make_row(catalogue.edition, wrong))
    assert not localise(catalogue, make_row(catalogue.edition, {**wrong, identity.right[1]: status}))


@EVERY
@pytest.mark.parametrize("number", [0.5, 1e17])
def test_nothing_is_proposed_for_numbers_that_are_no_counts(
    catalogue: Catalogue, number: float, make_row: Callable[..., dict[str, Any]]
) -> None:
    cell = catalogue.edition.identities[0].right[0]
    assert localise(catalogue, make_row(catalogue.edition, {cell: number})) == []


@EVERY
def test_two_wrong_cells_of_one_table_are_left_alone(
    catalogue: Catalogue, make_row: Callable[..., dict[str, Any]]
) -> None:
    edition = catalogue.edition
    plain = make_row(edition)
    first, second = edition.identities[0].right[0], edition.identities[1].right[1]
    assert localise(catalogue, make_row(edition, {first: plain[first] + 1, second: plain[second] + 5})) == []


@EVERY
def test_a_blank_is_filled_in(catalogue: Catalogue, make_row: Callable[..., dict[str, Any]]) -> None:
    edition = catalogue.edition
    cell = edition.identities[0].right[0]
    right = int(make_row(edition)[cell])
    assert localise(catalogue, make_row(edition, {cell: "blank"})) == [Correction(cell, None, right)]


@EVERY
def test_a_negative_count_is_never_proposed(
    catalogue: Catalogue, make_row: Callable[..., dict[str, Any]]
) -> None:
    edition = catalogue.edition
    identity = edition.identities[-1]
    row = make_row(edition, {identity.left[0]: 0})
    found = localise(catalogue, row)
    assert found
    assert all(correction.meant >= 0 for correction in found)


@EVERY
def test_ties_are_listed_with_the_likeliest_slip_first(
    catalogue: Catalogue, make_row: Callable[..., dict[str, Any]]
) -> None:
    edition = catalogue.edition
    identity = edition.identities[-1]
    parts = dict.fromkeys(identity.right, 12)
    total = 12 * len(identity.right)
    swapped = {**parts, identity.right[1]: 21, identity.left[0]: total}
    found = localise(catalogue, make_row(edition, swapped))
    assert found[0] == Correction(identity.right[1], 21, 12)
    assert {correction.cell for correction in found} == set(identity.cells)
    assert found[0].to_dict() == {"cell": identity.right[1], "from": 21, "to": 12, "support": []}


@pytest.mark.parametrize(
    ("printed", "meant", "neighbours", "rank"),
    [
        (None, 7, (), 0),
        (21, 12, (), 1),
        (1, 12, (), 2),
        (122, 12, (), 2),
        (18, 12, (), 3),
        (-5, 5, (), 2),
        (40, 12, (40,), 5),
        (40, 12, (), 6),
    ],
)
def test_slips_are_ranked_by_how_a_person_errs(
    printed: int | None, meant: int, neighbours: tuple[int, ...], rank: int
) -> None:
    assert slip_rank(printed, meant, neighbours) == rank
