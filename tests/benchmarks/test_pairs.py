"""The arithmetic of the benchmarks; nothing here takes the time of anything."""

import importlib.util
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "benchmarks" / "_pairs.py"


@pytest.fixture(scope="module")
def pairs():
    """Loaded by its path: the root of the repository is not on the path of the tests."""
    spec = importlib.util.spec_from_file_location("measured_pairs", SOURCE)
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, spec.name, module)
        spec.loader.exec_module(module)
        yield module


@pytest.fixture(scope="module")
def measured(pairs):
    """Three pairs, the middle one disturbed: both of its runs are slow."""
    ours = tuple(pairs.Seconds(wall, cpu) for wall, cpu in ((1, 2), (50, 20), (1, 1)))
    peer = tuple(pairs.Seconds(wall, cpu) for wall, cpu in ((4, 6), (200, 80), (5, 5)))
    return pairs.Pairs(ours, peer)


def comparison(pairs, measured, target=None, clock="cpu"):
    return pairs.Comparison("name", "ours", "peer", measured, clock, target, "checked")


@pytest.mark.parametrize(("clock", "expected"), [("cpu", (2, 6)), ("wall", (1, 5))])
def test_medians_are_of_each_side(measured, clock, expected):
    assert measured.medians(clock) == expected


@pytest.mark.parametrize(
    ("clock", "bound", "expected"),
    [
        ("cpu", "at least", [3, 4, 5]),
        ("wall", "at least", [4, 4, 5]),
        ("wall", "at most", [1 / 4, 1 / 4, 1 / 5]),
    ],
)
def test_a_ratio_is_of_one_pair(measured, clock, bound, expected):
    assert measured.ratios(clock, bound) == expected


def test_sides_must_have_run_equally_often(pairs, measured):
    with pytest.raises(ValueError, match="shorter"):
        pairs.Pairs(measured.ours, measured.peer[:2]).ratios("cpu", "at least")


def test_the_ratio_is_the_median_of_the_pairs(pairs, measured):
    assert comparison(pairs, measured).ratio == 4


@pytest.mark.parametrize(
    ("bound", "least", "verdict", "shown"),
    [
        ("at least", 4, "met", "≥ 4"),
        ("at least", 4.1, "short", "≥ 4.1"),
        ("at most", 0.25, "met", "≤ 0.25"),
        ("at most", 0.2, "short", "≤ 0.2"),
    ],
)
def test_the_verdict_follows_the_target(pairs, measured, bound, least, verdict, shown):
    target = pairs.Target(bound, least)
    assert comparison(pairs, measured, target).verdict == verdict
    assert str(target) == shown


def test_without_a_target_nothing_is_met_or_short(pairs, measured):
    assert comparison(pairs, measured).verdict == "no target"


def test_sides_run_by_turns_after_one_run_that_does_not_count(pairs):
    order = []
    taken = pairs.by_turns(lambda: order.append("ours"), lambda: order.append("peer"), 3)
    assert order == ["ours", "peer"] * 4
    assert len(taken.ours) == len(taken.peer) == 3
