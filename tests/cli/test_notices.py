"""`gongkai notices` on the command line."""

import json
import shutil
from itertools import islice

import pytest
from docx import Document

from gongkai import demo
from gongkai.checkpoints import audit
from gongkai.loaders import load


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Two organs with a fault each."""
    folder = tmp_path_factory.mktemp("notices")
    (folder / "in").mkdir()
    for organ in islice(demo.organs(demo.SEED), 2):
        rendered = demo.render(
            demo.make_sample(demo.SEED, organ, demo.YEARS[-1], "report.other_year_in_file"), "html.clean"
        )
        (folder / "in" / f"{organ.name} {rendered.name}").write_bytes(rendered.data)
    audit(load([folder / "in"]), folder / "run")
    return folder / "run"


def told(path):
    document = Document(str(path))
    return "\n".join(one.text for one in document.paragraphs)


def test_each_organ_gets_a_document(gongkai, run, tmp_path):
    ended = gongkai("notices", run, "-o", tmp_path / "out", "--deadline", "2027-03-31")
    assert (ended.code, ended.err) == (0, "")
    listed = json.loads((tmp_path / "out" / "notices.json").read_text("utf-8"))
    files = sorted(path.name for path in (tmp_path / "out").glob("*.docx"))
    assert files == sorted(one["file"] for one in listed["notices"])
    assert f"写好 {len(files)} 份" in ended.out
    for one in listed["notices"]:
        text = told(tmp_path / "out" / one["file"])
        assert one["organ"] in text
        assert "2027-03-31" in text


def test_only_the_organ_that_is_named(gongkai, run, tmp_path):
    gongkai("notices", run, "-o", tmp_path / "all")
    listed = json.loads((tmp_path / "all" / "notices.json").read_text("utf-8"))["notices"]
    assert len(listed) > 1
    organ = listed[0]["organ"]
    assert gongkai("notices", run, "-o", tmp_path / "one", "--organ", organ).code == 0
    assert [path.name for path in (tmp_path / "one").glob("*.docx")] == [listed[0]["file"]]
    ended = gongkai("notices", run, "-o", tmp_path / "none", "--organ", "无此局")
    assert ended.code == 2
    assert "无此局" in ended.err
    assert not (tmp_path / "none").exists()


def test_english(gongkai, run, tmp_path):
    assert gongkai("notices", run, "-o", tmp_path / "out", "--lang", "en").code == 0
    path = next((tmp_path / "out").glob("*.docx"))
    assert "Notice to correct" in told(path)


def test_one_bad_organ_does_not_stop_the_others(gongkai, run, tmp_path):
    gongkai("notices", run, "-o", tmp_path / "all")
    organ = json.loads((tmp_path / "all" / "notices.json").read_text("utf-8"))["notices"][0]["organ"]
    document = Document()
    document.add_paragraph("{{ organ }}{% if organ == '" + organ + "' %}{{ budget }}{% endif %}")
    document.save(str(tmp_path / "own.docx"))
    ended = gongkai("notices", run, "-o", tmp_path / "out", "--template", tmp_path / "own.docx")
    assert ended.code == 1
    assert "budget" in ended.out
    listed = json.loads((tmp_path / "out" / "notices.json").read_text("utf-8"))
    assert len(listed["failed"]) == 1
    assert len(list((tmp_path / "out").glob("*.docx"))) == len(listed["notices"]) > 0


def test_a_template_that_suits_nobody_writes_nothing(gongkai, run, tmp_path):
    document = Document()
    document.add_paragraph("{{ budget }}")
    document.save(str(tmp_path / "own.docx"))
    ended = gongkai("notices", run, "-o", tmp_path / "out", "--template", tmp_path / "own.docx")
    assert ended.code == 2
    assert "budget" in ended.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("damage", ["absent", "json", "packs", "parquet", "rules"])
def test_a_folder_that_cannot_be_used_is_refused(gongkai, run, tmp_path, damage):
    copy = tmp_path / "run"
    shutil.copytree(run, copy)
    stored = json.loads((copy / "run.json").read_text("utf-8"))
    if damage == "absent":
        (copy / "run.json").unlink()
    elif damage == "json":
        (copy / "run.json").write_text("{", "utf-8")
    elif damage == "packs":
        (copy / "run.json").write_text("[]", "utf-8")
    elif damage == "parquet":
        (copy / "findings.parquet").write_bytes(b"PAR1")
    else:
        next(iter(stored["packs"].values()))["hash"] = "0" * 64
        (copy / "run.json").write_text(json.dumps(stored), "utf-8")
    ended = gongkai("notices", copy, "-o", tmp_path / "out")
    assert ended.code == 2
    assert ("--pack" if damage == "rules" else "重新审核" if damage != "absent" else "run.json") in ended.err
    assert not (tmp_path / "out").exists()


def test_a_folder_of_somebody_else_is_left_alone(gongkai, run, tmp_path):
    (tmp_path / "own.docx").write_text("甲", "utf-8")
    assert gongkai("notices", run, "-o", tmp_path).code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["own.docx"]


@pytest.mark.parametrize("words", [(), ("--deadline", "31/3/2027")])
def test_wrong_usage(gongkai, run, tmp_path, words):
    assert gongkai("notices", *([run] if words else []), "-o", tmp_path / "out", *words).code == 2
