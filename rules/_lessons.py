"""What a person wants to know about a kind of rule beside what each of its rules says."""

from __future__ import annotations

from typing import Final, NamedTuple

from gongkai.forms import Text


class Lesson(NamedTuple):
    """`title` names the kind, `why` says what the check is good for, `correct` gives a report that holds."""

    title: Text
    why: Text
    correct: Text


LESSONS: Final = {
    "report_edition": Lesson(
        Text("格式版本", "Edition of the form"),
        Text(
            "两版格式的表格不同。用错版本，许多数字就没有地方填，也无法与其他机关汇总、比较。",
            "The editions have different tables. On the wrong one figures have no place, and cannot be added "
            "up or compared.",
        ),
        Text("2022 年度报告用 2021 年版的三张表：符合。", "A report on 2022 with the tables of 2021: holds."),
    ),
    "year_period": Lesson(
        Text("标题年度与统计期限", "Year of the title and data period"),
        Text(
            "两处年份不一致，多半是套用了上一年的文稿，表中的数字也可能没有更新。",
            "Where the years differ, last year's text was most likely used again, and the figures may be old "
            "too.",
        ),
        Text(
            "标题写 2023 年度，统计期限自 2023 年 1 月 1 日至 12 月 31 日：符合。",
            "The title says 2023, the period is 1 January to 31 December 2023: holds.",
        ),
    ),
    "year_file": Lesson(
        Text("文件名年度", "Year in the file's name"),
        Text(
            "文件名与正文年度不同，可能交错了文件。",
            "Where name and text differ, the wrong file may have been handed in.",
        ),
        Text("文件名和标题都写 2023 年：符合。", "File name and title both say 2023: holds."),
    ),
    "section_present": Lesson(
        Text("六个部分齐全", "All six sections"),
        Text(
            "格式规定了六个部分，缺一部分就是没有按格式报告。",
            "The form prescribes six sections; without one the report is not on the form.",
        ),
        Text("六个标题都在：符合。", "All six headings are there: holds."),
    ),
    "section_filled": Lesson(
        Text("每一部分都有内容", "No section is empty"),
        Text(
            "只有标题没有内容，读者无从知道是没有发生，还是漏写了。",
            "Under a bare heading nobody can tell whether nothing happened or something was left out.",
        ),
        Text("标题下写明“无”：符合。", "The section says that there is nothing to report: holds."),
    ),
    "section_order": Lesson(
        Text("各部分的顺序", "Order of the sections"),
        Text(
            "按规定的顺序写，才便于查阅和比较。",
            "Reports in the prescribed order can be looked up and compared.",
        ),
        Text("六个部分按一至六排列：符合。", "The sections stand in the form's order: holds."),
    ),
    "table_present": Lesson(
        Text("三张表齐全", "All three tables"),
        Text(
            "没有表，或表是图片，数字就无法核对。没有表不等于全部为 0。",
            "Without a table, or with a picture of one, nothing can be checked. No table does not mean all "
            "zero.",
        ),
        Text("三张表都以文字表格给出：符合。", "All three tables are there as text: holds."),
    ),
    "cells_filled": Lesson(
        Text("单元格填写", "Filled cells"),
        Text(
            "空白、缺少、读不出和用符号代替，意思各不相同，都不能当作 0。",
            "Blank, missing, unreadable and marked cells mean different things; none may be taken for 0.",
        ),
        Text("没有发生的都填 0：符合。", "Whatever did not happen says 0: holds."),
    ),
    "cell_numbers": Lesson(
        Text("数字的种类", "Kinds of numbers"),
        Text(
            "件数是非负整数，金额不为负；否则就是填错了格子或单位。",
            "Counts are whole and not negative, amounts not negative; anything else is in the wrong cell or "
            "unit.",
        ),
        Text("件数填 3，金额填 25.1：符合。", "A count of 3, an amount of 25.1: holds."),
    ),
    "totals_filled": Lesson(
        Text("总计填写", "Filled totals"),
        Text(
            "各项有数而总计空白，读者只能自己去加；应有的总计由系统算出。",
            "Where the parts have numbers and the total is blank, readers must add up; the total is computed "
            "for them.",
        ),
        Text("各项相加为 8，总计填 8：符合。", "The parts add up to 8 and the total says 8: holds."),
    ),
    "identity": Lesson(
        Text("勾稽关系", "Identities"),
        Text(
            "表中各数互相牵制，有一个填错，关系就不成立；只看一个关系会漏掉互相抵消的错误，所以逐行逐列都核。"
            "空白是不小于 0 的未知数：可能由空白补足的，答“无法判断”，并说明空白应合计多少。",
            "The figures hold each other in check: one wrong figure breaks a relation. Errors may cancel out "
            "in one relation, so every row and column is checked. A blank is an unknown of at least 0: what "
            "blanks may make up is answered “cannot tell”, with the amount.",
        ),
        Text("各项相加为 8，总计填 8：符合。", "The parts add up to 8 and the total says 8: holds."),
    ),
}
"""By kind of rule; every kind has one."""
