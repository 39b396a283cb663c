"""What the ledger prints, in both languages."""

from __future__ import annotations

from typing import Final

from gongkai.forms import Text

COLUMNS: Final[dict[str, tuple[Text, int]]] = {
    "number": (Text("序号", "No."), 6),
    "organ": (Text("机关", "Organ"), 22),
    "year": (Text("年度", "Year"), 6),
    "severity": (Text("级别", "Severity"), 8),
    "message": (Text("问题", "What is wrong"), 48),
    "reported": (Text("填报值", "Reported"), 10),
    "computed": (Text("计算值", "Computed"), 10),
    "suggestion": (Text("一种最小更正", "A smallest correction"), 30),
    "deadline": (Text("整改期限", "Deadline"), 12),
    "state": (Text("整改情况", "State"), 16),
    "city": (Text("市", "City"), 14),
    "batch": (Text("批次", "Batch"), 12),
    "title": (Text("规则", "Rule"), 34),
    "answer": (Text("结果", "Answer"), 10),
    "cells": (Text("涉及单元格", "Cells"), 34),
    "difference": (Text("相差", "Difference"), 11),
    "remedy": (Text("如何处理", "What to do"), 40),
    "citation": (Text("依据", "Source"), 40),
    "path": (Text("文件", "File"), 50),
    "rule_id": (Text("规则编号", "Rule id"), 34),
    "finding_id": (Text("问题编号", "Finding id"), 20),
}
"""Column → its heading and its width in characters, as they stand; those that are printed come first."""
PRINTED: Final = 10
"""How many columns are printed: what a sheet of paper holds."""

OPEN: Final = Text("待整改", "open")
IN_DOUBT: Final = Text("待核实", "to be checked")
WORKING: Final = Text("整改中", "in progress")
DONE: Final = Text("已整改", "corrected")
WAIVED: Final = Text("已豁免", "waived")
STATES: Final = (OPEN, IN_DOUBT, WORKING, DONE, WAIVED)
"""What may be chosen in the column of states."""

SHEET: Final = Text("整改台账", "Ledger")
SUMS: Final = Text("汇总", "Sums")
TOTAL: Final = Text("合计", "Total")
PAGE: Final = Text("第 &P 页，共 &N 页", "Page &P of &N")
