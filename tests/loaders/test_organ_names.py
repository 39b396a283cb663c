"""What a name says by itself, and when two names contradict each other."""

import pytest

from gongkai.loaders._organ_names import (
    is_own_office,
    is_place,
    is_relative,
    level_of_name,
    looks_like_organ,
    may_be_same,
    name_key,
    place_of,
)


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("青山省教育厅", "province"),
        ("青山省人民政府办公厅", "province"),
        ("青山省住房和城乡建设厅", "province"),
        ("某某自治区人民政府", "province"),
        ("青川县教育局", "county"),
        ("青川县市场监督管理局", "county"),
        ("石州市青川县卫生健康委员会", "county"),
        ("某某自治县人民政府办公室", "county"),
        ("某某自治州教育局", "city"),
        ("青川县前山镇人民政府", "town"),
        ("青川县红旗街道办事处", "town"),
        # Several levels have such names: a 市 of city or of county level, a 区 of any.
        ("石州市教育局", None),
        ("青山区教育局", None),
        ("青山省石州市教育局", None),
        ("青山省统计局", None),
        ("青川县前山镇卫生院", None),
        # Whose they are is not where they sit.
        ("国家税务总局青川县税务局", None),
        ("国家税务总局", None),
        ("教育局", None),
        ("县教育局", None),
        ("省教育厅", None),
        ("", None),
    ],
)
def test_a_level_is_told_only_where_the_name_says_it(name, level):
    assert level_of_name(name) == level


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("青川县人民政府", "青川县"),
        ("青川 县 人民政府", "青川县"),
        ("石州综合实验区管理委员会", "石州综合实验区"),
        ("青山街道办事处", "青山街道"),
        ("县人民政府", None),
        ("青川县人民政府办公室", None),
        ("石州市国有资产监督管理委员会", None),
        ("青川县", None),
    ],
)
def test_the_place_of_a_government(name, place):
    assert place_of(name) == place


@pytest.mark.parametrize(
    ("name", "place", "relative"),
    [
        ("石州市", True, False),
        ("市", False, True),
        ("市教育局", False, True),
        ("教育局", False, True),
        ("市场监督管理局", False, True),
        ("石州市教育局", False, False),
        ("区政府国资局", False, True),
        ("城市管理局", False, True),
        # 城市 ends many a city's name.
        ("盐城市", True, False),
        ("盐城市教育局", False, False),
        ("盐城市城市管理局", False, False),
        ("古城镇", True, False),
        ("青川县住房和城乡建设局", False, False),
        ("住房和城乡建设局", False, True),
        ("朝阳社区", False, True),
    ],
)
def test_a_place_and_what_needs_one(name, place, relative):
    assert (is_place(name), is_relative(name)) == (place, relative)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("青川县教育局", "青川县教育局", True),
        ("教育局", "青川县教育局", True),
        ("县教育局", "青川县教育局", True),
        ("青川县教体局", "青川县教育体育局", True),
        ("青川县发改委", "青川县发展和改革委员会", True),
        ("县府办", "青川县人民政府办公室", True),
        ("区政府国资局", "青山区国资局", True),
        ("市政府", "石州市人民政府", True),
        ("石州综合实验区", "石州综合实验区管理委员会", True),
        ("青山省青川县教育局", "青川县教育局", True),
        ("市教育局", "青川县教育局", False),
        ("青川县司法局", "青川县教育局", False),
        ("石州市教育局", "青川县教育局", False),
        ("司法局", "青川县教育局", False),
        # An office is not its government.
        ("青川县人民政府", "青川县人民政府办公室", False),
        ("青川县", "青川县教育局", False),
    ],
)
def test_names_that_may_be_of_one_organ(one, other, same):
    assert may_be_same(one, other) == may_be_same(other, one) == same


def test_an_organs_own_office():
    assert is_own_office("青川县人民政府办公室", "青川县人民政府")
    assert is_own_office("青山省人民政府 办公厅", "青山省人民政府")
    assert not is_own_office("青川县人民政府", "青川县人民政府")
    assert not is_own_office("青川县教育局", "青川县人民政府")


@pytest.mark.parametrize(
    ("name", "like"),
    [("教育局", True), ("局", False), ("青川县", False), ("最新消息", False), ("首页", False)],
)
def test_what_ends_as_organs_do(name, like):
    assert looks_like_organ(name) == like


def test_width_spaces_and_brackets_do_not_matter():
    assert name_key("青川县 林业局（本级）") == name_key("《青川县林业局〔本级〕》") == "青川县林业局(本级)"
    assert name_key("青川县政府") != name_key("青川县人民政府")
