"""`--scope` and `--years`: what a province decides about the comparison of its reports."""

import pyarrow.parquet as pq
import pytest

from gongkai import demo


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    folder = tmp_path_factory.mktemp("province")
    demo.write_province(folder, number_of_organs=6, years=(2022,))
    return folder


@pytest.mark.parametrize(
    ("words", "states"),
    [
        ([], {"no_registry"}),
        (["--registry"], {"no_scope"}),
        (["--registry", "--scope", "departments"], {"no_government", "summed"}),
    ],
)
def test_the_scope_reaches_the_sums(gongkai, province, tmp_path, words, states):
    at = [part for word in words for part in ([word, province / "registry.csv"] if "reg" in word else [word])]
    ended = gongkai("audit", province / "reports", "-o", tmp_path / "out", *at)
    assert ended.code in {0, 1}, ended.out + ended.err
    rollups = pq.read_table(tmp_path / "out" / "rollups.parquet")
    assert set(rollups["rollup_state"].to_pylist()) >= states


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--scope", "department"], ["--scope", "departments"]),
        (["--scope", ""], ["--scope"]),
        (["--years", "2022；2023"], ["--years", "2022,2023"]),
        (["--years", "22"], ["--years"]),
        (["--years", ""], ["--years"]),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_read(gongkai, tmp_path, words, told):
    for lang in ("zh", "en"):
        ended = gongkai("audit", tmp_path, "-o", tmp_path / "out", *words, "--lang", lang)
        assert ended.code == 2
        assert all(word in ended.err for word in told)
    assert not (tmp_path / "out").exists()
