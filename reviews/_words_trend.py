"""What the page of trends prints, in both languages."""

from __future__ import annotations

from typing import Final

from gongkai.forms import Text

TREND_WORDS: Final[dict[str, Text]] = {
    "nav_trend": Text("历次", "Trend"),
    "trend_title": Text("历次审核", "From run to run"),
    "trend_about": Text(
        "同一机关、同一年度、同一规则、同一单元格的发现算同一条。“改正”指报告读到了、这条规则也判断了而不再有这条发现；"
        "报告没有了、读不出或规则没有运行的，算“不再出现”。已豁免的不计入条数。",
        "A finding is the same where organ, year, rule and cells are. It is corrected where the report was "
        "read and the rule judged it; where there is no report, or it could not be read, or the rule was not "
        "run, it is only gone. Waived ones are not counted.",
    ),
    "trend_chart": Text("每次审核时的发现，按级别", "Findings on each run, by severity"),
    "trend_numbers": Text("各次的条数", "The numbers of each run"),
    "trend_run": Text("运行", "Run"),
    "trend_same": Text("没有变化", "no change"),
    "trend_returned": Text("重现", "Returned"),
    "trend_corrected": Text("改正", "Corrected"),
    "trend_gone": Text("不再出现", "Gone"),
    "trend_standing": Text("仍在", "Standing"),
    "trend_rules": Text("按规则", "By rule"),
    "trend_cities": Text("按市", "By city"),
    "trend_organs": Text("按机关", "By organ"),
    "trend_shown": Text(
        "列出变化最大的 {n} 个；各次的全部数字用 gongkai history 查看。",
        "The {n} that changed most; gongkai history has all numbers of all runs.",
    ),
    "trend_first": Text("最早", "Earliest"),
    "trend_before": Text("上一次", "Before"),
    "trend_last": Text("这一次", "Now"),
    "trend_change": Text("变化", "Change"),
    "trend_longest": Text("存在最久的发现", "Findings that stand longest"),
    "trend_since": Text("自", "Since"),
    "trend_times": Text("重现次数", "Returns"),
}
