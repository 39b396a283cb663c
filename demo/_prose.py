"""The running text of a made-up report; every number in it is taken from the same report's figures."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Final

from gongkai import forms
from gongkai.demo._dice import dice
from gongkai.demo._landmarks import STOCKS, balances, row_totals
from gongkai.demo._organs import Organ

_TITLES: Final = (
    "{organ}{year}年{name}",
    "{year}年{organ}{name}",
    "{organ}{year}年度{name}",
)
_PERIODS: Final = (
    "本报告由{organ}编制，所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
    "现公布{organ}上述年度报告，数据统计自{year}年1月1日起，至{year}年12月31日止。",
    "报告中各项数据的统计期间为{year}年1月1日至{year}年12月31日，欢迎社会各界查阅。",
    "本报告数据自{year}年1月1日起至{year}年12月31日止，如有疑问请与{organ}联系。",
)
_DUTIES: Final = (
    "本机关把公开作为常态，凡涉及群众办事的文件，印发当日即列入公开清单，由专人核对后上网。",
    "围绕群众最常问的事，本机关编写了办事问答和流程图，并在办事大厅设置查阅点，方便老人小孩查找。",
    "本机关每季度清点一次公开目录，对失效的链接、过时的电话逐一更正，保证看得到、用得上。",
    "对外公布的文件都配有通俗说明，群众来电来信由承办科室直接回复，不转手、不推诿。",
)
_MANAGEMENT: Final = (
    "新印发的文件在拟稿时就写明能否公开、何时公开，归档前再核对一遍，做到件件有着落。",
    "整理历年文件并统一编号，建立了可按主题和时间查找的台账，旧文件同步清理。",
)
_PLATFORM: Final = (
    "门户网站改版后首页只留三个入口，手机上也能顺畅阅读；线下在便民中心摆放了查询机。",
    "网站、公众号和公告栏三处内容同源发布，更新后半天之内一致。",
)
_SUPERVISION: Final = (
    "由分管负责人每月听取一次汇报，年底请服务对象打分，结果作为科室考核的一部分。",
    "组织了两次内部培训，抽查案卷并当面讲评，未发现需要追究责任的情形。",
)
_PROBLEMS: Final = (
    "对照群众期待，本机关的工作还有短板：一些文件的说明仍偏专业，读起来费劲；个别栏目更新不够勤。",
    "工作中也看到不足：各科室之间衔接不够紧，答复的格式不尽统一；对申请人的提前沟通还不充分。",
)
_REMEDIES: Final = (
    "接下来将请非专业人员试读，读不懂的重写；同时把更新时限写进岗位职责，逾期提醒。",
    "已经着手统一答复文书的样式，并安排专人在收到申请后先打电话问清需要，再动手查找。",
)
_FEES: Final = (
    "本机关当年没有向申请人收取信息处理费，也没有其他需要说明的情况。",
    "全年未发生信息处理费的收取，收费金额为零；无其他报告事项。",
)


def title(seed: int, organ: Organ, year: int) -> str:
    chance = dice(seed, "title", organ.name, organ.region, year)
    name = forms.vocabulary().report_titles[0]
    return chance.choice(_TITLES).format(organ=organ.name, year=year, name=name)


def opening(seed: int, organ: Organ, period_year: int) -> tuple[str, ...]:
    """What stands between the title and the first section: the sentence with the data period."""
    chance = dice(seed, "period", organ.name, organ.region, period_year)
    return (chance.choice(_PERIODS).format(organ=organ.name, year=period_year),)


def paragraphs(
    seed: int, organ: Organ, year: int, edition: forms.Edition, numbers: Mapping[str, Decimal]
) -> dict[str, tuple[str, ...]]:
    """The paragraphs of every section by its id; a section with a table may have none."""
    chance = dice(seed, "prose", organ.name, organ.region, year)
    tables = {table.section for table in edition.tables}
    first, *others = (section.id for section in edition.sections if section.id not in tables)
    problems, last = others
    written: dict[str, tuple[str, ...]] = dict.fromkeys(tables, ())
    written[first] = _overview(chance, year, edition, numbers)
    written[problems] = (chance.choice(_PROBLEMS), chance.choice(_REMEDIES))
    written[last] = (chance.choice(_FEES),)
    return written


def _overview(
    chance: Random, year: int, edition: forms.Edition, numbers: Mapping[str, Decimal]
) -> tuple[str, ...]:
    return (
        f"{year}年，{chance.choice(_DUTIES)}",
        f"（一）主动公开。{_stock(edition, numbers)}",
        f"（二）依申请公开。{_handled(edition, numbers)}",
        f"（三）政府信息管理。{chance.choice(_MANAGEMENT)}",
        f"（四）平台建设。{chance.choice(_PLATFORM)}",
        f"（五）监督保障。{chance.choice(_SUPERVISION)}{_disputes(edition, numbers)}",
    )


def _stock(edition: forms.Edition, numbers: Mapping[str, Decimal]) -> str:
    added = {names[1] for names in STOCKS}
    cells = [cell for cell in edition.cells.values() if cell.column.id in added]
    said = "、".join(f"{cell.row.label}{numbers[cell.id]}{cell.unit}" for cell in cells)
    return f"年内新增公开{said}，均已在网站专栏登载。"


def _handled(edition: forms.Edition, numbers: Mapping[str, Decimal]) -> str:
    _, grand = balances(edition.id)
    return (
        f"当年新收申请{numbers[grand.received]}件，上年转来{numbers[grand.carried_in]}件，"
        f"已办结{numbers[grand.done]}件，转入下年{numbers[grand.carried_out]}件。"
    )


def _disputes(edition: forms.Edition, numbers: Mapping[str, Decimal]) -> str:
    applicants = edition.cells[balances(edition.id)[1].received].table
    said = "，".join(
        f"{''.join(cell.row.groups)}{cell.row.label}{numbers[cell.id]}件"
        for cell in (
            edition.cells[each.left[0]] for each in row_totals(edition.id) if each.table != applicants
        )
    )
    return f"因信息公开引起的争议：{said}。"
