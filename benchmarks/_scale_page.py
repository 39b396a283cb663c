"""docs/scale.md, of what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from benchmarks._pairs import Fact
from benchmarks._report import machine

_FOREWORD: Final = """\
# Scale

规模：由 `python -m benchmarks --only scale --write` 写成，请勿手改。

第一张表：一个省一年（5,000 至 20,000 份年报）、全国一年（按 31 个省、每省 20,000 份，共 620,000 份估算）、
全国十年各需要多少机时、内存和磁盘。全国按“每省每年一次审核”计算：**一次审核占用的内存随份数增长，
所以不要把全国放进一次审核**；分省审核时内存不变，但跨省的比较（相同文字、相同表格）因此不做。

- 按 CPU 时间拟合，它较少受机器上别的任务影响；“小时”指两个核心。只审核一个省时，只有读取和审核网站
  用两个核心，其余阶段用一个；审核多个省时两次审核并行，内存按两次计。
- 份数超出实测范围的各行是外推，模型与实测的偏差见各表括号。
- 材料是网页和纯文本。Word 和 PDF 读取更慢，速度见 [benchmarks.md](benchmarks.md)；其余阶段与格式无关。
- 材料都是编造的，三份中有一份有错。问题更多，则 *findings*、*write*、*data docs*、*site* 更贵。

Written by that command; do not edit. The first table says what a province, the country and ten years of it
need. The country is taken as 31 provinces of 20,000 reports a year, 620,000, and each province and year as an
audit of its own: **the memory of one audit grows with its reports, so the country does not belong in one
audit**. Audited by province, memory stays as it is; what is compared between reports (copied prose, same
tables) is then not compared between provinces.

- Costs are fitted to CPU time, which depends less on what else a machine does. Hours are of two cores.
  In the audit of one province only reading and the review site use both, every other stage one; of many
  provinces two are audited side by side, and memory is that of two.
- Rows of more reports than were measured are extrapolated; how far the model is off is in the brackets below.
- The documents are web pages and plain text. Word's and PDF are slower to read (see the speeds by format in
  [benchmarks.md](benchmarks.md)); the other stages do not depend on the format.
- All reports are made up, one in three with a planted fault. With more findings, *findings*, *write*,
  *data docs* and *site* cost more.
"""
_LIMITS: Final = """\
## 不随规模扩展的 What does not scale

- **一次审核的内存**与份数成正比（见“内存”）：*relate* 把所有报告的数字和正文放在内存里，每条问题在写完之前
  都是 Python 对象。
- **关系**（*relate*）：时间增长快于份数（见“增长”），固定成本加每份成本的模型在大批次上偏低。
- **文字比较**：内存与正文总长成正比。一段文字在一个分桶中最多与 32 份相邻报告配对，所以几千份
  相同的报告不会变成平方，但也不会一一列出。
- **Great Expectations 的网页**：一个批次一页，一条问题一行，大小与问题数成正比，批次大了没有人能打开。
- **findings.json** 与问题数成正比。
- **审核网站**：一份报告一个文件。

- **The memory of one audit** is linear in its reports (see Memory): *relate* holds the numbers and the prose
  of all of them, and every finding is a Python object until all are written.
- ***relate*** takes time that grows faster than the reports (see Growth): of large audits the model says too
  little.
- **Likeness** takes memory in proportion to the prose. A text is paired with 32 neighbours of a band at most,
  so that thousands of equal reports do not grow with their square; nor are all of them listed.
- **Great Expectations' pages**: a page a batch and a line a finding, so that a page of a large batch opens in
  no browser.
- **findings.json** grows with the findings.
- **The review site** has a file a report.
"""


class _Part(NamedTuple):
    """A part of the page; without a head the first row is it."""

    name: str
    title: str
    told: str = ""
    head: tuple[str, ...] | None = None


_PARTS: Final = (
    _Part(
        "need",
        "需要 What it needs",
        head=("", "reports", "audits", "hours on two cores", "memory", "disk"),
    ),
    _Part(
        "documents",
        "从文件到网页 From documents to pages",
        """\
CPU 秒；括号内是实测比模型多（+）或少（-）多少。模型：固定成本加每份成本，按相对误差的最小二乘拟合。

Seconds of CPU time; in brackets how much more (+) or less (-) was measured than the model says. The model is
a fixed cost and a cost a report, by least squares of the relative error. *read*: loading and recognising;
*relate*: all comparisons, prose included; *batches*: a batch out of Parquet, its relations beside it;
*validate*: Great Expectations with all rules; *findings*: their table; *data docs*: Great Expectations'
pages; *write*: Parquet and JSON; *site*: the review site and the ledger; *start*: Python, imports,
and what is in no other stage.""",
    ),
    _Part(
        "frames",
        "只从数据表开始 From frames alone",
        """\
整次 `audit`，数据表存为 Parquet（`StoredFrames`），批次为版本 × 年度。数据表中没有正文，所以不比较文字；
不写 Great Expectations 的网页和审核网站。

The whole of `audit` on frames stored as Parquet (`StoredFrames`), in batches of edition × year. There is no
prose in them, so that none is compared; Great Expectations' pages and the review site are left out.""",
    ),
    _Part(
        "million",
        "很多次审核 Many audits",
        """\
阶段同上；每次审核各在自己的进程中，两次并行。

The stages of the table above; every audit in a process of its own, two at a time.""",
        ("", ""),
    ),
    _Part(
        "memory",
        "内存 Memory",
        "整个进程树的峰值。The most that the whole tree of processes held.",
        ("", "model", "measured, MiB"),
    ),
    _Part(
        "disk",
        "磁盘 Disk",
        """\
*results*：数据表、关系、问题（Parquet 和 JSON）。

*results*: frames, relations and findings, as Parquet and JSON.""",
        ("", ""),
    ),
    _Part(
        "growth",
        "增长 Growth",
        """\
最大的两次之间：份数是几倍，CPU 时间是几倍。

Between the two largest runs: so many times the reports, so many times the CPU time.""",
        ("", "reports ×", "time ×"),
    ),
)


def page(facts: Sequence[Fact]) -> str:
    """The page; the names of facts begin with the part that they belong to."""
    lines = [_FOREWORD]
    for part in _PARTS:
        rows = [
            (fact.name.removeprefix(f"{part.name}: "), *fact.value.split(" · "))
            for fact in facts
            if fact.name.startswith(f"{part.name}: ")
        ]
        if rows:
            lines += [
                f"## {part.title}",
                "",
                *([part.told, ""] if part.told else []),
                *_table(part, rows),
                "",
            ]
    lines += [_LIMITS, "## Machine", "", *_table(_Part("", "", head=("", "")), machine()), ""]
    return "\n".join(lines)


def _table(part: _Part, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    first, others = (rows[0], rows[1:]) if part.head is None else (part.head, rows)
    yield _line(first)
    yield f"|{' --- |' * len(first)}"
    yield from map(_line, others)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
