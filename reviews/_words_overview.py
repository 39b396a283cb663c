"""What the overview and its charts print, in both languages."""

from __future__ import annotations

from typing import Final

from gongkai.forms import Text

STATES: Final[dict[str, tuple[str, Text]]] = {
    "clean": ("✓", Text("没有问题", "Nothing to mend")),
    "cannot_tell": ("?", Text("只有无法判断的", "Only open questions")),
    "warning": ("▲", Text("有警告、无错误", "Warnings, no errors")),
    "error": ("■", Text("有错误", "Errors")),
    "unread": ("✗", Text("读不出", "Not readable")),
}
"""The gravest that stands on a submission, with the shape that it is marked by."""

OVERVIEW_WORDS: Final[dict[str, Text]] = {
    "nav_overview": Text("总览", "Overview"),
    "nav_search": Text("查找", "Search"),
    "nav_data_docs": Text("校验明细", "Validation results"),
    "received": Text("收到", "Received"),
    "readable": Text("读出", "Readable"),
    "clean": Text("没有问题", "Nothing to mend"),
    "clean_about": Text(
        "“没有问题”指没有错误和警告，也没有无法判断的；只有提示的也算在内。",
        "“Nothing to mend” means no error, no warning and nothing that cannot be told; notes may be there.",
    ),
    "outcome_chart": Text(
        "收到的材料按其中最重的问题分", "Submissions by the gravest that stands on each of them"
    ),
    "state": Text("情况", "State"),
    "number_of_files": Text("份数", "Files"),
    "share": Text("比例", "Share"),
    "total": Text("合计", "Total"),
    "since": Text("与上一次审核相比", "Since the run before"),
    "since_first": Text(
        "没有上一次的结果可比：这是写到这个文件夹的第一次审核。",
        "Nothing to compare with: this is the first run in this folder.",
    ),
    "since_unreadable": Text(
        "没有上一次的结果可比：文件夹里原有的结果读不出（由其他版本写成或已损坏）。这次的结果不受影响。",
        "Nothing to compare with: the results that were in this folder cannot be read (another version wrote "
        "them, or they are damaged). This run is not affected.",
    ),
    "since_none": Text("发现的问题与上一次完全相同。", "Exactly the same findings as before."),
    "since_about": Text(
        "同一机关、同一年度、同一规则、同一单元格的发现算同一条；已豁免的也在内。",
        "A finding is the same where organ, year, rule and cells are; waived ones are among them.",
    ),
    "between": Text("、", ", "),
    "since_packs": Text(
        "两次所用的规则不同（{names}），有些变化可能由此而来。",
        "The two runs used different rules ({names}); some changes may come of that.",
    ),
    "new": Text("新增", "New"),
    "gone": Text("消失", "Gone"),
    "changed": Text("有变", "Changed"),
    "unchanged": Text("未变", "Unchanged"),
    "of_new_reports": Text("其中 {n} 条在新交的报告上", "{n} of them on reports that are new"),
    "of_missing_reports": Text(
        "其中 {n} 条因为这次没有这份报告", "{n} of them because the report is not there any more"
    ),
    "by_rule": Text("按规则", "By rule"),
    "families": Text("按规则类别", "By kind of rule"),
    "families_about": Text(
        "每一条没有豁免的发现只计一次：不通过的按级别计，无法判断的另计。",
        "Every finding that is not waived counts once: by severity where the rule fails, or as cannot tell.",
    ),
    "family": Text("规则类别", "Kind of rule"),
    "family_chart": Text("各类规则的发现，按级别", "Findings by kind of rule and severity"),
    "and_without_report": Text(
        "其中 {n} 条是没有交报告的机关的，按机关所在的市计入。",
        "{n} of them are of organs that submitted no report; they count for the organ's city.",
    ),
    "and_waived": Text("另有 {n} 条已豁免，不计在内。", "Another {n} are waived and not counted here."),
    "heat": Text("各市与规则类别", "Cities and kinds of rules"),
    "heat_about": Text(
        "格中是发现的条数，底色越重条数越多；点击可看该市这一类的发现。错误多的市在前。",
        "Findings, the more the stronger the shade; each number leads to the city's findings of that "
        "kind. Cities with most errors come first.",
    ),
    "heat_legend": Text("颜色", "Shades"),
    "city": Text("市", "City"),
    "cities": Text("各市", "Cities"),
    "cities_about": Text(
        "收到的包括读不出的；比例是没有问题的占读出的多少。",
        "Received are also those that cannot be read; the share is of those that can.",
    ),
    "no_city": Text("省本级和不属于任何市的", "The province itself, or no city"),
    "more_cities": Text("其余 {n} 个市", "{n} more cities"),
    "and_more_cities": Text(
        "错误最多的 {shown} 个市列在表中，其余 {more} 个市合为一行，可用“查找”逐份查看。",
        "The {shown} cities with most errors are listed, the other {more} are one row: use the search to see "
        "their reports.",
    ),
    "share_chart": Text("各市没有问题的报告所占比例", "Share of reports with nothing to mend, by city"),
    "share_chart_ends": Text(
        "各市没有问题的报告所占比例：最高和最低的各 {n} 个市",
        "Share of reports with nothing to mend: the {n} cities at the top and at the bottom",
    ),
    "rules_violated": Text("违反的规则", "Rules that were violated"),
    "rules_violated_about": Text(
        "共 {n} 条规则，违反最多的在前。", "{n} rules in all, those violated most first."
    ),
    "other_rules": Text("其余 {n} 条规则", "The other {n} rules"),
    "and_more_unread": Text("另有 {more} 份，见 failures.parquet。", "Another {more}: see failures.parquet."),
    "look_up": Text("查找任何一份报告", "Look up any report"),
}
