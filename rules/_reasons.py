"""Why a rule cannot tell, and what to do about it."""

from __future__ import annotations

from typing import Final

from gongkai.forms import Text
from gongkai.rules._answer import NotRun

REASONS: Final = {
    "table_absent": Text(
        "报告中没有这张表。请补上该表，或把图片表格改为文字表格。",
        "The report has no such table. Add it, or type it if it is a picture.",
    ),
    "section_absent": Text(
        "没有找到“{sections}”这一部分。请先补写。",
        "Section “{sections}” was not found. Add it first.",
    ),
    "too_few_sections": Text(
        "找到的部分不足两个，谈不上顺序。请先补全各部分的标题。",
        "Fewer than two sections were found. Complete the headings first.",
    ),
    "operand_unavailable": Text(
        "这些单元格没有读到填报的数字：{concerned}。请查看原文并补全。",
        "These cells give no printed number: {concerned}. Look at the original and complete them.",
    ),
    "too_large": Text(
        "这些数字太大，不像真实填报：{concerned}。请查看原文。",
        "These numbers are too large to be real: {concerned}. Look at the original.",
    ),
    "blanks_may_hold": Text(
        "两边相差 {gap}，空白单元格（{concerned}）合计为 {gap} 时才成立。"
        "请在空白处填上实际数字，没有发生的填 0。",
        "The sides differ by {gap}; this holds only if the blank cells ({concerned}) hold {gap} together. "
        "Fill them in, 0 where nothing happened.",
    ),
    "before_unavailable": Text(
        "{last} 年度的报告没有读到这些数字：{concerned}。请查看那份报告的原文。",
        "The report on {last} gives no printed number here: {concerned}. Look at its original.",
    ),
    "before_blanks_may_hold": Text(
        "本报告填 {reported}，按 {last} 年度的报告为 {computed}，相差 {gap}；{last} 年度报告中的空白单元格"
        "（{concerned}）若有数字，就可能补足。请查实那一格的数字。",
        "This report says {reported}, the one on {last} comes to {computed}, a difference of {gap}; cells "
        "that are blank there ({concerned}) may make it up. Find out what they should hold.",
    ),
    "usual_but_unread": Text(
        "{concerned}没有读到数字，无法与 {first} 至 {until} 年的 {least} 至 {most} 比较。请查看原文并补全。",
        "{concerned} gives no printed number to compare with {least} to {most} of {first} to {until}. "
        "Look at the original and complete it.",
    ),
    "claim_beside_blanks": Text(
        "正文写的是 {reported}，表中这些单元格空白：{concerned}，对不上也无法排除。请在空白处填上实际数字。",
        "The text says {reported}, but these cells are blank: {concerned}. Fill them in.",
    ),
    "text_cut": Text(
        "这一部分的文字不完整，只读到“{sentence}”。请查看原文。",
        "The text of this section is not complete: “{sentence}”. Look at the original.",
    ),
    "blanks_may_decide": Text(
        "两边相差 {gap}，要看空白单元格（{concerned}）的实际数字才能判断。请填上，没有发生的填 0。",
        "The sides differ by {gap}; what belongs into the blank cells ({concerned}) decides. Fill them in, "
        "0 where nothing happened.",
    ),
    "prose_not_read": Text(
        "这一部分没有读到正文文字，内容可能在表格或图片里。请查看原文。",
        "No running text was read here; it may be in a table or a picture. Look at the original.",
    ),
    "no_number": Text(
        "这张表没有读到一个这类数字。请查看原文并填写。",
        "No number of this kind was read from the table. Look at the original and fill it in.",
    ),
    "no_table": Text(
        "没有表格可以看出所用的格式版本。请补上表格。",
        "There is no table to tell the edition by. Add the tables.",
    ),
    "year_unknown": Text(
        "标题、统计期限和文件名都没有写明年度。请在标题中写明年度。",
        "Neither title, period nor file name states the year. State it in the title.",
    ),
    "no_edition": Text(
        "{year} 年度没有已知的规定格式。请核对年度是否写错。",
        "No form is known for {year}. Check whether the year is right.",
    ),
    "period_unsaid": Text(
        "标题年度或统计期限没有写明。请在标题中写明年度，在正文中写明统计期限的起止日期。",
        "The title's year or the data period is not stated. State both.",
    ),
    "file_year_unsaid": Text(
        "文件名或正文没有写明年度。请在文件名和标题中写明年度。",
        "The file name or the text does not state the year. State it in both.",
    ),
    "no_organ_or_year": Text(
        "没有读到是哪个机关、哪一年度的报告，无法与其他机关的报告比较。请在标题中写明机关和年度。",
        "Whose report it is, or its year, was not read, so that it cannot be held against others. "
        "State both in the title.",
    ),
    "rollup_open": Text(
        "与已有的机关报告合计不同：{compared}。{unheard}请补齐缺少的机关报告和没有读出的单元格，再行核对。",
        "It differs from the sum of the organs' reports that are there: {compared}. {unheard} Complete the "
        "missing reports and the cells that were not read, then check again.",
    ),
    "submission_in_doubt": Text(
        "{organ}没有读到 {year} 年度的报告，但这些材料可能就是：{others}。"
        "请查看原文，确认是哪个机关、哪一年度的报告。",
        "No report of {organ} on {year} was read, but these may be it: {others}. Look at them, and see whose "
        "they are and on which year.",
    ),
}
"""By `Finding.reason`. Fields: see `sentence`."""

