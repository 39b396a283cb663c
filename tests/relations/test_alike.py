"""Share, passages and candidates of texts, whatever they are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gongkai.relations._alike import PASSAGES, is_among, passages, share_of, size_of
from gongkai.relations._candidates import candidates
from gongkai.relations._wording import WIDTH, Wording, distinct, wording_of

LOW, HIGH = "甲乙丙丁戊", "子丑寅卯辰"


def texts(letters: str) -> st.SearchStrategy[str]:
    return st.text(st.sampled_from(letters + " ，1\n"), max_size=120)


def share(one: Wording, other: Wording) -> float:
    whole = np.ones(len(one.shingles), np.bool_)
    return share_of(whole, is_among(one.shingles, distinct(other.shingles)), size_of(whole))


@given(texts(LOW), texts(HIGH))
def test_a_text_is_all_its_own_and_nothing_of_a_disjoint_one(one: str, other: str) -> None:
    wording, its = wording_of(one), wording_of(other)
    assert share(wording, wording) == (1.0 if len(wording.shingles) else 0.0)
    assert share(wording, its) == share(its, wording) == 0


@given(texts(LOW + HIGH), texts(LOW + HIGH), texts(LOW + HIGH))
def test_passages_stand_in_both(shared: str, one: str, other: str) -> None:
    first, second = one + shared, shared + other
    wording, its = wording_of(first), wording_of(second)
    own = np.ones(len(wording.shingles), np.bool_)
    shared = is_among(wording.shingles, distinct(its.shingles))
    found = passages(first, wording, own, shared, its)
    assert len(found) <= PASSAGES
    for passage in found:
        bare = wording_of(passage).text
        assert len(bare) >= WIDTH
        assert bare in wording.text
        assert bare in its.text


@given(st.lists(texts(LOW), min_size=2, max_size=6), st.randoms())
def test_candidates_do_not_depend_on_the_order(written: list[str], chance: object) -> None:
    order = list(range(len(written)))
    chance.shuffle(order)
    sets = [distinct(wording_of(one).shingles) for one in written]
    straight = {frozenset(pair) for pair in candidates(sets, range(len(sets))).tolist()}
    shuffled = candidates([sets[at] for at in order], range(len(sets))).tolist()
    assert {frozenset(order[at] for at in pair) for pair in shuffled} == straight
    same = {
        frozenset((one, other))
        for one in range(len(sets))
        for other in range(one)
        if len(sets[one]) and np.array_equal(sets[one], sets[other])
    }
    assert same <= straight


def test_no_text_is_paired_within_its_group() -> None:
    sets = [np.arange(50, dtype=np.uint32)] * 3
    assert candidates(sets, [0, 0, 1]).tolist() == [[0, 2], [1, 2]]


def test_letters_count_whatever_their_width_and_case() -> None:
    assert wording_of("ＡＢ c，１２三 ⼀⾏").text == wording_of("abC 行").text == "abc行"
