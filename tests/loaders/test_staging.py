"""Results appear whole or not at all."""

import pytest

from gongkai.loaders import RESULT, staged


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_results_take_their_place_when_the_block_ends(tmp_path):
    out = tmp_path / "deep" / "out"
    with staged(out, RESULT) as partial:
        (partial / "reports.parquet").write_bytes(b"new")
        (partial / "data_docs").mkdir()
        (partial / "data_docs" / "page.html").write_bytes(b"new")
        assert not (out / "reports.parquet").exists()
    assert names(out) == ["data_docs", "reports.parquet"]
    assert names(out / "data_docs") == ["page.html"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, ValueError])
def test_nothing_is_left_when_it_does_not(tmp_path, error):
    out = tmp_path / "out"

    def fail():
        with staged(out, RESULT) as partial:
            (partial / "reports.parquet").write_bytes(b"half")
            raise error

    with pytest.raises(error):
        fail()
    assert not out.exists()


def test_an_earlier_result_survives_a_failure(tmp_path):
    (tmp_path / "reports.parquet").write_bytes(b"old")

    def fail():
        with staged(tmp_path, RESULT) as partial:
            (partial / "reports.parquet").write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert names(tmp_path) == ["reports.parquet"]
    assert (tmp_path / "reports.parquet").read_bytes() == b"old"


def test_an_earlier_result_is_replaced_whole_and_other_files_are_kept(tmp_path):
    for name in ("reports.parquet", "facts-2019.parquet", "run.json", "notes.txt"):
        (tmp_path / name).write_bytes(b"old")
    (tmp_path / "data_docs").mkdir()
    (tmp_path / "data_docs" / "old.html").write_bytes(b"old")
    with staged(tmp_path, RESULT) as partial:
        (partial / "reports.parquet").write_bytes(b"new")
    assert names(tmp_path) == ["notes.txt", "reports.parquet"]
    assert (tmp_path / "reports.parquet").read_bytes() == b"new"


def test_only_an_empty_folder_or_an_earlier_result_may_be_written_to(tmp_path):
    assert RESULT.may_write(tmp_path / "absent")
    assert RESULT.may_write(tmp_path)
    (tmp_path / ".gongkai-left-by-a-power-cut").mkdir()
    assert RESULT.may_write(tmp_path)
    (tmp_path / "notes.txt").write_bytes(b"")
    assert not RESULT.may_write(tmp_path)
    (tmp_path / RESULT.marks[0]).write_bytes(b"")
    assert RESULT.may_write(tmp_path)
