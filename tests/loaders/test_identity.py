"""Whose report it is: as stated, as the registry knows it, or not told at all."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai import forms
from gongkai.loaders import Document, Locator, Paragraph, recognise
from gongkai.loaders._organs import Organs

TITLE = forms.vocabulary().report_titles[0]
SECTION = forms.editions()[-1].sections[0].heading
DISAGREES, UNKNOWN = "organ_disagrees", "organ_unknown"
CSV = """机关名称,简称,层级,上级,区划代码,标识
青山省人民政府,省政府,省级,,330000,S1
石州市人民政府,市政府,市级,青山省人民政府,330100,S2
石州市教育局,市教育局,市级,S2,330100,S3
石州市人民政府办公室,市政府办,市级,S2,330100,S9
青川县人民政府,县政府,县级,S2,330121,S4
青川县教育局,教育局、县教体局,县级,S4,330121,S5
青川县司法局,,县级,S4,330121,S6
云岭市人民政府,市政府,市级,S1,330200,S7
云岭市教育局,市教育局,市级,S7,330200,S8
"""


@pytest.fixture(scope="module")
def organs(tmp_path_factory):
    path = tmp_path_factory.mktemp("registry") / "registry.csv"
    path.write_text(CSV, "utf-8")
    return Organs.read(path)


@pytest.fixture
def report_of():
    """A report that begins and ends with these lines, under this path."""

    def make(first=(), path="x.txt", last=(), organs=None, region=None):
        lines = [*first, SECTION, "本机关依法公开信息。", *last]
        blocks = tuple(Paragraph(line, Locator(line=n)) for n, line in enumerate(lines, start=1))
        return recognise(Document(path, "text", "0" * 64, blocks), region, organs)

    return make


def codes(report):
    return [note.code for note in report.notes if note.code in (DISAGREES, UNKNOWN)]


def title(organ):
    return f"{organ}2021年{TITLE}"


@pytest.mark.parametrize(
    ("first", "path", "last", "organ", "source"),
    [
        ([title("青川县教育局")], "x.txt", [], "青川县教育局", "title"),
        ([f"2021年青川县人民{TITLE}"], "x.txt", [], "青川县人民政府", "title"),
        (["青川县教育局", f"2021年{TITLE}"], "x.txt", [], "青川县教育局", "title"),
        ([TITLE, f"现公布青川县教育局2021年{TITLE}。"], "x.txt", [], "青川县教育局", "body"),
        ([TITLE, f"现将青川县 教育局二〇二一年{TITLE}公布如下。"], "x.txt", [], "青川县教育局", "body"),
        ([TITLE, "本年度报告由青川县教育局编制，所列数据真实。"], "x.txt", [], "青川县教育局", "body"),
        ([TITLE, f"现将我局2021年{TITLE}公布如下。"], "x.txt", [], None, None),
        ([TITLE, "现公布经济局面2021年的变化。"], "x.txt", [], None, None),
        ([TITLE], "x.txt", ["青川县教育局", "2022年1月20日"], "青川县教育局", "body"),
        ([TITLE], "x.txt", ["青川县教育局 二〇二二年一月二十日", "附件下载"], "青川县教育局", "body"),
        ([TITLE], "x.txt", ["青川县教育局2022年1月20日"], "青川县教育局", "body"),
        ([TITLE], "x.txt", ["咨询请找：青川县教育局", "2022年1月20日"], None, None),
        ([TITLE], "x.txt", ["青川县教育局", "其他事项"], None, None),
        # A government's office may sign for it.
        ([TITLE], "x.txt", ["青川县人民政府办公室", "2022年1月20日"], None, None),
        ([TITLE], f"青川县教育局2021年{TITLE}.docx", [], "青川县教育局", "file"),
        ([TITLE], f"2021年青川县人民{TITLE}（终稿）.docx", [], "青川县人民政府", "file"),
        ([TITLE], "2021年青川县教育局年报 (1).docx", [], "青川县教育局", "file"),
        ([TITLE], "00007 2021年青川县 教育局年报.html", [], "青川县教育局", "file"),
        ([TITLE], "3.青川县教育局二〇二一年度报告.docx", [], "青川县教育局", "file"),
        ([TITLE], "青川县教育局-2021（更正）（副本）.docx", [], "青川县教育局", "file"),
        ([TITLE], "青川县林业局（本级）2021.docx", [], "青川县林业局(本级)", "file"),
        ([TITLE], "青川县_教育局_2021.docx", [], "教育局", "file"),
        ([TITLE], "青川县政务公开办公室2021.docx", [], "青川县政务公开办公室", "file"),
        ([TITLE], "青川县教育局/2021年度报告.docx", [], None, None),
        ([TITLE], "教育局和司法局、财政局.docx", [], None, None),
        ([TITLE], "t20220120_8061.htm", [], None, None),
        ([TITLE], "最终版.docx", [], None, None),
    ],
)
def test_the_organ_as_stated(report_of, first, path, last, organ, source):
    report = report_of(first, path, last)
    assert (report.organ, report.organ_source) == (organ, source)
    assert (report.organ_id, report.parent, report.region_code) == (None, None, None)
    assert codes(report) == []


def test_the_level_that_the_name_states(report_of):
    assert report_of([title("青川县教育局")]).level == "county"
    assert report_of([title("青川市教育局")]).level is None


@pytest.mark.parametrize(
    ("first", "path", "last", "organ_id"),
    [
        ([title("青川县教育局")], "x.txt", [], "S5"),
        ([title("青川县教育局")], "宁远市/x.txt", [], "S5"),
        ([title("县教体局")], "x.txt", [], "S5"),
        ([title("市教育局")], "青山省/石州市/x.txt", [], "S3"),
        ([title("市教育局")], "石州市.zip/2021/x.txt", [], "S3"),
        ([title("教育局")], "青山省/石州市.ZIP/青川县.tar.gz/x.txt", [], "S5"),
        ([TITLE], "青山省/石州市/市教育局_2021.docx", [], "S3"),
        ([TITLE], "青川县_教育局_2021.docx", [], "S5"),
        ([TITLE], "石州市/市教育局/2021年报.docx", [], "S3"),
        ([TITLE, f"现公布青山省青川县教育局2021年{TITLE}。"], "x.txt", [], "S5"),
        ([TITLE], "x.txt", ["青川县教育局", "2022年1月20日"], "S5"),
        # Said more than once, fully or for short.
        ([title("教育局")], "青川县教育局2021.docx", ["青川县教育局", "2022年1月20日"], "S5"),
        ([title("青川县教育局")], "教体局2021.docx", [], "S5"),
        # Written and signed by the government's own office.
        ([title("石州市人民政府")], "x.txt", ["石州市人民政府办公室", "2022年1月20日"], "S2"),
        ([title("市人民政府"), "报告由石州市人民政府办公室编制。"], "石州市/x.txt", [], "S2"),
        ([title("石州市人民政府办公室")], "x.txt", ["石州市人民政府办公室", "2022年1月20日"], "S9"),
    ],
)
def test_an_organ_of_the_registry(report_of, organs, first, path, last, organ_id):
    report = report_of(first, path, last, organs)
    organ = organs.get(organ_id)
    assert (report.organ_id, report.organ, report.organ_source) == (organ_id, organ.name, "registry")
    assert (report.level, report.parent, report.region_code) == (organ.level, organ.parent, organ.region_code)
    assert codes(report) == []


def test_the_region_that_the_caller_knows_counts_as_folders(report_of, organs):
    report = report_of([title("市教育局")], "x.txt", organs=organs, region="青山省/云岭市")
    assert (report.organ_id, report.region) == ("S8", "青山省/云岭市")


@pytest.mark.parametrize(
    ("first", "path", "last", "said"),
    [
        ([title("青川县教育局")], "青川县司法局2021.docx", [], ["标题", "教育局", "文件名", "司法局"]),
        ([title("青川县教育局")], "宁远县财政局2021.docx", [], ["宁远县财政局"]),
        (
            [title("宁远县教育局"), f"现公布青川县教育局2021年{TITLE}。"],
            "x.txt",
            [],
            ["标题", "宁远县教育局", "正文", "青川县教育局"],
        ),
        ([title("青川县教育局")], "x.txt", ["青川县司法局", "2022年1月20日"], ["正文", "青川县司法局"]),
        ([title("石州市人民政府办公室")], "石州市人民政府2021.docx", [], ["石州市人民政府"]),
        ([title("市教育局")], "青川县教育局2021.docx", [], ["市教育局", "青川县教育局"]),
    ],
)
@pytest.mark.parametrize("known", [True, False], ids=["registry", "no registry"])
def test_where_they_disagree_none_is_taken(report_of, organs, first, path, last, said, known):
    report = report_of(first, path, last, organs if known else None)
    stated = first[0].split("2021")[0]
    assert (report.organ, report.organ_id, report.organ_source) == (stated, None, "title")
    assert (report.level, report.parent, report.region_code) == (None, None, None)
    (note,) = [note for note in report.notes if note.code == DISAGREES]
    assert [word for word in said if word not in note.text.zh] == []
    assert "the title says" in note.text.en
    assert codes(report) == [DISAGREES]


def test_where_text_and_file_disagree_no_organ_is_left(report_of, organs):
    sentence = f"现公布青川县教育局2021年{TITLE}。"
    for registry in (organs, None):
        report = report_of([TITLE, sentence], "青川县司法局2021.docx", [], registry)
        assert (report.organ, report.organ_id, report.organ_source) == (None, None, None)
        assert codes(report) == [DISAGREES]


@pytest.mark.parametrize(
    ("first", "path", "organ", "said"),
    [
        ([title("宁远县教育局")], "x.txt", "宁远县教育局", "“宁远县教育局”不在机关名录中"),
        ([title("青川县政府")], "x.txt", "青川县政府", "“青川县政府”不在机关名录中"),
        ([title("市教育局")], "x.txt", "市教育局", "石州市教育局、云岭市教育局"),
        ([title("市教育局")], "宁远市/x.txt", "市教育局", "“市教育局”不在机关名录中"),
        ([TITLE], "宁远县教育局2021.docx", "宁远县教育局", "“宁远县教育局”不在机关名录中"),
        ([TITLE], "x.txt", None, "没有写明"),
    ],
)
def test_an_organ_that_the_registry_has_not_is_told(report_of, organs, first, path, organ, said):
    report = report_of(first, path, [], organs)
    assert (report.organ, report.organ_id) == (organ, None)
    assert report.organ_source != "registry"
    (note,) = [note for note in report.notes if note.code == UNKNOWN]
    assert said in note.text.zh
    assert note.text.en
    assert codes(report) == [UNKNOWN]


WORDS = st.lists(
    st.sampled_from(
        [*"石州市青川县云岭省区教育司法局", "人民政府", "办公室", "2021年", TITLE, "（", "）", "_", "/", " "]
    ),
    max_size=8,
).map("".join)


@given(first=WORDS, path=WORDS, last=WORDS, known=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_whatever_is_said_one_organ_is_taken_or_none(report_of, organs, first, path, last, known):
    registry = organs if known else None
    report = report_of([first], f"{path}.txt", [last, "2022年1月20日"], registry)
    if report.organ_id is not None:
        organ = organs.get(report.organ_id)
        assert (report.organ, report.organ_source, codes(report)) == (organ.name, "registry", [])
    else:
        assert (report.parent, report.region_code) == (None, None)
        assert codes(report) in ([UNKNOWN], [DISAGREES]) if known else codes(report) in ([], [DISAGREES])
    assert (report.organ is None) == (report.organ_source is None)
