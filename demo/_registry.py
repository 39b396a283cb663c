"""The province's registry of organs, as a supervisor would keep it in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from gongkai import forms
from gongkai.demo._organs import Organ, government_of_the_province

REGISTRY: Final = "registry.csv"
_HEADINGS: Final = ("机关名称", "简称", "层级", "上级", "区划代码")


def registry(organs: Iterable[Organ]) -> bytes:
    """CSV with a byte order mark, which spreadsheets need to tell UTF-8: a row an organ.

    The province's own government comes first. Short names are as short as people make them: the same for
    many organs, told apart by the place alone.
    """
    labels = {level.id: level.label for level in forms.organ_words().levels}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    for organ in (government_of_the_province(), *organs):
        shorts = organ.short_name if organ.governs else f"{organ.short_name}、{organ.kind}"
        writer.writerow((organ.name, shorts, labels[organ.level], organ.parent or "", organ.region_code))
    return text.getvalue().encode("utf-8-sig")
