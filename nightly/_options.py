"""What a project may set: each option stands in gongkai.yml, is a flag and an environment variable.

Importing this costs nothing, so that `--help` can tell of them all.
"""

from dataclasses import dataclass
from typing import Any, Final

Words = tuple[str, str]
"""In Chinese and in English."""


@dataclass(frozen=True)
class Option:
    """One of them.

    Attributes:
        name: its key in gongkai.yml.
        takes: what its value is, for people.
        about: what it does.
        default: what holds where it is set nowhere.
        sample: what a new gongkai.yml says; "" for an option that it has only as a remark.
        example: what that remark says, where the default says nothing.
        several: whether it takes a list, commas between its items where it is a flag.
        is_flag: whether its flag takes no value.
    """

    name: str
    takes: Words
    about: Words
    default: Any
    sample: str = ""
    example: str = ""
    several: bool = False
    is_flag: bool = False

    @property
    def flag(self) -> str:
        return f"--{self.name.replace('_', '-')}"

    @property
    def variable(self) -> str:
        return f"GONGKAI_{self.name.upper()}"


_SCOPES: Final = ("none|departments|all_below",) * 2
_SEVERITIES: Final = ("error|warning|info",) * 2
_FILE: Final = ("文件", "FILE")
_NUMBER: Final = ("个数", "NUMBER")
_SECONDS: Final = ("秒", "SECONDS")

OPTIONS: Final[tuple[Option, ...]] = (
    Option(
        "inbox",
        ("文件夹", "FOLDER"),
        (
            "放报告的文件夹（只读，绝不改动），可写多个",
            "Where the reports are put (only read, never changed); may be several",
        ),
        None,
        sample="inbox",
        several=True,
    ),
    Option(
        "registry",
        _FILE,
        ("机关名录（CSV），见 docs/registry.md", "Registry of organs (CSV), see docs/registry.md"),
        None,
        example="registry.csv",
    ),
    Option(
        "pack",
        _FILE,
        (
            "规则包：阈值、级别、自定规则，见 docs/packs.md",
            "Rule pack: thresholds, severities, rules of your own, see docs/packs.md",
        ),
        None,
        example="pack.yaml",
    ),
    Option(
        "waivers",
        _FILE,
        ("豁免：已批准的发现，见 docs/packs.md", "Waivers: accepted findings, see docs/packs.md"),
        None,
        example="waivers.yaml",
    ),
    Option(
        "scope",
        _SCOPES,
        (
            "政府的数字是哪些机关之和：none 不比，departments 所属部门，all_below 全部下级",
            "Whose figures a government adds up: none, its departments, all_below",
        ),
        "none",
        sample="none",
    ),
    Option(
        "years",
        ("年度", "YEARS"),
        (
            "名录中每个机关都应交报告的年度；不写则看半数以上机关交了哪些年度",
            "Years for which every registered organ owes a report; by default those that half have sent",
        ),
        (),
        example="[2024, 2025]",
        several=True,
    ),
    Option(
        "fail_on",
        _SEVERITIES,
        (
            "有这一级别或更重的问题时退出码为 1",
            "Exit with 1 when something of this severity or above is found",
        ),
        "error",
        sample="error",
    ),
    Option("lang", ("zh|en", "zh|en"), ("页面的语言", "Language of the pages"), "zh"),
    Option(
        "pdf",
        ("true|false", "true|false"),
        (
            "另印一个 PDF：会议材料.pdf（需要浏览器）",
            "Also print overview and cities as one PDF (takes a browser)",
        ),
        False,
        is_flag=True,
    ),
    Option(
        "outputs",
        ("格式", "FORMATS"),
        (
            "另写供程序读的文件，格式见 docs/outputs.md",
            "Also write files for programs; the formats are in docs/outputs.md",
        ),
        (),
        sample="[metrics]",
        several=True,
    ),
    Option(
        "settle",
        _SECONDS,
        (
            "最近这么多秒内改动过的文件视为正在写入，留到下一次",
            "A file that changed within so many seconds is being written, and left for another night",
        ),
        60.0,
        sample="60",
    ),
    Option(
        "workers",
        _NUMBER,
        ("同时读取的进程数；不写则用全部处理器核心", "Processes that read; all cores by default"),
        None,
        example="2",
    ),
    Option(
        "timeout",
        _SECONDS,
        ("每份材料的读取时限", "How long a document may take"),
        60.0,
    ),
    Option(
        "memory",
        ("MiB", "MIB"),
        ("每份材料的内存上限（MiB）", "Memory for a document, in MiB"),
        1024,
    ),
    Option(
        "keep_nights",
        _NUMBER,
        ("历史：最近这么多次全部保留", "History: so many of the last nights are kept"),
        30,
        sample="30",
    ),
    Option(
        "keep_months",
        _NUMBER,
        (
            "历史：更早的每月保留最后一次，保留这么多个月",
            "History: of earlier ones the last of each month, for so many months",
        ),
        24,
        sample="24",
    ),
    Option(
        "keep_sites",
        _NUMBER,
        (
            "除当前页面外，再保留这么多次的整套页面",
            "So many whole sites are kept besides the one that counts",
        ),
        2,
        sample="2",
    ),
    Option(
        "notify",
        _FILE,
        ("通知谁，见 docs/nightly.md", "Who is told, see docs/nightly.md"),
        None,
        example="notify.yaml",
    ),
    Option(
        "link",
        ("网址", "URL"),
        ("页面在内网的网址，写进通知里", "Where the pages are on the intranet, for what is sent to people"),
        None,
        example="http://intranet.example/gongkai/",
    ),
)
