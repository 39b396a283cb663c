"""The registry lists every organ that reports but one, in words a spreadsheet shows."""

import csv
import io

from gongkai import demo, forms


def rows(seed):
    return list(csv.DictReader(io.StringIO(demo.registry(demo.organs(seed)).decode("utf-8-sig"))))


def test_every_organ_stands_in_it_below_its_parent():
    found = {row["机关名称"]: row for row in rows(1)}
    for organ in demo.organs(1):
        row = found.pop(organ.name)
        assert row["上级"] == organ.parent
        assert row["区划代码"] == organ.region_code
        assert forms.organ_words().level_named(row["层级"]) == organ.level
        assert organ.short_name in row["简称"].split("、")
    assert list(found) == [demo.government_of_the_province().name]


def test_short_names_recur():
    shorts = [short for row in rows(1) for short in row["简称"].split("、")]
    assert len(set(shorts)) < len(shorts) / 2
