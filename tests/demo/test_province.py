import json
import zipfile
from collections import Counter
from decimal import Decimal

import pytest

from gongkai import demo, forms

EXTRAS = 3
"""A copy, a second report of an organ's year, and a report of an organ that the registry has not."""


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    directory = tmp_path_factory.mktemp("province")
    path = demo.write_province(directory)
    return directory, json.loads(path.read_text("utf-8"), parse_float=Decimal)


def test_the_same_seed_writes_the_same_bytes(province, tmp_path):
    directory, _ = province
    demo.figures.cache_clear()
    demo.write_province(tmp_path)
    files = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(directory) for path in directory.rglob("*") if path.is_file())
    for path in files:
        assert (tmp_path / path).read_bytes() == (directory / path).read_bytes(), path


def test_another_seed_writes_another_province(province, tmp_path):
    _, truth = province
    path = demo.write_province(tmp_path, seed=demo.SEED + 1, number_of_organs=3)
    other = json.loads(path.read_text("utf-8"))
    assert len(other["reports"]) > 2 * len(demo.YEARS) + EXTRAS
    assert all(report["scene"] is None for report in other["reports"])
    assert other["reports"] != truth["reports"][: len(other["reports"])]


def test_truth_speaks_of_every_file_and_of_no_other(province):
    directory, truth = province
    told = {report["path"] for report in truth["reports"]}
    assert len(told) == len(truth["reports"]) <= 150
    files = [path.relative_to(directory) for path in (directory / "reports").rglob("*") if path.is_file()]
    # A report with a file a page is told by its folder, one in an archive by the archive and its place in it.
    places = [
        {one for one in told if f"{one}/".startswith(f"{path.as_posix()}/") or path.is_relative_to(one)}
        for path in files
    ]
    assert all(places)
    assert set().union(*places) == told


def test_the_province_is_mixed(province):
    _, truth = province
    reports = truth["reports"]
    planted = [report["defect"] for report in reports if report["defect"]]
    assert len(set(planted)) > 0.7 * len(planted)
    assert 0.15 < len(planted) / len(reports) < 0.4
    assert {report["format"] for report in reports} == {layout.format for layout in demo.LAYOUTS.values()}
    assert len({report["layout"] for report in reports}) > 0.6 * min(len(demo.LAYOUTS), len(reports))
    assert {report["edition"] for report in reports} == {edition.id for edition in forms.editions()}
    assert len({report["level"] for report in reports}) == 4
    assert Counter(bool(report["must_find"]) for report in reports)[False] > len(reports) / 2


def test_truth_tells_every_cell_and_only_known_rules(province):
    _, truth = province
    for report in truth["reports"]:
        edition = forms.edition(report["edition"])
        assert tuple(report["cells"]) == edition.cell_ids
        for cell in report["cells"].values():
            assert (cell["value"] is not None) == (cell["status"] == "ok")
        rules = {
            "submissions.duplicated",
            *demo.rule_ids(edition.id),
            *(told.rule_id for told in of_scenes(edition.id)),
        }
        for finding in report["must_find"]:
            assert finding["rule_id"] in rules
            assert finding["answer"] in ("violated", "cannot_tell")
            assert set(finding["cells"]) <= set(edition.cell_ids)
        lossless = demo.LAYOUTS[report["layout"]].complete
        if report["scene"] is None and "submissions.duplicated" not in found_in(report):
            assert bool(report["must_find"]) == (report["defect"] is not None or not lossless)


def found_in(report):
    return {finding["rule_id"] for finding in report["must_find"]}


def of_scenes(edition_id):
    return (told for scene in demo.scenes(edition_id) for findings in scene.findings for told in findings)


def played_with(scene, truth):
    return scene.settings.items() <= truth["settings"].items()


def test_a_scene_of_every_kind_is_played(province):
    _, truth = province
    played = {report["scene"] for report in truth["reports"]} - {None}
    kinds = {scene.id.removesuffix(scene.edition_id) for scene in demo.scenes() if played_with(scene, truth)}
    found = {scene.id.removesuffix(scene.edition_id) for scene in demo.scenes() if scene.id in played}
    assert found == kinds
    for scene in demo.scenes():
        reports = [report for report in truth["reports"] if report["scene"] == scene.id]
        assert len(reports) in (0, len(scene.samples))
        for report, findings in zip(reports, scene.findings, strict=False):
            must = [(told["rule_id"], tuple(told["cells"])) for told in report["must_find"]]
            assert {(told.rule_id, told.cells) for told in findings} <= set(must)


