"""Every sentence the pages print, in both languages; rules and cells bring their own words."""

from __future__ import annotations

import datetime as dt
from collections import ChainMap
from types import SimpleNamespace
from typing import Final, NamedTuple

from gongkai.forms import Language, Text
from gongkai.reviews._words_lists import LIST_WORDS
from gongkai.reviews._words_overview import OVERVIEW_WORDS
from gongkai.reviews._words_report import REPORT_WORDS
from gongkai.reviews._words_search import SEARCH_WORDS
from gongkai.reviews._words_trend import TREND_WORDS


class Mark(NamedTuple):
    """A word with a shape before it, so that colour is never the only sign."""

    name: str
    shape: str
    word: str


_ANSWERS: Final[dict[str, tuple[str, Text]]] = {
    "violated": ("✗", Text("不通过", "Fails")),
    "cannot_tell": ("?", Text("无法判断", "Cannot tell")),
    "holds": ("✓", Text("通过", "Passes")),
    "warned": ("△", Text("有警告", "Has warnings")),
    "not_run": ("⊘", Text("未能完成校验", "Not fully checked")),
}
_SEVERITIES: Final[dict[str, tuple[str, Text]]] = {
    "error": ("■", Text("错误", "Error")),
    "warning": ("▲", Text("警告", "Warning")),
    "info": ("●", Text("提示", "Note")),
}
SEVERITIES: Final = tuple(_SEVERITIES)
SUPPORT: Final[dict[str, Text]] = {
    "last_year": Text("与上一年度报告一致", "as last year's report says"),
    "prose": Text("与正文一致", "as the text says"),
}
"""What speaks for a correction, by its name in `Correction.support`."""

FILES: Final[dict[str, Text]] = {
    "findings.parquet": Text("全部发现", "all findings"),
    "findings.json": Text("全部发现", "all findings"),
    "not_run.parquet": Text("没有运行的规则、报告和原因", "which rule was not run on which report, and why"),
    "reports.parquet": Text("读出的报告", "the reports as read"),
    "cells.parquet": Text("读出的单元格", "their cells"),
    "failures.parquet": Text("读不出的文件及原因", "what could not be read, and why"),
    "submissions.parquet": Text(
        "谁交了哪一年的报告，谁没有交", "who submitted for which year, and who did not"
    ),
    "duplicates.parquet": Text("重复提交的报告", "reports submitted twice"),
    "pairs.parquet": Text("上一年度的报告", "the report of the year before"),
    "history.parquet": Text("以前各年的数字", "numbers of earlier years"),
    "rollups.parquet": Text("政府与所属机关的合计", "governments beside the sum of their organs"),
    "likeness.parquet": Text("与其他报告相同的文字", "wording that stands in other reports"),
    "same_tables.parquet": Text("与其他机关相同的表格", "tables that are another organ's"),
    "other_names.parquet": Text("正文里其他机关的名称", "names of other organs in the text"),
    "run.json": Text("各项计数、软件与规则的版本", "counts, versions of software and rules"),
}
"""What a file of a run holds, by its name, in the order in which they are listed."""

_OTHERS: Final = (REPORT_WORDS, OVERVIEW_WORDS, LIST_WORDS, SEARCH_WORDS, TREND_WORDS)

