"""`--registry`: every organ as the made-up province's truth has it, and whatever cannot be told is told."""

import json

import pyarrow.parquet as pq
import pytest

from gongkai import demo


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    folder = tmp_path_factory.mktemp("province")
    demo.write_province(folder, number_of_organs=8, years=(2020, 2021, 2022))
    return folder, json.loads((folder / "truth.json").read_text("utf-8"))["reports"]


@pytest.fixture
def loaded(gongkai, province, tmp_path):
    """What `gongkai load` says and writes, with the registry and without."""
    folder, _ = province

    def run(*words, registry=True):
        given = ["--registry", folder / "registry.csv"] if registry else []
        ended = gongkai("load", folder / "reports", "-o", tmp_path / "out", *given, *words)
        frames = {path.stem: pq.read_table(path) for path in (tmp_path / "out").glob("*.parquet")}
        return ended, frames

    return run


def by_path(folder, frame):
    return {row["path"].removeprefix(f"{folder}/"): row for row in frame.to_pylist()}


def test_every_organ_is_the_one_that_reported(loaded, province):
    folder, truth = province
    ended, frames = loaded()
    assert ended.code == 0, ended.out + ended.err
    reports = by_path(folder, frames["reports"])
    assert len(reports) == len(truth)
    for told in truth:
        row = reports[told["path"]]
        if told["registered"]:
            known = [told[name] for name in ("organ", "organ", "level", "parent", "region_code")]
            columns = ("organ", "organ_id", "level", "parent", "region_code")
            assert [row[name] for name in columns] == known, told["path"]
            assert row["organ_source"] == "registry"
        else:
            assert (row["organ"], row["organ_id"], row["organ_source"]) == (told["organ"], None, "title")
    facts = [row for name, frame in frames.items() if name.startswith("facts-") for row in frame.to_pylist()]
    for row in facts:
        report = reports[row["path"].removeprefix(f"{folder}/")]
        for name in ("organ", "organ_id", "level", "region_code"):
            assert row[name] == report[name]


def test_duplicates_and_unknown_organs_are_told(loaded, province):
    folder, truth = province
    ended, frames = loaded()
    repeated = {told["path"]: told["duplicate"] for told in truth if told["duplicate"]}
    found = by_path(folder, frames["duplicates"])
    assert {
        path: {"kind": row["kind"], "first": row["first_path"].removeprefix(f"{folder}/")}
        for path, row in found.items()
    } == repeated
    for path, duplicate in repeated.items():
        assert path in ended.out
        assert duplicate["first"] in ended.out
    assert "同一份报告提交了两次" in ended.out
    (unknown,) = [told for told in truth if not told["registered"]]
    assert f"机关“{unknown['organ']}”不在机关名录中" in ended.out
    notes = by_path(folder, frames["reports"])[unknown["path"]]["notes"]
    assert "organ_unknown" in {note["code"] for note in notes}


def test_without_a_registry_organs_are_as_stated(loaded, province):
    folder, truth = province
    ended, frames = loaded("--lang", "en", registry=False)
    assert ended.code == 0
    reports = by_path(folder, frames["reports"])
    assert {told["path"]: told["called"] for told in truth} == {
        path: row["organ"] for path, row in reports.items()
    }
    assert {row["organ_id"] for row in reports.values()} == {None}
    assert len(frames["duplicates"]) == 2
    assert "the same report twice" in ended.out
    assert "not identified" not in ended.out


def test_an_audit_tells_the_same_and_is_not_failed_by_it(gongkai, province, tmp_path):
    folder, truth = province
    (first,) = [
        told["duplicate"]["first"] for told in truth if (told["duplicate"] or {}).get("kind") == "content"
    ]
    (copy,) = [told["path"] for told in truth if (told["duplicate"] or {}).get("kind") == "content"]
    out = tmp_path / "out"
    ended = gongkai(
        "audit",
        folder / first,
        folder / copy,
        "--registry",
        folder / "registry.csv",
        "-o",
        out,
        "--lang",
        "en",
    )
    assert ended.code == 0, ended.out + ended.err
    assert "the same report twice" in ended.out
    assert pq.read_metadata(out / "duplicates.parquet").num_rows == 1
    assert pq.read_metadata(out / "reports.parquet").num_rows == 2
    page = (out / "index.html").read_text("utf-8")
    assert copy.rsplit("/", 1)[1] in page


@pytest.mark.parametrize("command", ["load", "audit"])
@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "第3行“层级”列：“星级”不是层级"), ("en", "line 3, column 层级: “星级” is no level")],
)
def test_a_registry_with_mistakes_ends_with_2_before_anything_is_read(
    gongkai, province, tmp_path, command, lang, said
):
    registry = tmp_path / "registry.csv"
    registry.write_text("机关名称,层级\n甲局,县级\n乙局,星级\n", "utf-8")
    words = ("--registry", registry, "-o", tmp_path / "out", "--lang", lang)
    ended = gongkai(command, province[0] / "reports", *words)
    assert ended.code == 2
    assert said in ended.err
    assert str(registry) in ended.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("missing", [True, False], ids=["missing", "folder"])
def test_a_registry_that_is_no_file_ends_with_2(gongkai, province, tmp_path, missing):
    registry = tmp_path / "nowhere.csv" if missing else tmp_path
    ended = gongkai("load", province[0] / "reports", "--registry", registry, "-o", tmp_path / "out")
    assert ended.code == 2
    assert str(registry) in ended.err
    assert "打不开" in ended.err


def test_columns_that_are_not_used_are_told(gongkai, province, tmp_path):
    registry = tmp_path / "registry.csv"
    registry.write_text("机关名称,电话,传真\x1b[31m\n甲局,1,2\n", "utf-8")
    report = next(path for path in (province[0] / "reports").rglob("*.*") if path.is_file())
    ended = gongkai("load", report, "--registry", registry, "-o", tmp_path / "out")
    assert ended.code == 0
    assert "电话、传真" in ended.out
    assert "\x1b" not in ended.out
