"""`gongkai load`: every frame on disk, and every submission that could not be read told by name."""

import pyarrow.parquet as pq
import pytest

from gongkai import demo, forms, loaders

YEAR = 2022


@pytest.fixture
def province(tmp_path):
    """A few clean reports in several layouts, in a folder of their own."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for rendered in demo.clean_reports(4, years=(2020, YEAR)):
        (folder / rendered.name).write_bytes(rendered.data)
    return folder


def spoil(folder):
    """The bad input of every inbox; gives the names."""
    docx = next(rendered for rendered in demo.clean_reports(40) if rendered.name.endswith(".docx"))
    bad = {
        "empty.txt": b"",
        "binary.html": bytes(range(256)) * 64,
        "truncated.docx": docx.data[: len(docx.data) // 2],
        "letter.txt": "各位同事：\n请于周五前提交材料。\n".encode(),
    }
    for name, data in bad.items():
        (folder / name).write_bytes(data)
    return list(bad)


def test_every_frame_is_written(gongkai, province, tmp_path):
    ended = gongkai("load", province, "-o", tmp_path / "out")
    assert ended.code == 0, ended.out + ended.err
    written = {path.name for path in (tmp_path / "out").iterdir()}
    editions = {forms.edition_for_year(year).id for year in (2020, YEAR)}
    assert written == {
        *(f"{name}.parquet" for name in ("reports", "cells", "sections", "failures", "duplicates")),
        *(f"facts-{edition}.parquet" for edition in editions),
    }
    expected = loaders.load([province])
    for name, table in expected.tables():
        assert pq.read_table(tmp_path / "out" / f"{name}.parquet").equals(table)
    assert "4" in ended.out
    assert str(tmp_path / "out") in ended.out
    assert "4/4" in ended.err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bad_input_is_told_by_name_and_the_rest_is_read(gongkai, province, tmp_path, lang):
    bad = spoil(province)
    ended = gongkai("load", province, "-o", tmp_path / "out", "--lang", lang)
    assert ended.code == 3
    failures = pq.read_table(tmp_path / "out" / "failures.parquet").to_pylist()
    assert sorted(row["path"] for row in failures) == sorted(str(province / name) for name in bad)
    assert [row[lang] for row in failures if row[lang] not in ended.out] == []
    assert [name for name in bad if name not in ended.out] == []
    assert pq.read_table(tmp_path / "out" / "reports.parquet").num_rows == 4


def test_a_folder_with_files_but_no_report_lists_them(gongkai, tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    bad = spoil(folder)
    ended = gongkai("load", folder, "-o", tmp_path / "out")
    assert ended.code == 3
    assert [name for name in bad if name not in ended.out] == []
    assert pq.read_table(tmp_path / "out" / "reports.parquet").num_rows == 0


def test_a_second_run_replaces_the_first(gongkai, province, tmp_path):
    out = tmp_path / "out"
    gongkai("load", province, "-o", out)
    only = next(path for path in province.iterdir() if str(YEAR) in path.name)
    assert gongkai("load", only, "-o", out).code == 0
    assert [path.name for path in out.glob("facts-*")] == [f"facts-{forms.edition_for_year(YEAR).id}.parquet"]
    assert pq.read_table(out / "reports.parquet").num_rows == 1


def test_many_failures_are_cut_short_with_the_place_of_the_rest(gongkai, tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number in range(25):
        (folder / f"{number:02}.txt").write_bytes(b"")
    ended = gongkai("load", folder, "-o", tmp_path / "out")
    assert ended.code == 3
    assert "19.txt" in ended.out
    assert "20.txt" not in ended.out
    assert "failures.parquet" in ended.out


def test_ctrl_c_ends_with_130_and_leaves_nothing(gongkai, province, tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(loaders, "load_into", interrupt)
    ended = gongkai("load", province, "-o", tmp_path / "out")
    assert ended.code == 130
    assert "已中断" in ended.err
    assert not (tmp_path / "out").exists()


def test_a_full_disk_is_told(gongkai, province, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(loaders, "load_into", fail)
    ended = gongkai("load", province, "-o", tmp_path / "out")
    assert ended.code == 2
    assert "无法读写" in ended.err
    assert not (tmp_path / "out").exists()
