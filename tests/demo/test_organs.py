from itertools import islice

import pytest

from gongkai import demo


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_tree_holds_every_level_from_its_beginning(seed):
    first = list(islice(demo.organs(seed), 16))
    assert {organ.level for organ in first} == {"province", "city", "county", "town"}
    assert {organ.governs for organ in first} == {True, False}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_organ_has_a_name_of_its_own_and_a_government_above_it(seed):
    everyone = list(demo.organs(seed))
    names = {organ.name: organ for organ in (*everyone, demo.government_of_the_province())}
    assert len(names) == len(everyone) + 1
    levels = ["province", "city", "county", "town"]
    for organ in everyone:
        above = names[organ.parent]
        assert above.governs
        assert organ.region[: len(above.region)] == above.region
        step = levels.index(organ.level) - levels.index(above.level)
        assert step == (1 if organ.governs and organ.level != "province" else 0)


def test_region_codes_are_those_of_the_places():
    everyone = list(demo.organs(1))
    by_code = {organ.region_code: organ.place for organ in everyone}
    assert all(organ.place == by_code[organ.region_code] for organ in everyone)
    assert len(set(by_code.values())) == len(by_code)
    lengths = {organ.level: len(organ.region_code) for organ in everyone}
    assert lengths == {"province": 6, "city": 6, "county": 6, "town": 9}
    ends = {organ.level: organ.region_code[2:] for organ in everyone if organ.level in ("province", "city")}
    assert ends["province"] == "0000"
    assert ends["city"].endswith("00")


def test_short_names_point_to_the_place():
    shorts = {organ.name: organ.short_name for organ in demo.organs(1)}
    assert shorts["岚川省人民政府办公厅"] == "省政府办公厅"
    assert shorts["苇城市人民政府"] == "市政府"
    assert {short[0] for short in shorts.values()} <= set("省市县区镇乡")


def test_one_organ_is_in_no_registry():
    organ = demo.unregistered(1)
    assert organ not in set(demo.organs(1))
    assert organ.parent in {one.name for one in demo.organs(1)}