UNRUN: Final = {
    NotRun.SWITCHED_OFF: Text("规则包停用了这条规则", "switched off by the rule pack"),
    NotRun.NO_CLAIM: Text("正文没有写这类数字", "the text states no number of this kind"),
    NotRun.SECTION_ABSENT: Text("没有这一部分的正文", "the section has no text"),
    NotRun.NO_RELATIONS: Text(
        "只给了本报告的数据，没有与其他报告的对照", "the data hold no comparison with other reports"
    ),
    NotRun.NO_YEAR_BEFORE: Text(
        "没有同一机关上一年度的报告", "no report of the organ on the year before was submitted"
    ),
    NotRun.SEVERAL_YEARS_BEFORE: Text(
        "同一机关上一年度有几份内容不同的报告", "the organ submitted several reports on the year before"
    ),
    NotRun.OTHER_EDITION_BEFORE: Text(
        "上一年度的报告用另一版格式，没有这一项", "the year before is on another edition, which lacks this"
    ),
    NotRun.YEARS_DISPUTED: Text(
        "本报告或上一年度报告的标题与统计期限年度不一致，不作对照",
        "title and data period of this report, or of the one before, disagree on the year",
    ),
    NotRun.NO_HISTORY: Text("以前年度的报告太少", "too few reports on earlier years"),
    NotRun.NO_REGISTRY: Text("没有给出机关名录", "no registry of organs was given"),
    NotRun.NO_SCOPE: Text("没有设定汇总口径", "no scope of the sum is set"),
    NotRun.NO_GOVERNMENT: Text("不是需要汇总的政府", "not of a government that adds up its organs"),
    NotRun.NO_ORGANS: Text("所属机关没有可以合计的报告", "no organ below has a report that can be added"),
    NotRun.NOT_COLLECTED: Text(
        "没有设定应交年度，这一年度也不到半数机关交了报告",
        "no years are set, and fewer than half of the organs sent this one",
    ),
    NotRun.UNREGISTERED: Text("名录中没有这个机关", "the registry has no such organ"),
    NotRun.NO_YEAR: Text("没有读到年度", "the year was not read"),
    NotRun.NO_REPORT: Text("没有报告", "there is no report"),
    NotRun.NO_DATE: Text("没有读到公布日期", "no date of publication was read"),
    NotRun.TOO_SHORT: Text("除通用语句外文字太短，不作比较", "too little wording of its own to compare"),
    NotRun.OTHER_SCOPE: Text("这条规则不适用于本报告", "the rule does not apply to this report"),
    NotRun.NO_OTHERS: Text("没有其他机关的报告可供比较", "no report of another organ to compare it with"),
    NotRun.TABLE_NOT_READ: Text(
        "这张表没有读全，不作比较", "the table was not read in full, so it is not compared"
    ),
    NotRun.TOO_FEW_FIGURES: Text("表中没有非零数字，不作比较", "the table has no figure above 0 to compare"),
    NotRun.NO_PROSE: Text("给出的数据里没有正文", "the data hold no running text"),
}
"""Why a rule was not run on a report; in a sentence without its end."""