_WORDS: Final[dict[str, Text]] = {
    "and_more_findings": Text(
        "本规则“{answer}”共 {total} 条，此处列出前 {shown} 条，"
        "其余 {more} 条见 findings.parquet 或 findings.json。",
        "This rule has {total} findings “{answer}”; the first {shown} are listed here, "
        "the other {more} are in findings.parquet and findings.json.",
    ),
    "and_more_organs": Text(
        "另有 {more} 个机关有发现，见 findings.parquet 或 findings.json。",
        "Another {more} organs have findings: see findings.parquet or findings.json.",
    ),
    "and_more_repeated": Text(
        "另有 {more} 份，见 duplicates.parquet。", "Another {more}: see duplicates.parquet."
    ),
    "and_more_unidentified": Text(
        "另有 {more} 个机关，见 reports.parquet 中的 notes。",
        "Another {more} organs: see the notes in reports.parquet.",
    ),
    "and_more_reports": Text(
        "另有 {more} 份报告有发现，未在本页逐份列出，见 findings.parquet 或 findings.json。",
        "Another {more} reports have findings that are not listed one by one here: see findings.parquet or "
        "findings.json.",
    ),
    "back_to_index": Text("批次目录", "All batches"),
    "back_to_overview": Text("总览", "Overview"),
    "batch": Text("批次", "Batch"),
    "batch_title": Text("{year}报告校验结果（批次 {batch}）", "Audit of the {year} reports (batch {batch})"),
    "of_year": Text("{year}年度", "{year}"),
    "of_no_year": Text("年度不详的", "undated"),
    "batches": Text("批次", "Batches"),
    "batches_about": Text(
        "同一版本格式、同一年度的报告为一批。", "Reports of one edition and one year make a batch."
    ),
    "by_organ": Text("按机关查看", "By organ"),
    "by_organ_about": Text(
        "有发现的机关，每个列出涉及的规则。", "Organs with findings, each with the rules concerned."
    ),
    "by_report": Text("按报告查看", "By report"),
    "by_report_about": Text(
        "有发现的报告，每份列出涉及的规则。", "Reports with findings, each with the rules concerned."
    ),
    "cannot_tell": Text("无法判断", "Cannot tell"),
    "cannot_tell_list": Text("无法判断的报告及原因", "Reports the rule cannot judge, and why"),
    "citation": Text("依据", "Source"),
    "computed": Text("计算值", "Computed"),
    "correction": Text("一种最小更正：", "A smallest correction: "),
    "corrections": Text("{n} 种最小更正（并列）：", "{n} smallest corrections (equally small): "),
    "corrections_more": Text("另有 {more} 种", "{more} more"),
    "blank": Text("空白", "blank"),
    "data_files": Text("数据文件", "Data files"),
    "data_files_about": Text(
        "不限条数，可用表格或数据软件打开。", "Without any limit on the number of rows."
    ),
    "difference": Text("相差", "Difference"),
    "edition": Text("格式版本", "Form edition"),
    "error": Text("错误", "Errors"),
    "failed_files": Text("读不出的文件", "Files that could not be read"),
    "failed_files_about": Text(
        "下列文件没有参加校验，请按说明处理后重新提交。",
        "These files were not audited. Mend them as described and submit them again.",
    ),
    "every_rule": Text("整批", "The whole batch"),
    "fails": Text("不通过", "Fails"),
    "file": Text("文件", "File"),
    "findings": Text("发现", "Findings"),
    "formula": Text("勾稽关系", "Identity"),
    "holding_rules": Text("通过的规则（只计运行过的报告）", "Rules met by every report they were run on"),
    "holding_rules_organs": Text(
        "通过的规则（只计运行过的机关）", "Rules met by every organ they were run on"
    ),
    "holds": Text("通过", "Passes"),
    "holds_about": Text(
        "“空白按0计”指表中有空白格、按0计算时等式成立。",
        "“Blanks as 0” means that a cell is blank and the rule holds when it is read as 0.",
    ),
    "holds_with_blanks": Text("其中空白按0计", "of these, blanks as 0"),
    "how_to_mend": Text("如何处理", "What to do"),
    "index_title": Text("校验结果：批次目录", "Audit results: all batches"),
    "no_batches": Text("还没有校验结果。", "There are no results yet."),
    "no_findings": Text("没有发现。", "No findings."),
    "not_run_about": Text(
        "下列校验没有完成，本次结果不完整，不能视为通过。请按原因处理后重新校验。",
        "This was not done: the result is incomplete and is no pass. Mend the cause and audit again.",
    ),
    "not_run_title": Text("未能完成的校验", "What could not be checked"),
    "note": Text("提示", "Notes"),
    "operand_count": Text("各项数（{n} 项）", "{n} figures"),
    "organ": Text("机关", "Organ"),
    "n_organs": Text("{n} 个机关", "{n} organs"),
    "organs": Text("机关数", "Organs"),
    "organs_concerned": Text("涉及机关", "Organs"),
    "organs_with_findings": Text("有发现的机关", "Organs with findings"),
    "organs_most": Text("发现最多的机关", "Organs with most findings"),
    "overview_title": Text("政府信息公开工作年度报告校验总览", "Audit of open-government annual reports"),
    "read": Text("已读出", "Read"),
    "reason": Text("原因", "Reason"),
    "reason_and_remedy": Text("原因与处理", "Why, and what to do"),
    "repeated": Text("重复提交", "Submitted twice"),
    "repeated_about": Text(
        "重复的报告也照常校验、照常计数，请确认以哪一份为准。",
        "All of them were audited and counted. Decide which one is to stand.",
    ),
    "report": Text("报告", "Report"),
    "report_id": Text("报告编号", "Report id"),
    "reported": Text("填报值", "Reported"),
    "reports": Text("报告数", "Reports"),
    "reports_concerned": Text("涉及报告", "Reports"),
    "reports_with_findings": Text("有发现的报告", "Reports with findings"),
    "rule": Text("规则", "Rule"),
    "rules_about": Text("每条规则下的数是报告份数。", "The numbers beside a rule are numbers of reports."),
    "rules_about_organs": Text(
        "每条规则下的数是机关个数。", "The numbers beside a rule are numbers of organs."
    ),
    "rules_with_findings": Text("有发现的规则", "Rules with findings"),
    "run_time": Text("校验时间", "Audited at"),
    "same_content": Text("内容相同", "the same content"),
    "same_organ_year": Text("同一机关、同一年度", "the same organ and year"),
    "same_as": Text("与之重复的文件", "Repeats this file"),
    "severity": Text("级别", "Severity"),
    "skip": Text("跳到正文", "Skip to the content"),
    "summary": Text("汇总", "Summary"),
    "summary_about": Text(
        "按级别统计发现的条数；一份报告在一条规则上可有多条。",
        "Findings by severity; one report may have several under one rule.",
    ),
    "unconfirmed": Text("依据未经核实", "Source not verified"),
    "and_more_others": Text("另有 {more} 份", "{more} more"),
    "and_other_reasons": Text("等", "and others"),
    "others": Text("对照的报告：", "Held against: "),
    "passages": Text("相关原文：", "Passages: "),
    "unrun": Text("未运行", "Not run"),
    "unrun_about": Text(
        "没有可供判断的内容，或没有给出所需的资料，规则就没有在这份报告上运行：不算通过，也不算问题。"
        "逐份清单见 not_run.parquet。",
        "A rule is not run on a report that has nothing for it to judge, or where it lacks what it needs "
        "beside the report: neither a pass nor a problem. not_run.parquet lists every report.",
    ),
    "unrun_rules": Text("{n} 条规则", "{n} rules"),
    "unrun_all": Text("报告", "which"),
    "unrun_some": Text("其中几份", "some of them"),
    "unrun_times": Text("{n} 条次（一条规则对一份报告为一次）", "{n} times (counted once a rule and report)"),
    "unrun_title": Text("没有运行的规则及原因", "What was not run, and why"),
    "unrun_whole": Text("本批均未运行", "on no report"),
    "unidentified": Text("没有认定的机关", "Organs not identified"),
    "unidentified_about": Text(
        "这些报告照常校验，只是认不准是哪个机关的。",
        "These reports were audited; whose they are cannot be told for certain.",
    ),
    "unknown_organ": Text("机关不详", "Organ unknown"),
    "unreadable": Text("读不出", "Not readable"),
    "verdict": Text("结论", "Verdict"),
    "violated_list": Text("不通过的报告", "Reports that fail"),
    "whole_run": Text("全部批次", "Every batch"),
    "warning": Text("警告", "Warnings"),
    "waived": Text("已豁免", "Waived"),
    "waived_about": Text(
        "这些发现已经批准豁免，仍然列出，但不计入上面的条数和结论；到期后重新计入。",
        "These findings are accepted. They stay listed, but do not count above; once expired they do again.",
    ),
    "and_more_waived": Text(
        "另有 {more} 条，见 findings.parquet 中的 waiver。", "Another {more}: see waiver in findings.parquet."
    ),
    "expired": Text(
        "另有 {n} 条豁免已经到期，不再有效，见 run.json 中的 waivers。",
        "{n} waivers have expired: see waivers in run.json.",
    ),
    "what": Text("问题", "What is wrong"),
    "year": Text("年度", "Year"),
    "year_unknown": Text("年度不明", "Year unknown"),
    "site_nav": Text("审核页面", "Pages of the review"),
}
_ALL: Final = dict(ChainMap(_WORDS, *_OTHERS))


def words(lang: Language) -> SimpleNamespace:
    """The sentences in one language, by name; a template that misspells one fails."""
    return SimpleNamespace(**{name: text.of(lang) for name, text in _ALL.items()})


def answer_mark(answer: str, lang: Language) -> Mark:
    """The mark of an answer: violated, cannot_tell, holds; for a batch also warned, not_run."""
    shape, word = _ANSWERS[answer]
    return Mark(answer, shape, word.of(lang))


def severity_mark(severity: str, lang: Language) -> Mark:
    """The mark of a severity: error, warning, info."""
    shape, word = _SEVERITIES[severity]
    return Mark(severity, shape, word.of(lang))


def waived(reason: str, person: str, until: dt.date, lang: Language) -> str:
    """Why, by whom and until when a finding is accepted."""
    return Text(
        f"已豁免：{reason}（{person}，至 {until.isoformat()}）",
        f"Waived: {reason} ({person}, until {until.isoformat()})",
    ).of(lang)
