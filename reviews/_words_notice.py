"""What the standard notice prints, in both languages."""

from __future__ import annotations

from typing import Final

from gongkai.forms import Text

NOTICE_WORDS: Final[dict[str, Text]] = {
    "title": Text(
        "政府信息公开工作年度报告整改通知书", "Notice to correct annual reports on open government"
    ),
    "opening": Text(
        "经核对你单位报送的政府信息公开工作年度报告，发现下列问题，请核实并更正。",
        "The annual reports that you submitted were checked. Please look into the following and correct it.",
    ),
    "number": Text("序号", "No."),
    "year": Text("年度", "Year"),
    "what": Text("问题", "What is wrong"),
    "reported": Text("填报值", "Reported"),
    "computed": Text("计算值", "Computed"),
    "remedy": Text("如何改正", "How to correct"),
    "suggestion": Text("一种最小更正：", " A smallest correction: "),
    "citation": Text("依据", "Source"),
    "findings": Text("一、需要更正的问题", "1. To be corrected"),
    "doubts": Text("二、无法判断、请核实的问题", "2. Could not be told; please check"),
    "none": Text("没有。", "None."),
    "deadline": Text("请于 {day} 前完成整改并书面反馈。", "Please correct this and report back by {day}."),
    "no_deadline": Text("请按规定期限完成整改并书面反馈。", "Please correct this and report back in time."),
    "left_out": Text(
        "另有已豁免的 {waived} 条、仅作提示的 {notes} 条，未列入本通知。",
        "Not listed: {waived} that are waived and {notes} notes for information.",
    ),
    "signature": Text("（签发机关印章）", "(seal)"),
    "date": Text("年    月    日", "Date"),
}
