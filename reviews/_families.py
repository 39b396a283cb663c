"""Kinds of rules put together by what they are about, in words that a supervisor uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gongkai.forms import Text


@dataclass(frozen=True, slots=True)
class Family:
    """Rules with one concern; a page that lists findings by family has the anchor `family-<id>`."""

    id: str
    name: Text
    about: Text
    kinds: tuple[str, ...]

    @property
    def anchor(self) -> str:
        return f"family-{self.id}"


FAMILIES: Final = (
    Family(
        "identities",
        Text("勾稽关系", "Identities"),
        Text("表内各数之间的等式", "sums and differences within the tables"),
        ("identity",),
    ),
    Family(
        "completeness",
        Text("填报完整", "Completeness"),
        Text("缺表、缺格、留空", "tables and cells that are missing or blank"),
        ("table_present", "cells_filled", "totals_filled"),
    ),
    Family(
        "numbers",
        Text("数字合规", "Numbers"),
        Text("应填非负整数或金额的单元格", "cells that must hold a count or an amount"),
        ("cell_numbers",),
    ),
    Family(
        "claims",
        Text("正文与表格", "Text and tables"),
        Text("正文所写的数与表格是否一致", "what the text states beside what the tables print"),
        ("claims", "zero_tables"),
    ),
    Family(
        "sections",
        Text("章节", "Sections"),
        Text(
            "应有的部分、顺序、篇幅和应写的内容",
            "sections that must be there, their order, length and content",
        ),
        (
            "section_present",
            "section_filled",
            "section_order",
            "section_length",
            "section_topics",
            "section_substance",
            "fee_stated",
            "prose_number",
            "prose_parts",
        ),
    ),
    Family(
        "period",
        Text("版本年度", "Edition and year"),
        Text("所用格式、标题年度、统计期限", "the form that was used, the year and the period"),
        ("report_edition", "year_period", "year_file", "period_whole"),
    ),
    Family(
        "years",
        Text("跨年度", "Across years"),
        Text("与上一年度衔接、与历年相比", "what carries over from the year before, and the years so far"),
        ("chain", "jump"),
    ),
    Family(
        "organs",
        Text("跨机关", "Across organs"),
        Text("政府与所属机关之和", "a government beside the sum of its organs"),
        ("rollup",),
    ),
    Family(
        "copied",
        Text("照抄", "Copied"),
        Text("照抄上年或其他机关的文字、表格", "wording or tables of the year before or of another organ"),
        (
            "prose_copied_before",
            "prose_copied_other",
            "section_unchanged",
            "other_organ_named",
            "table_copied",
        ),
    ),
    Family(
        "submissions",
        Text("报送", "Submission"),
        Text("缺报、迟报、重复报送", "reports that are missing, late or there twice"),
        ("submission_missing", "submission_late", "submission_duplicated"),
    ),
    Family(
        "own",
        Text("本省规则", "Own rules"),
        Text("规则包里自定的规则", "rules that the rule pack adds"),
        ("local_linear", "local_prose"),
    ),
)
"""Every kind of rule stands in exactly one of them, in the order in which pages list them."""

_BY_KIND: Final = {kind: family for family in FAMILIES for kind in family.kinds}


def family_of(kind: str) -> Family:
    """The family of a kind of rule (`Rule.kind`)."""
    return _BY_KIND[kind]
