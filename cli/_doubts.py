"""What a person should look into before reading findings: reports there twice, organs not identified."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gongkai.cli._console import line, name
from gongkai.cli._voice import Voice

if TYPE_CHECKING:
    import pyarrow as pa

_SHOWN: Final = 20


def tell_doubts(say: Voice, duplicates: pa.Table, unidentified: pa.Table) -> None:
    """Each report that is there already, and each organ that was not identified.

    The tables have the schemas `loaders.DUPLICATES` and `loaders.UNIDENTIFIED`.
    """
    if duplicates.num_rows:
        line(say("重复提交：", "Submitted twice:"))
        _tell([_duplicate(say, row) for row in duplicates.slice(0, _SHOWN).to_pylist()])
        _tell_more(say, duplicates.num_rows, "duplicates.parquet")
    if unidentified.num_rows:
        reports = sum(row["reports"] for row in unidentified.select(["reports"]).to_pylist())
        line(say(f"没有认定机关的报告 {reports} 份：", f"Reports whose organ was not identified, {reports}:"))
        _tell([_organ(say, row) for row in unidentified.slice(0, _SHOWN).to_pylist()])
        _tell_more(say, unidentified.num_rows, "reports.parquet")


def _duplicate(say: Voice, row: dict[str, Any]) -> str:
    path, first = name(row["path"]), name(row["first_path"])
    if row["kind"] == "content":
        return say(
            f"同一份报告提交了两次：{path} 与 {first} 内容相同", f"the same report twice: {path} is {first}"
        )
    organ, year = name(row["organ"]), row["year"]
    return say(
        f"{organ} {year}年有两份不同的报告：{path} 与 {first}",
        f"two different reports of {organ} for {year}: {path} and {first}",
    )


def _organ(say: Voice, row: dict[str, Any]) -> str:
    said = name(row[say.lang])
    count = row["reports"]
    return f"{name(row['path'])}：{said}" + (
        say(f"（共 {count} 份）", f" ({count} reports)") if count > 1 else ""
    )


def _tell(told: list[str]) -> None:
    for one in told:
        line(f"  {one}")


def _tell_more(say: Voice, total: int, file: str) -> None:
    if total > _SHOWN:
        more = total - _SHOWN
        line(say(f"  其余 {more} 条见 {file}", f"  {more} more in {file}"))
