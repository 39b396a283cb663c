"""Finding ids: the same tomorrow, and never two of one."""

from hypothesis import given
from hypothesis import strategies as st

from gongkai.checkpoints._fingerprint import Subject, fingerprints


def ids(*subjects):
    firsts = {}
    for subject in subjects:
        firsts[subject.whose] = min(firsts.get(subject.whose, subject.path), subject.path)
    return fingerprints(subjects, firsts)


ONE = Subject("某局", 2023, "rule", ("a", "b"), "x/1.txt")


def test_an_id_is_sixteen_hex_digits():
    (one,) = ids(ONE)
    assert len(one) == 16
    assert int(one, 16)


def test_the_path_and_the_order_of_cells_do_not_matter():
    assert ids(ONE) == ids(ONE._replace(path="y/2.txt")) == ids(ONE._replace(cells=("b", "a")))


def test_everything_else_does():
    others = [
        ONE._replace(organ="某办"),
        ONE._replace(year=None),
        ONE._replace(rule_id="other"),
        ONE._replace(cells=("a",)),
        ONE._replace(organ=None),
    ]
    assert len({ids(one)[0] for one in [ONE, *others]}) == 6


def test_a_second_submission_leaves_the_first_its_id():
    second = ONE._replace(path="x/2.txt")
    assert ids(ONE, second)[0] == ids(ONE)[0]
    assert ids(second, ONE) == list(reversed(ids(ONE, second)))


def test_without_an_organ_the_path_stands_for_it():
    assert len(set(ids(ONE._replace(organ=None), ONE._replace(organ=None, path="x/2.txt")))) == 2


@given(
    st.lists(
        st.builds(
            Subject,
            st.sampled_from([None, "某局", "某办"]),
            st.sampled_from([None, 2022, 2023]),
            st.sampled_from(["r", "s"]),
            st.sampled_from([(), ("a",), ("a", "b")]),
            st.sampled_from(["1", "2", "3"]),
        )
    )
)
def test_no_two_findings_share_an_id(subjects):
    assert len(set(ids(*subjects))) == len(subjects)
