"""The registry of organs: read whole or refused by line and column; a name means one organ or none."""

import csv
import pickle
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.loaders._organ import Organ
from gongkai.loaders._organ_problems import RegistryError
from gongkai.loaders._organs import Organs

CHINESE = """机关名称,简称,层级,上级,区划代码,标识
青山省人民政府,省政府,省级,,110000,S1
石州市人民政府,市政府、石州市政府,市级,青山省人民政府,110100,S2
石州市教育局,市教育局;石州教育局|教育局,市级,S2,110100,S3
青川县人民政府,,,S2,110121,
青川县教育局,县教育局、教育局,,青川县人民政府,110121,
青川县前山镇人民政府,,,青川县人民政府,110121103,
云岭市人民政府,市政府,市级,S1,110200,S7
云岭市教育局,市教育局,市级,S7,110200,S8
"""


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "机关名录.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.fixture
def organs(tmp_path):
    return Organs.read(write(tmp_path, CHINESE))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_every_encoding_gives_the_same_organs(tmp_path, organs, encoding, ends):
    assert Organs.read(write(tmp_path, CHINESE.replace("\n", ends), encoding)) == organs


def test_what_the_columns_say(organs):
    assert len(organs) == 8
    assert organs.get("S3") == Organ(
        "S3", "石州市教育局", ("市教育局", "石州教育局", "教育局"), "city", "S2", "110100"
    )
    assert organs.get("青川县教育局").parent == "青川县人民政府"
    assert organs.get("S2").parent == "S1"
    assert organs.get("no such id") is None


def test_a_level_that_is_not_given_follows_from_the_code(organs):
    assert [organ.level for organ in organs][3:6] == ["county", "county", "town"]


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("330000", "province"),
        ("330100", "city"),
        ("330106", "county"),
        ("330106001", "town"),
        ("330106001000", "town"),
        ("330106000000", "county"),
        ("330100000000", "city"),
        ("３３０１０６", "county"),
        ("100000", None),
        ("", None),
    ],
)
def test_levels_by_code(tmp_path, code, level):
    (organ,) = Organs.read(write(tmp_path, f"organ,region_code\n某机关,{code}\n"))
    assert organ.level == level


def test_columns_in_english_in_any_order_and_more_of_them(tmp_path):
    path = write(tmp_path, 'Phone, LEVEL ,organ,parent\n1,county,"青川县\n教育局",甲\n\n,市级,甲\n')
    registry = Organs.read(path)
    assert list(registry) == [
        Organ("青川县 教育局", "青川县 教育局", level="county", parent="甲"),
        Organ("甲", "甲", level="city"),
    ]
    assert registry.ignored == ("Phone",)


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("organ\n甲局\n乙局\n甲 局\n", 4, "organ", "第2行"),
        ("机关名称,标识\n甲局,1\n乙局,1\n", 3, "标识", "第2行"),
        ("机关名称,标识\n甲局,1\n乙局,甲局\n", 3, "标识", "第2行"),
        ("机关名称,上级\n甲局,\n乙局,丙局\n", 3, "上级", "丙局"),
        ("机关名称,上级\n甲局,甲局\n", 2, "上级", "甲局"),
        ("机关名称,上级\n甲局,丙局\n乙局,甲局\n丙局,乙局\n", 2, "上级", "甲局"),
        ("机关名称,层级\n甲局,县级\n乙局,星级\n", 3, "层级", "国家级、省级、市级、县级、乡级"),
        ("机关名称,区划代码\n甲局,33010\n", 2, "区划代码", "GB/T 2260"),
        ("机关名称,区划代码\n甲局,3.30106E+11\n", 2, "区划代码", "文本格式"),
        ("机关名称,区划代码\n甲局,012345\n", 2, "区划代码", "012345"),
        ("机关名称,层级\n,县级\n", 2, "机关名称", "没有写机关名称"),
        ("机关名称\n" + "长" * 300 + "\n", 2, "机关名称", "过长"),
        ("机关名称\n甲\x1b[31m局\n", 2, "机关名称", "看不见"),
        ("机关名称,机关\n甲局,甲局\n", 1, "机关", "两次"),
        ("机关名称\n甲局,乙局\n", 2, None, "乙局"),
        ("名字\n甲局\n", 1, None, "机关名称"),
        ("", 1, None, "机关名称"),
        ("机关名称\n\n , \n", 1, None, "没有机关"),
        ('机关名称\n"甲局\n乙局\n', 2, None, "引号"),
        ("机关名称\n\n甲局\n" + "".join(f"{n},\n" for n in range(3)) + '"乙"局\n', 7, None, "引号"),
    ],
)
def test_what_is_wrong_is_told_by_line_and_column(tmp_path, text, line, column, said):
    path = write(tmp_path, text)
    with pytest.raises(RegistryError) as caught:
        Organs.read(path)
    zh, en = caught.value.message
    where = f"第{line}行" + (f"“{column}”列" if column else "")
    assert f"{path}：{where}：" in zh
    assert said in zh
    assert f"{path}: line {line}" in en
    assert column is None or f"column {column}:" in en
    assert str(caught.value) == zh


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    path = write(tmp_path, "机关名称,层级,区划代码\n" + "".join(f"{n}局,星级,1\n" for n in range(15)))
    with pytest.raises(RegistryError) as caught:
        Organs.read(path)
    lines = caught.value.message.zh.splitlines()
    assert len(lines) == 21
    assert "另有 10 处" in lines[-1]


