"""What a report's page prints, in both languages."""

from __future__ import annotations

from typing import Final

from gongkai.forms import Text

CELL_WORDS: Final[dict[str, Text]] = {
    "blank": Text("空白", "blank"),
    "missing": Text("未见", "not there"),
    "unreadable": Text("读不出", "not readable"),
    "inferred": Text("推算", "inferred"),
}
"""What is said in place of the number of a cell, by its status."""

REPORT_WORDS: Final[dict[str, Text]] = {
    "absent": Text("没有找到", "not found"),
    "as_submitted": Text("打开提交的文件", "Open the file as submitted"),
    "cell_legend": Text(
        "表中数字按提交的文件原样显示。粗框、✗ 和编号标出问题涉及的单元格；"
        "虚框和 ? 标出无法判断所涉及的单元格。",
        "Figures stand as submitted. A thick frame, ✗ and a number mark the cells of a finding, a dashed "
        "frame and ? those of something that cannot be told.",
    ),
    "characters": Text("{n} 字", "{n} characters"),
    "city": Text("市", "City"),
    "city_elsewhere": Text("省本级或未分地区", "Province or no city"),
    "clean_report": Text(
        "没有发现问题，也没有无法判断的规则。", "Nothing was found, and everything could be told."
    ),
    "finding_number": Text("问题 {n}", "Finding {n}"),
    "in_submission": Text("在提交的文件中", "In the submission"),
    "no_tables": Text(
        "没有认出表格所用的格式，无法按格式显示表格。",
        "The form was not recognised: its tables cannot be drawn.",
    ),
    "notes_of_reader": Text("读取时的说明", "Notes of the reading"),
    "notes_more": Text(
        "另有 {more} 条，见 reports.parquet 中的 notes。", "{more} more: notes in reports.parquet."
    ),
    "on_this_page": Text("本页内容", "On this page"),
    "opening": Text("首部（第一部分之前）", "Before the first section"),
    "printed_prose": Text("正文", "Text"),
    "sections": Text("各部分与正文", "Sections and text"),
    "submission": Text("提交的文件", "Submission"),
    "tables": Text("三张表", "The tables"),
    "title": Text("标题", "Title"),
    "waived_findings": Text("已豁免的问题", "Waived findings"),
    "what_was_found": Text("发现的问题", "What was found"),
    "written_out": Text("算式", "In numbers"),
}
