"""Which city a report is counted in."""

from __future__ import annotations

import pytest

from gongkai.loaders import Organs
from gongkai.relations import ELSEWHERE, Cities

REGISTRY = """\
机关名称,简称,层级,上级,区划代码
岚川省人民政府,,省级,,990000
岚川省教育厅,,省级,岚川省人民政府,990000
苇城市人民政府,,市级,岚川省人民政府,990100
松盏县人民政府,,县级,苇城市人民政府,990121
松盏县教育局,,县级,松盏县人民政府,990121
"""


@pytest.fixture(scope="module")
def organs(tmp_path_factory: pytest.TempPathFactory) -> Organs:
    path = tmp_path_factory.mktemp("registry") / "registry.csv"
    path.write_text(REGISTRY, "utf-8")
    return Organs.read(path)


def named(organs: Organs, name: str) -> str:
    return next(organ.id for organ in organs if organ.name == name)


@pytest.mark.parametrize(
    ("name", "city"),
    [
        ("松盏县教育局", "苇城市"),
        ("松盏县人民政府", "苇城市"),
        ("苇城市人民政府", "苇城市"),
        ("岚川省教育厅", ELSEWHERE),
    ],
)
def test_the_registry_tells_the_city_wherever_the_file_lies(organs: Organs, name: str, city: str) -> None:
    assert Cities(organs).of(named(organs, name), "别处市/甲县") == city


@pytest.mark.parametrize(
    ("region", "city"), [("墨池市/甲县", "墨池市"), ("墨池市", "墨池市"), ("", ELSEWHERE), (None, ELSEWHERE)]
)
@pytest.mark.parametrize("organ_id", [None, "没有的机关"])
def test_what_the_registry_has_not_belongs_to_its_outermost_folder(
    organs: Organs, organ_id: str | None, region: str | None, city: str
) -> None:
    assert Cities(organs).of(organ_id, region) == city
    assert Cities(None).of(organ_id, region) == city
