"""The made-up province: its organs in a tree of province, city, county and department."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from gongkai.demo._dice import dice

Level = Literal["province", "city", "county", "department"]

PROVINCE = "岚川省"
_CITIES = ("苇城市", "墨池市", "雁泽市", "砚湖市", "鹿鸣川市")
_COUNTIES = (
    "松盏县", "听雨区", "枕溪县", "栖霜区", "半亭县", "云帆区", "竹筏县", "晚照区",
    "鹤汀县", "青笺区", "桑榆里县", "渔火区", "远岫县", "拾穗区", "半夏县", "松针区",
)  # fmt: skip
_DEPARTMENTS = (
    "教育局", "司法局", "财政局", "民政局", "水务局", "交通运输局", "农业农村局", "文化和旅游局",
    "卫生健康局", "审计局", "市场监督管理局", "统计局", "城市管理局", "医疗保障局", "应急管理局",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ that reports: `region` is its place, from the province down, without the organ itself."""

    name: str
    level: Level
    region: tuple[str, ...]


def organs(seed: int) -> Iterator[Organ]:
    """All organs of the province, governments before their departments, in an order drawn from `seed`.

    The province comes first; then the counties city by city, each with its departments, so that any
    first part of the list holds every level.
    """
    chance = dice(seed, "organs")
    yield Organ(f"{PROVINCE}人民政府办公厅", "province", (PROVINCE,))
    counties = list(_COUNTIES)
    chance.shuffle(counties)
    share = -(-len(counties) // len(_CITIES))
    for number, city in enumerate(_CITIES):
        yield Organ(f"{city}人民政府", "city", (PROVINCE, city))
        yield from _departments(city, (PROVINCE, city), seed)
        for county in counties[number * share : (number + 1) * share]:
            region = (PROVINCE, city, county)
            yield Organ(f"{county}人民政府", "county", region)
            yield from _departments(county, region, seed)


def _departments(place: str, region: tuple[str, ...], seed: int) -> Iterator[Organ]:
    chance = dice(seed, "departments", place)
    for name in chance.sample(_DEPARTMENTS, chance.randint(2, 4)):
        yield Organ(f"{place}{name}", "department", region)
