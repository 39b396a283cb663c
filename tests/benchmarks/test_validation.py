"""The sides of the validation benchmark: on a small batch, each names exactly what fails."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

QUICK = ("pandera-pandas", "pandera-polars", "pointblank", "dataframely", "numpy")
SLOW = "stock"
"""Takes seconds of the smallest batch, so that it is asked once."""


@pytest.fixture(scope="module")
def validation() -> Iterator[ModuleType]:
    """The root of the repository is not on the path of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parents[2]))
        yield importlib.import_module("benchmarks.validation")


@pytest.fixture(scope="module")
def clean(validation: ModuleType) -> pd.DataFrame:
    """A batch in which nothing fails."""
    return importlib.import_module("benchmarks._facts").clean()[list(validation.OURS)].head(40)


@pytest.fixture(scope="module")
def planted(validation: ModuleType) -> tuple[pd.DataFrame, set[tuple[str, str]]]:
    """A batch like that of the benchmark, and what fails in it."""
    facts = validation.facts(200, validation.OURS)
    return facts, failing(validation, "ours", facts)


def failing(validation: ModuleType, side: str, facts: pd.DataFrame) -> set[tuple[str, str]]:
    if side == "ours":
        with validation._ours.prepared(facts) as ours:
            return ours()
    return validation.PEERS[side].prepare(validation.narrow(facts))()


def test_every_peer_is_here(validation: ModuleType) -> None:
    assert set(validation.PEERS) == {*QUICK, SLOW}


@pytest.mark.parametrize("side", ["ours", *QUICK])
def test_where_all_adds_up_nothing_is_named(validation: ModuleType, clean: pd.DataFrame, side: str) -> None:
    assert failing(validation, side, clean) == set()


@pytest.mark.parametrize("side", ["ours", *QUICK, SLOW])
def test_a_planted_error_is_named_in_its_report_alone(
    validation: ModuleType, clean: pd.DataFrame, side: str
) -> None:
    """A wrong part breaks every sum that it stands in, a negative count itself besides."""
    identities = validation.EDITION.identities
    part, other = identities[0].right[0], identities[-1].right[-1]
    facts = clean.copy()
    facts.loc[3, part] += 7
    facts.loc[5, other] = -1.0
    expected = {
        (clean.loc[row, "report_id"], identity.id)
        for row, cell in ((3, part), (5, other))
        for identity in identities
        if cell in identity.cells
    }
    assert failing(validation, side, facts) == {*expected, (clean.loc[5, "report_id"], other)}


@pytest.mark.parametrize("side", QUICK)
def test_all_name_the_same(
    validation: ModuleType, planted: tuple[pd.DataFrame, set[tuple[str, str]]], side: str
) -> None:
    facts, ours = planted
    validation.check(side, ours, failing(validation, side, facts))


@pytest.mark.parametrize("place", [0, 1])
def test_another_result_is_refused(validation: ModuleType, place: int) -> None:
    found = [("a", validation.IDENTITIES[0].id), ("b", validation.COUNTS[0])]
    validation.check("peer", set(found), set(found))
    with pytest.raises(validation.WrongResultError, match="peer"):
        validation.check("peer", set(found), {found[place]})


def test_a_batch_in_which_only_sums_fail_shows_nothing(validation: ModuleType) -> None:
    found = {("a", validation.IDENTITIES[0].id)}
    with pytest.raises(validation.WrongResultError):
        validation.check("peer", found, found)