def test_families_report_year_by_year_without_fault(province):
    _, truth = province
    years = {}
    for report in truth["reports"]:
        if report["scene"] is None and report["duplicate"] is None:
            years.setdefault(report["organ"], []).append(report)
    whole = {organ: reports for organ, reports in years.items() if len(reports) == len(demo.YEARS)}
    found = set().union(*(found_in(report) for reports in whole.values() for report in reports))
    assert found <= {"submissions.duplicated"}
    governments = {report["parent"] for reports in whole.values() for report in reports} & whole.keys()
    assert len(governments) == 2
    for government in governments:
        below = [each for each in whole.values() if each[0]["parent"] == government]
        below = [each for each in below if each[0]["level"] == whole[government][0]["level"]]
        assert len(below) > 1
        for number, report in enumerate(whole[government]):
            for cell, read in report["cells"].items():
                assert read["value"] == sum(each[number]["cells"][cell]["value"] for each in below)
    assert all(len(reports) <= 3 for organ, reports in years.items() if organ not in whole)


def test_clean_reports_have_nothing_to_find():
    seen = Counter()
    for rendered in demo.clean_reports(500, seed=21):
        assert rendered.truth.findings == ()
        assert {cell.status for cell in rendered.truth.cells.values()} == {"ok"}
        seen[rendered.layout.name] += 1
    assert seen.keys() == set(demo.COMPLETE)


def test_clean_samples_go_on_beyond_one_province():
    names = [(sample.seed, sample.organ, sample.year) for sample in demo.clean_samples(1000, seed=21)]
    assert len(names) == len(set(names)) == 1000


def test_some_reports_are_in_archives(province):
    directory, truth = province
    packed = Counter(
        "/".join(part for part in report["path"].split("/")[1:-1] if "." in part)
        for report in truth["reports"]
    )
    del packed[""]
    assert {name.split(".", 1)[1] for name in packed} == {"zip", "tar.gz", "jsonl", "zip/松针区.tar"}
    with zipfile.ZipFile(next(directory.rglob("拾穗区.zip"))) as archive:
        assert [info.flag_bits & 0x800 for info in archive.infolist()] == [0] * len(archive.infolist())
        names = [info.filename.encode("cp437").decode("gb18030") for info in archive.infolist()]
    told = {report["path"] for report in truth["reports"]}
    assert {f"reports/苇城市/拾穗区.zip/{name}" for name in names if "/" not in name} <= told


def test_paths_lead_through_city_and_county(province):
    _, truth = province
    for report in truth["reports"]:
        _, *places = report["region"].split("/")
        # An archive stands for a folder of its name.
        assert [part.split(".")[0] for part in report["path"].split("/")[:-1]] == ["reports", *places]


def test_a_copy_has_the_same_bytes_and_a_correction_others(province):
    directory, truth = province
    repeated = {report["path"]: report["duplicate"] for report in truth["reports"] if report["duplicate"]}
    assert sorted(duplicate["kind"] for duplicate in repeated.values()) == ["content", "organ_year"]
    by_path = {report["path"]: report for report in truth["reports"]}
    for path, duplicate in repeated.items():
        first = duplicate["first"]
        assert first < path
        assert [by_path[one][name] for one in (path, first) for name in ("organ", "year")] == [
            by_path[first][name] for _ in range(2) for name in ("organ", "year")
        ]
        same = (directory / path).read_bytes() == (directory / first).read_bytes()
        assert same == (duplicate["kind"] == "content")
    alone = [report for report in truth["reports"] if report["scene"] is None]
    years = Counter((report["organ"], report["year"]) for report in alone)
    assert sum(count > 1 for count in years.values()) == 2


def test_a_few_departments_are_called_by_their_short_names(province):
    _, truth = province
    short = [report for report in truth["reports"] if report["called"] != report["organ"]]
    assert 3 <= len(short) <= len(truth["reports"]) / 5
    for report in short:
        assert report["called"] in report["path"]
        assert report["organ"] not in report["path"]
        assert report["must_find"] == [] or not demo.LAYOUTS[report["layout"]].complete


def test_one_organ_is_not_in_the_registry(province):
    directory, truth = province
    listed = (directory / "registry.csv").read_text("utf-8-sig")
    for report in truth["reports"]:
        assert (report["organ"] in listed) == report["registered"]
    assert [report["registered"] for report in truth["reports"]].count(False) == 1
