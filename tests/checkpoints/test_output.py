"""The folder of a run: refused, replaced, never half-written."""

import json

import pyarrow as pa
import pytest

from gongkai.checkpoints import DirectoryRefusedError, audit
from gongkai.checkpoints._output import check_directory, write_rows
from gongkai.loaders import VALUE


def test_a_folder_of_other_things_is_refused_and_left_alone(make, tmp_path):
    (tmp_path / "论文.txt").write_text("x", "utf-8")
    with pytest.raises(DirectoryRefusedError) as caught:
        audit(make.frames([make.report(1)]), tmp_path)
    assert str(tmp_path) in caught.value.message.zh
    assert str(tmp_path) in caught.value.message.en
    assert [path.name for path in tmp_path.iterdir()] == ["论文.txt"]


def test_a_file_is_refused(tmp_path):
    (tmp_path / "out").write_text("x", "utf-8")
    with pytest.raises(DirectoryRefusedError):
        check_directory(tmp_path / "out")


@pytest.mark.parametrize("mark", ["run.json", "reports.parquet"])
def test_an_earlier_result_may_be_replaced(tmp_path, mark):
    (tmp_path / mark).touch()
    (tmp_path / "mine.txt").touch()
    check_directory(tmp_path)


def test_an_earlier_run_is_replaced_as_a_whole(make, tmp_path):
    out = tmp_path / "out"
    earlier = audit(make.frames([make.report(1, edition="2019"), make.report(2)]), out)
    (out / "note.txt").write_text("mine", "utf-8")
    (out / "index.html").write_text("old", "utf-8")
    later = audit(make.frames([make.report(3)]), out)
    assert not (out / "facts-2019.parquet").exists()
    assert not (out / "index.html").exists()
    assert (out / "note.txt").read_text("utf-8") == "mine"
    for batch in earlier.batches:
        assert not (out / batch.page).exists()
    for batch in later.batches:
        assert (out / batch.page).is_file()
    assert not [path for path in out.iterdir() if path.name.startswith(".")]


def test_numbers_in_json_are_exact_where_they_are_whole(tmp_path):
    table = pa.table(
        {
            "amount": pa.array([None, 1.5, 3.0]),
            "value": pa.array([10**17 + 1, 2, 0], VALUE),
            "text": ["一", "\u2028", '"'],
        }
    )
    write_rows(table, tmp_path / "rows.json")
    assert json.loads((tmp_path / "rows.json").read_text("utf-8")) == [
        {"amount": None, "value": 10**17 + 1, "text": "一"},
        {"amount": 1.5, "value": 2, "text": "\u2028"},
        {"amount": 3, "value": 0, "text": '"'},
    ]
