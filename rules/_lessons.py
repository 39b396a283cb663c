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
    "period_whole": Lesson(
        Text("统计期限为全年", "Data period of a whole year"),
        Text(
            "年度报告统计全年的数据；起止日期写错，读者就不知道数据是哪一段时间的。",
            "The report covers a whole year; with a wrong date nobody knows what its figures cover.",
        ),
        Text(
            "自 2023 年 1 月 1 日起至 2023 年 12 月 31 日止：符合。", "1 January to 31 December 2023: holds."
        ),
    ),
    "section_length": Lesson(
        Text("篇幅", "Length of a section"),
        Text(
            "太长读不下去，太短说不清楚。限度可以在规则包里调整。",
            "What is too long is not read, what is too short says little. A rule pack may set the limits.",
        ),
        Text("总的情况写了八百字：符合。", "An overview of 800 characters: holds."),
    ),
    "prose_number": Lesson(
        Text("句中漏写数字", "Numbers missing from sentences"),
        Text(
            "套用模板时容易漏填数字，句子就成了空话。",
            "Where a template is used a number is easily left out, and the sentence says nothing.",
        ),
        Text("“公开信息共 12 条”：符合。", "“published 12 items in all”: holds."),
    ),
    "prose_parts": Lesson(
        Text("部分的数目", "Number of parts"),
        Text(
            "所写数目与所列名称不符，多半是改了名称没有改数目。",
            "Where number and list differ, the list was most likely changed and the number was not.",
        ),
        Text("列了六个部分，写“六部分”：符合。", "Six parts listed, “six parts” said: holds."),
    ),
    "section_topics": Lesson(
        Text("第一部分应写的方面", "Topics of the overview"),
        Text(
            "格式规定了第一部分要写的五个方面。这里按关键词宽松地查找，找不到才提示。",
            "The form names five topics of the first section. They are looked for by generous words.",
        ),
        Text("五个方面各有一段：符合。", "A paragraph on each of the five: holds."),
    ),
    "fee_stated": Lesson(
        Text("信息处理费", "Information fee"),
        Text(
            "收没收费、收了多少，公众有权知道；没有收取也要写明。",
            "The public is to know what was collected, also that nothing was.",
        ),
        Text("写明“本年度没有收取信息处理费”：符合。", "“No information fee was collected”: holds."),
    ),
    "section_substance": Lesson(
        Text("问题与改进有实际内容", "Substance of the section on problems"),
        Text(
            "写“无”等于没有自查，也谈不上改进。",
            "Who writes “none” has not looked, and has nothing to improve.",
        ),
        Text("写明一两个问题和相应的做法：符合。", "A problem or two, and what is done about them: holds."),
    ),
    "claims": Lesson(
        Text("正文与表格的数字", "Numbers in prose and in tables"),
        Text(
            "正文和表格说的是同一件事，数字应当一样。一句话可能有几种理解时，都对不上才提示。",
            "Prose and tables speak of the same things. A sentence that may be meant in several ways is "
            "flagged only where none of them agrees.",
        ),
        Text(
            "表中新收 74、上年结转 1，正文写收到 75：符合。",
            "74 received and 1 carried in, “75” in prose: holds.",
        ),
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
    "prose_copied_before": Lesson(
        Text("照抄上一年度", "Last year's text again"),
        Text(
            "照抄上一年度的报告，看不出当年做了什么。比较时去掉数字、标点和机关名称，只看文字；多数机关通用的语句"
            "（法规名称、固定说法）不算。",
            "A report that is last year's again does not say what was done. Only wording is compared: "
            "figures, signs and names are left out, and so is what many organs write (titles of laws, set "
            "phrases).",
        ),
        Text("两年各写各的，只有固定说法相同：符合。", "Only set phrases are the same in both years: holds."),
    ),
    "prose_copied_other": Lesson(
        Text("与其他机关雷同", "Another organ's text"),
        Text(
            "与同一年度或更早的其他机关报告比较。同一年度的两份雷同时，看不出谁抄谁，两份都提示。"
            "政府与本级政府办公室、可能是同一机关的，不作比较。",
            "Reports are compared with other organs' of the same or an earlier year. Of two of one year "
            "either may be the copy, so both are flagged. A government and its own office, and "
            "names that may mean one organ, are not compared.",
        ),
        Text(
            "与任何一份报告相同的文字都不到一半：符合。", "Less than half of it stands in any other: holds."
        ),
    ),
    "section_unchanged": Lesson(
        Text("问题与改进年年不变", "Problems that never change"),
        Text(
            "年年写同样的问题和措施，等于没有改进。",
            "The same problems and remedies every year mean that nothing was done about them.",
        ),
        Text(
            "写明上一年度的问题已经改了，又列出新的问题：符合。",
            "Old problems solved, new ones named: holds.",
        ),
    ),
    "other_organ_named": Lesson(
        Text("误留其他机关名称", "Another organ's name"),
        Text(
            "套用别人的文稿，常常漏改机关名称。上级、下级和同一政府的机关是正常提到的，不算；写明学习、移送等往来的也不算；"
            "拿不准的不列。",
            "Whoever copies a text often forgets a name. Organs above, below or of the same government are "
            "rightly named, and so are those that the sentence says it deals with; what is in doubt is not "
            "listed.",
        ),
        Text("只写到本机关和本级政府：符合。", "Only the organ and its own government are named: holds."),
    ),
    "table_copied": Lesson(
        Text("表格雷同", "Another organ's table"),
        Text(
            "两个机关的数字不可能格格相同。只比较每一格都读到的表；小数字容易碰巧相同，所以要求互不相同的非零数字"
            "（总计除外）合计达到一定位数。政府的数字可以等于其唯一有数的部门，政府与部门之间不比较。",
            "Two organs cannot have the same figures in every cell. Only tables that were read in full are "
            "compared. Small figures may agree by chance, so the different figures (without totals) must "
            "have a number of digits together. A government's figures may be those of its only organ that "
            "has any, so the two are not compared.",
        ),
        Text("有一格不同：符合。", "One cell differs: holds."),
    ),
    "zero_tables": Lesson(
        Text("表格全为 0", "All zeros"),
        Text(
            "表格全填 0 而正文写有件数，多半是漏填了表格。",
            "All zeros beside a text that counts requests mean that nobody filled in the tables.",
        ),
        Text("表格全为 0，正文也写没有发生：符合。", "The text says that nothing happened either: holds."),
    ),
    "chain": Lesson(
        Text("与上一年度衔接", "Carried over from the year before"),
        Text(
            "上一年度报告结转多少，本年度报告就应接着写多少；对不上，两份报告必有一份填错。上一年度的报告没有提交、"
            "有几份内容不同的、或者年度写得自相矛盾的，不作对照。上一年度用另一版格式的，只对照两版都有的单元格。",
            "What last year's report carries over is what this one begins with; where they differ one of the "
            "two is wrong. Nothing is compared where last year's report was not submitted, several of "
            "different content were, or either disagrees with itself on its year. Where it is on another "
            "edition, only cells that both have are compared.",
        ),
        Text("上一年度结转下年度 5 件，本年度上年结转 5 件：符合。", "5 carried out, 5 carried in: holds."),
    ),
    "jump": Lesson(
        Text("与历年相比异常", "Jump between years"),
        Text(
            "一个数字与本机关以前各年差得太远，常常是多写了一位或用错了单位。至少要有四年的报告；先看以前各年的中位数和"
            "波动幅度，只有超出历年范围又远离中位数的才提示。限度可以在规则包里调整。",
            "A number far from all earlier years of the organ often has a digit too many or a wrong unit. At "
            "least four earlier years are needed; what lies outside all of them and far from their median, "
            "measured by how much they differ, is noted. A rule pack may set the limits.",
        ),
        Text("前四年在 90 至 110 之间，本年 120：符合。", "90 to 110 in four years, 120 this year: holds."),
    ),
    "rollup": Lesson(
        Text("政府汇总所属机关", "Government and its organs"),
        Text(
            "县级以上政府的报告应当是所属机关数据之和，两边不等，总有一方填错或漏汇。汇总哪些机关由本省设定"
            "（--scope），机关上下级看名录。没有报告、没有读出的机关数字是不小于 0 的未知数：合计已超过政府"
            "数字的仍然是违反，不足的无法判断。金额按每份报告 0.005 万元留出进位余地。",
            "The report of a government of county level or above is the sum of its organs'; where the two "
            "differ, one is wrong or an organ was left out. Which organs count is the province's setting "
            "(--scope), who is below whom the registry's. What was not reported or read is an unknown of at "
            "least 0: a sum above the government's figure is a violation all the same, one below it is left "
            "open. Amounts may differ by 0.005 万元 a report.",
        ),
        Text("三个局各填 2，政府填 6：符合。", "Three organs say 2 each, the government 6: holds."),
    ),
    "local_linear": Lesson(
        Text("自定的数字核对", "Own sums of cells"),
        Text(
            "本省规则包写明的数字关系，见 docs/packs.md。",
            "What the rule pack says of sums of cells; see docs/packs.md.",
        ),
        Text("两边的数字合乎规则包所写的关系：符合。", "The sides compare as the pack says: holds."),
    ),
    "local_prose": Lesson(
        Text("自定的行文要求", "Own demands on the prose"),
        Text(
            "本省规则包要求写明或不得出现的文字，见 docs/packs.md。",
            "Words that the rule pack asks for, or does not want; see docs/packs.md.",
        ),
        Text("正文有要求写明的文字：符合。", "The text has the words asked for: holds."),
    ),
    "submission_missing": Lesson(
        Text("应交未交", "Reports that are missing"),
        Text(
            "少一个机关，汇总的数字就不全。对照名录（--registry）逐个机关查；应交哪些年度可以设定（--years），"
            "不设定时看半数以上机关交了的年度。政府办公室的报告可以代表政府。没有读出的文件、没有认出机关或年度的"
            "报告，只要可能是某机关的，就不说该机关没有交。",
            "Where an organ is missing all sums are short. Every organ of the registry is looked for; the "
            "years may be set (--years), else those count that at least half of the organs sent. A "
            "government's office may report for it. Nobody is said to be missing while a file that was not "
            "read, or a report of an organ or year that was not told, may be the one.",
        ),
        Text("名录中的机关都有 2023 年度的报告：符合。", "Every organ has a report on 2023: holds."),
    ),
    "submission_late": Lesson(
        Text("逾期公布", "Late publication"),
        Text(
            "机关在 1 月 31 日前、政府（含其办公室）在 3 月 31 日前公布上一年度的报告。"
            "看的是页面或正文所写的公布日期；没有写的不判断。",
            "Organs publish by 31 January, governments and their offices by 31 March. The day is that which "
            "page or text state; where none does nothing is said.",
        ),
        Text("某局 2023 年度的报告 2024 年 1 月 20 日公布：符合。", "Published on 20 January 2024: holds."),
    ),
    "submission_duplicated": Lesson(
        Text("重复报送", "Repeated reports"),
        Text(
            "同一机关同一年度有几份报告，就说不清以哪一份为准，汇总时也可能重复计算。",
            "Where there are several reports of an organ and year nobody can say which counts, and sums may "
            "count twice.",
        ),
        Text("一个机关一个年度一份报告：符合。", "One report an organ and year: holds."),
    ),
}
"""By kind of rule; every kind has one."""
