"""What the search page prints, in both languages."""

from __future__ import annotations

from typing import Final

from gongkai.forms import Text

SEARCH_WORDS: Final[dict[str, Text]] = {
    "any": Text("全部", "any"),
    "by_city_pages": Text("也可以从各市的页面逐份查看", "Every report is also on the page of its city"),
    "clear": Text("清除", "Clear"),
    "family": Text("规则类别", "Concern"),
    "missing_state": Text("没有交", "Not submitted"),
    "no_script": Text(
        "查找和筛选要用到 JavaScript，这台电脑上没有启用。",
        "Searching needs JavaScript, which is switched off here.",
    ),
    "result_count": Text("共 {n} 条", "{n} in all"),
    "result_some": Text("共 {n} 条，显示前 {shown} 条", "{n} in all, the first {shown} are shown"),
    "search_about": Text(
        "输入机关、市或文件名中的任意几个字，空格隔开的几个词须同时出现。按 / 键开始输入，按 Esc 键清除。",
        "Any letters of an organ, city or file name; several words must all occur. "
        "Press / to begin and Esc to clear.",
    ),
    "search_box": Text("查找", "Search"),
    "search_title": Text("查找报告", "Find a report"),
    "show_more": Text("再显示一些", "Show more"),
    "unread_state": Text("读不出", "Not readable"),
    "waived_state": Text("有豁免", "Has waivers"),
}
