"""What the pages of cities, rules and organs print, in both languages."""

from __future__ import annotations

from typing import Final

from gongkai.forms import Text

LIST_WORDS: Final[dict[str, Text]] = {
    "absent_organs": Text("没有交报告的机关", "Organs without a report"),
    "absent_organs_about": Text(
        "名录中有、本次没有收到报告的机关；每条写明年度。",
        "Organs of the registry from which no report came; each line names the year.",
    ),
    "all_in_ledger": Text("全部见整改台账。", "The ledger has all of them."),
    "and_more_listed": Text("共 {total} 条，此处列出 {shown} 条。", "{shown} of {total} are listed here."),
    "by_batch": Text("各批结果（报告份数）", "By batch (numbers of reports)"),
    "correct_example": Text("正确的例子", "Correct"),
    "explained": Text("规则说明", "The rule"),
    "families_of_city": Text("各类规则的问题", "Findings by concern"),
    "findings_of_rule": Text("问题清单", "Findings"),
    "findings_on_reports": Text("各年度报告的问题", "Findings on the reports"),
    "first_rule": Text("主要问题", "Main finding"),
    "late_reports": Text("迟报", "Late reports"),
    "matrix": Text("各规则在各年度", "By rule and year"),
    "matrix_about": Text(
        "格中是条数，点击可看该年度报告上的这一问题；连续几年都有数的，是反复出现的问题。"
        "“—”只表示没有发现，规则可能没有运行。",
        "Numbers of findings, each with the way to the report; a rule with numbers in several years keeps "
        "coming back. “—” says that nothing was found, not that the rule was run.",
    ),
    "organs_and_reports": Text("机关与报告", "Organs and reports"),
    "reports_of_city": Text("{n} 份报告", "{n} reports"),
    "reports_of_organ": Text("各年度报告", "Reports by year"),
    "rest_in_search": Text("全部见“查找”", "All of them in the search"),
    "state": Text("情况", "State"),
    "total": Text("合计", "Total"),
    "violating_example": Text("违反的例子", "Violating"),
    "why": Text("为什么核对", "Why"),
}
