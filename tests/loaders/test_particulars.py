import datetime as dt

import pytest

from gongkai.loaders import Document, Locator, Paragraph, read_bytes, recognise
from gongkai.loaders._particulars import file_year, read_particulars
from gongkai.loaders._sections import first_section_index
from gongkai.loaders._segments import segments


def particulars_of(*lines: str):
    document = Document("x", "text", "0", tuple(Paragraph(line, Locator(line=1)) for line in lines))
    items = segments(document)
    return read_particulars(items, first_section_index(items))


@pytest.mark.parametrize(
    ("lines", "organ", "year"),
    [
        (["青川县教育局2021年政府信息公开工作年度报告"], "青川县教育局", 2021),
        (["2019年青川县人民政府办公室政府信息公开工作年度报告"], "青川县人民政府办公室", 2019),
        (["标题: 青川县2021年度政府信息公开工作年度报告"], "青川县", 2021),
        (["青川县民政局二〇二二年政府信息公开工作年度报告"], "青川县民政局", 2022),
        (["《青川县 2023 年政府信息公开年度报告》"], "青川县", 2023),
        (["青川县水利局", "2020年政府信息公开工作年度报告"], "青川县水利局", 2020),
        (["青川县水利局", "2020年政府信息公开工作", "年度报告"], "青川县水利局", 2020),
        (["青川县教育局2021年", "政府信息公开工作年度报告"], "青川县教育局", 2021),
        (["青川县教育局政府信息公开工作年度报告", "（2021年度）"], "青川县教育局", 2021),
        (["青川县教育局政府信息公开工作年度报告（2021年）"], "青川县教育局", 2021),
        (["青川县教育局政府信息公开2021年度报告"], "青川县教育局", 2021),
        (["青川县教育局政府信息公开工作2021年年度报告"], "青川县教育局", 2021),
        (["青川县教育局二Ｏ二一年政府信息公开工作年度报告"], "青川县教育局", 2021),
        (["青川县教育局二0二一年度政府信息公开工作年度报告"], "青川县教育局", 2021),
        (["2021 年 度 青川县教育局 政 府 信 息 公 开 工 作 年 度 报 告"], "青川县教育局", 2021),
        (["青川縣教育局2021年政府資訊公開工作年度報告"], "青川縣教育局", 2021),
        (
            ["首页 > 政府信息公开年报", "青川县教育局2021年政府信息公开工作年度报告", "发布日期：2022-01-20"],
            "青川县教育局",
            2021,
        ),
        (["政府信息公开工作年度报告"], None, None),
        (
            [
                "青川县国资局",
                "现将我局2022年政府信息公开工作年度报告公布如下，欢迎社会各界监督，如有疑问请与我局联系，联系电话见下方所附通讯录，谢谢各位。",
            ],
            "青川县国资局",
            2022,
        ),
        (["通知公告", "首页"], None, None),
    ],
)
def test_organ_and_year_of_the_title(lines: list[str], organ: str | None, year: int | None) -> None:
    read = particulars_of(*lines, "一、总体情况")
    assert (read.organ, read.title_year) == (organ, year)


@pytest.mark.parametrize(
    ("name", "organ", "year"),
    [
        ("青川县教育局2021年政府信息公开工作年度报告", "青川县教育局", 2021),
        ("青川县人民政府门户网站 - 青川县教育局2021年政府信息公开工作年度报告", "青川县教育局", 2021),
        ("青川县教育局2021年政府信息公开工作年度报告_政府信息公开年报_青川县人民政府", "青川县教育局", 2021),
        ("青川县人民政府门户网站", None, None),
    ],
)
def test_a_page_that_shows_its_title_as_a_picture(name: str, organ: str | None, year: int | None) -> None:
    read = read_particulars([], 0, name)
    assert (read.organ, read.title_year) == (organ, year)


def test_the_name_of_a_page_gives_way_to_the_title_in_its_text() -> None:
    document = read_bytes(
        "<title>青川县水利局2020年政府信息公开工作年度报告</title>"
        "<p>青川县教育局2021年政府信息公开工作年度报告</p><p>一、总体情况</p>".encode(),
        "a.html",
    )
    assert (recognise(document).organ, recognise(document).title_year) == ("青川县教育局", 2021)


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("本报告所列数据的统计期限自2020年1月1日起至2020年12月31日止。", (2020, 1, 1), (2020, 12, 31)),
        ("数据统计期限从2019年1月1日到12月31日。", (2019, 1, 1), (2019, 12, 31)),
        ("统计时间：2022 年 1 月 1 日—2022 年 12 月 31 日", (2022, 1, 1), (2022, 12, 31)),
        ("数据统计自2020年1月1日起，至2020年12月31日止。", (2020, 1, 1), (2020, 12, 31)),
        ("数据统计期限为2021年1月1日起至12月31日止。", (2021, 1, 1), (2021, 12, 31)),
        ("统计期限为2021年1月1日零时至2021年12月31日24时。", (2021, 1, 1), (2021, 12, 31)),
        ("数据统计期限：2021-01-01至2021-12-31", (2021, 1, 1), (2021, 12, 31)),
        ("数据统计期限：2021.1.1—12.31", (2021, 1, 1), (2021, 12, 31)),
        ("数据统计期限为2021年1月1日至2021年1230日。", None, None),
        ("统计期限为2021年2月30日至2021年12月31日。", None, None),
        ("2021年1月1日至2021年12月31日开展了活动。", None, None),
    ],
)
def test_the_data_period(sentence: str, start: tuple[int, ...] | None, end: tuple[int, ...] | None) -> None:
    read = particulars_of("青川县2021年政府信息公开工作年度报告", "一、总体情况", sentence)
    assert read.period_start == (start and dt.date(*start))
    assert read.period_end == (end and dt.date(*end))


@pytest.mark.parametrize(
    ("path", "year"),
    [
        ("青川县/2021年度报告.html", 2021),
        ("青川县_2022.docx", 2022),
        ("2022年度报告（2023-01-31发布）.docx", 2022),
        ("2021-2022对照.txt", None),
        ("t20220208_80613.htm", None),
        ("2021/报告.txt", None),
    ],
)
def test_the_year_of_the_file_name(path: str, year: int | None) -> None:
    assert file_year(path) == year