def test_a_chain_of_organs_is_as_deep_as_governments_are(tmp_path):
    rows = "".join(f"{n}局,{n + 1}局\n" for n in range(40))
    with pytest.raises(RegistryError, match="超过 16 级"):
        Organs.read(write(tmp_path, f"机关名称,上级\n{rows}40局,\n"))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"PK\x03\x04" + bytes(100), id="workbook"),
        pytest.param(b"\xff\xfe" + "机关名称".encode("utf-16-le") + b"\0", id="utf-16"),
        pytest.param(b"organ\n\xff\xff\xff\n", id="no text"),
    ],
)
def test_what_is_no_csv_is_refused(tmp_path, data):
    path = tmp_path / "registry.csv"
    path.write_bytes(data)
    with pytest.raises(RegistryError, match=r"registry\.csv：第1行"):
        Organs.read(path)


def test_a_file_of_another_kind_is_not_read_whole(tmp_path):
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(30 * 1024 * 1024)
    with pytest.raises(RegistryError, match="20 MB"):
        Organs.read(path)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: ("organ,parent\n" + text).encode()))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_any_bytes_are_organs_or_refused_by_line(tmp_path, data):
    path = tmp_path / "any.csv"
    path.write_bytes(data)
    try:
        registry = Organs.read(path)
    except RegistryError as error:
        told = error.message.zh.splitlines()
        registry = ()
    if not registry:
        assert told
        assert all("any.csv：" in line for line in told)
    else:
        assert len({organ.name for organ in registry}) == len(registry) > 0
        assert all(registry.get(organ.id) is organ for organ in registry)
        assert all(registry.resolve(organ.name) is organ for organ in registry)


CELL = st.text(alphabet='甲乙局、;|",\n 1\u3000级县', max_size=6)


@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_any_cells_are_organs_or_refused_by_line(tmp_path, rows):
    path = tmp_path / "cells.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("机关名称", "简称", "层级", "上级"), *rows])
    try:
        registry = Organs.read(path)
    except RegistryError as error:
        told, registry = error.message.zh, ()
    assert registry or "cells.csv：第" in told
    assert {organ.parent for organ in registry} - {None} <= {organ.id for organ in registry}


@pytest.mark.parametrize(
    ("name", "folders", "organ"),
    [
        # A full name means its organ wherever the report lies.
        ("石州市教育局", (), "石州市教育局"),
        ("石州市 教育局", ("云岭市",), "石州市教育局"),
        # A short name alone, where one organ has it.
        ("石州教育局", (), "石州市教育局"),
        ("县教育局", (), "青川县教育局"),
        # Where several have it, the folder tells.
        ("市教育局", (), None),
        ("市教育局", ("青山省", "石州市"), "石州市教育局"),
        ("市教育局", ("石州市", "2023"), "石州市教育局"),
        ("市教育局", ("青山省", "云岭市"), "云岭市教育局"),
        ("市政府", ("石州市",), "石州市人民政府"),
        ("教育局", ("石州市",), "石州市教育局"),
        ("教育局", ("石州市", "青川县"), "青川县教育局"),
        ("教育局", (), None),
        # The folder may also tell that it is none of them.
        ("市教育局", ("青山省", "白沙市"), None),
        ("县教育局", ("白沙县",), None),
        ("市教育局", ("石州市", "青川县"), None),
        ("县教育局", ("云岭市", "青川县"), None),
        # A name completed by its folder, though the registry lists no short name.
        ("教育局", ("云岭市",), "云岭市教育局"),
        ("人民政府", ("青川县",), "青川县人民政府"),
        ("县人民政府", ("青川县",), "青川县人民政府"),
        ("市人民政府", ("青川县",), None),
        # Places in front of a full name, if they are above it.
        ("青山省石州市青川县教育局", (), "青川县教育局"),
        ("青山省青川县教育局", (), "青川县教育局"),
        ("云岭市青川县教育局", (), None),
        ("白沙省青川县教育局", (), None),
        # Endings are part of a name.
        ("青川县人民政府办公室", (), None),
        ("青川县政府", (), None),
        ("青川县", (), None),
        ("", (), None),
    ],
)
def test_what_a_name_means(organs, name, folders, organ):
    found = organs.resolve(name, folders)
    assert (found and found.name) == organ


def test_a_name_that_could_mean_several_gives_them_all(organs):
    assert [organ.id for organ in organs.matches("市教育局")] == ["S3", "S8"]


def test_without_parents_the_names_tell_the_place(tmp_path):
    registry = Organs.read(write(tmp_path, "机关名称,简称\n甲市教育局,市教育局\n乙市教育局,市教育局\n"))
    assert registry.resolve("市教育局", ("乙市",)).name == "乙市教育局"
    assert registry.resolve("市教育局") is None
    assert registry.resolve("市教育局", ("丙市",)) is None


def test_the_registry_goes_to_other_processes_and_does_not_change(organs):
    organs.resolve("市教育局", ("石州市",))
    again = pickle.loads(pickle.dumps(organs))
    assert again == organs
    assert again.resolve("市教育局", ("石州市",)).id == "S3"
    with pytest.raises(FrozenInstanceError):
        organs.organs = ()
