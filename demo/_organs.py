"""The made-up province: its governments from province to town, each with its departments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from gongkai.demo._dice import dice
from gongkai.forms import Level

PROVINCE = "岚川省"
_CITIES = ("苇城市", "墨池市", "雁泽市", "砚湖市", "鹿鸣川市")
_COUNTIES = (
    "松盏县", "听雨区", "枕溪县", "栖霜区", "半亭县", "云帆区", "竹筏县", "晚照区",
    "鹤汀县", "青笺区", "桑榆里县", "渔火区", "远岫县", "拾穗区", "半夏县", "松针区",
)  # fmt: skip
_TOWNS = ("半山镇", "柳堤镇", "望舒乡", "青苔镇", "落霞乡", "麦秋镇", "听潮镇", "古榕乡")
_DEPARTMENTS = (
    "教育局", "司法局", "财政局", "民政局", "水务局", "交通运输局", "农业农村局", "文化和旅游局",
    "卫生健康局", "审计局", "市场监督管理局", "统计局", "城市管理局", "医疗保障局", "应急管理局",
)  # fmt: skip
_GOVERNMENT: Final = "人民政府"
_PROVINCE_CODE: Final = "990000"
"""Of no province: GB/T 2260 has none that begins with 99."""
_DISTRICT: Final = "区"
_FIRST_COUNTY: Final = 21
"""Counties are numbered from here, districts from 1, as in GB/T 2260."""
_FIRST_TOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ that reports: `region` is its place, from the province down, without the organ itself.

    `kind` is what it is called in its own place: 教育局 of 某市教育局. `parent` is the name of the government
    above it, None for the province's own. `region_code` is as GB/T 2260 and GB/T 10114 have it, made up.
    A government's figures are the sums of those of its `departments`, where it has any.
    """

    name: str
    kind: str
    level: Level
    region: tuple[str, ...]
    region_code: str
    parent: str | None
    departments: tuple[Organ, ...] = ()

    @property
    def governs(self) -> bool:
        """Whether it is a government, or a government's own office."""
        return self.kind.startswith(_GOVERNMENT)

    @property
    def short_name(self) -> str:
        """What it is called where everyone knows the place: 市教育局."""
        return self.place[-1] + self.kind.replace(_GOVERNMENT, "政府")

    @property
    def place(self) -> str:
        """The place that its name begins with."""
        return self.name.removesuffix(self.kind)


def organs(seed: int) -> Iterator[Organ]:
    """All organs of the province that report, governments before their departments, drawn from `seed`.

    The province comes first; then the counties city by city, each with its departments and a town, so that
    any first part of the list holds every level.
    """
    chance = dice(seed, "organs")
    above = government_of_the_province()
    kind = f"{_GOVERNMENT}办公厅"
    yield Organ(PROVINCE + kind, kind, "province", (PROVINCE,), _PROVINCE_CODE, above.name)
    counties = list(_COUNTIES)
    chance.shuffle(counties)
    share = -(-len(counties) // len(_CITIES))
    for number, name in enumerate(_CITIES):
        government = city(name, above, f"{_PROVINCE_CODE[:2]}{number + 1:02}00", _kinds(name, seed))
        yield government
        yield from government.departments
        codes = {True: 1, False: _FIRST_COUNTY}
        for place in range(number * share, min((number + 1) * share, len(counties))):
            district = counties[place].endswith(_DISTRICT)
            code = f"{government.region_code[:4]}{codes[district]:02}"
            codes[district] += 1
            kinds = _kinds(counties[place], seed)
            county = _government(counties[place], "county", government, code, kinds)
            yield county
            yield from county.departments
            yield _town(county, place)


def government_of_the_province() -> Organ:
    """The organ above all others; its office reports for it."""
    return Organ(PROVINCE + _GOVERNMENT, _GOVERNMENT, "province", (PROVINCE,), _PROVINCE_CODE, None)


def unregistered(seed: int) -> Organ:
    """A department that reports and that nobody has put into the registry."""
    return department(next(organ for organ in organs(seed) if organ.level == "city"), "数据资源局")


def city(place: str, above: Organ, code: str, kinds: Sequence[str] = ()) -> Organ:
    """A city's government with departments of these kinds."""
    return _government(place, "city", above, code, kinds)


def department(government: Organ, kind: str) -> Organ:
    """A department of a government, on its level."""
    return Organ(
        government.place + kind,
        kind,
        government.level,
        government.region,
        government.region_code,
        government.name,
    )


def _government(place: str, level: Level, above: Organ, code: str, kinds: Sequence[str]) -> Organ:
    bare = Organ(place + _GOVERNMENT, _GOVERNMENT, level, (*above.region, place), code, above.name)
    return replace(bare, departments=tuple(department(bare, kind) for kind in kinds))


def _town(county: Organ, number: int) -> Organ:
    """A town's government; its reports lie in its county's folder."""
    town = county.place + _TOWNS[number % len(_TOWNS)]
    code = f"{county.region_code}{_FIRST_TOWN + number:03}"
    return Organ(town + _GOVERNMENT, _GOVERNMENT, "town", county.region, code, county.name)


def _kinds(place: str, seed: int) -> list[str]:
    """What departments the government of a place has."""
    chance = dice(seed, "departments", place)
    return chance.sample(_DEPARTMENTS, chance.randint(2, 4))
