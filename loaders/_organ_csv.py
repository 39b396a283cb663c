"""The registry's file as rows: which column is what, and one clean text a cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from gongkai.forms import Text
from gongkai.loaders._keys import folded
from gongkai.loaders._organ_problems import Problems

ORGAN: Final = "organ"
SHORT_NAMES: Final = "short_names"
LEVEL: Final = "level"
PARENT: Final = "parent"
REGION_CODE: Final = "region_code"
ORGAN_ID: Final = "organ_id"
_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    ORGAN: ("机关名称", "机关"),
    SHORT_NAMES: ("简称",),
    LEVEL: ("层级",),
    PARENT: ("上级", "上级机关"),
    REGION_CODE: ("区划代码", "行政区划代码"),
    ORGAN_ID: ("标识", "机关标识"),
}
"""Each column's name in English, which may head it as well, and in Chinese."""
_COLUMNS: Final = {heading: name for name, chinese in _HEADINGS.items() for heading in (name, *chinese)}

_MOST_BYTES: Final = 20 * 1024 * 1024
_LONGEST: Final = 200
_UNSEEN: Final = re.compile(r"[\u200b-\u200d\ufeff\u2060\u00ad]")

_TOO_LARGE: Final = Text(
    "文件超过 {limit} MB，不是机关名录", "over {limit} MB, which no registry of organs is"
)
_NO_TEXT: Final = Text(
    "不是 UTF-8 或 GB 18030 编码的文本；请在表格软件里另存为 CSV",
    "no text in UTF-8 or GB 18030; save it as CSV from the spreadsheet",
)
_BROKEN: Final = Text(
    "不是完整的 CSV（{reason}）；请检查引号是否成对",
    "no complete CSV ({reason}); check that quotation marks come in pairs",
)
_NO_ORGAN: Final = Text(
    "第一行没有“机关名称”（organ）这一列；请在第一行写明各列的名称",
    "the first row has no column 机关名称 (organ); say in it what the columns are",
)
_TWO_COLUMNS: Final = Text("这一列出现了两次；请只留一列", "there are two such columns; keep one")
_NO_HEADING: Final = Text(
    "“{value}”不在任何一列之下；请检查是不是多了逗号",
    "“{value}” stands under no column; is there a comma too many?",
)
_BAD_TEXT: Final = Text(
    "内容过长或含有看不见的字符；请重新输入",
    "too long, or holds characters that cannot be seen; type it anew",
)
_NO_ROWS: Final = Text(
    "没有机关；请在第一行之下每行写一个机关", "no organs; write one in each row below the first"
)


class Row(NamedTuple):
    """One organ's row: its first line in the file, and its cells by column; "" where there is nothing."""

    line: int
    cells: Mapping[str, str]


class Sheet(NamedTuple):
    """`headings` are the columns' as printed, by column; `ignored` those of columns that are none of ours."""

    rows: tuple[Row, ...]
    headings: Mapping[str, str]
    ignored: tuple[str, ...]


def read_sheet(path: Path, problems: Problems) -> Sheet:
    """The rows of the file.

    Raises:
        RegistryError: it is no CSV, has no column of organs, or no organ.
        OSError: it cannot be opened.
    """
    rows = _rows(_text(path, problems), problems)
    line, heading = next(rows, (1, []))
    places: dict[str, int] = {}
    headings: dict[str, str] = {}
    ignored = []
    for place, text in enumerate(heading):
        column = _COLUMNS.get(folded(text).lower())
        if column is None:
            ignored += [text.strip()] if text.strip() else []
        elif column in places:
            problems.add(line, text.strip(), _TWO_COLUMNS)
        else:
            places[column], headings[column] = place, text.strip()
    if ORGAN not in places:
        raise problems.fatal(line, _NO_ORGAN)
    found = tuple(_row(at, cells, places, headings, len(heading), problems) for at, cells in rows)
    if not found:
        raise problems.fatal(line, _NO_ROWS)
    return Sheet(found, headings, tuple(ignored))


def _text(path: Path, problems: Problems) -> str:
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise problems.fatal(1, _TOO_LARGE.format(limit=_MOST_BYTES // 1024 // 1024))
    if b"\0" not in data:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise problems.fatal(1, _NO_TEXT)


def _rows(text: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """The rows in which anything stands, each with its first line."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise problems.fatal(line, _BROKEN.format(reason=error)) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, cells


def _row(
    line: int,
    cells: Sequence[str],
    places: Mapping[str, int],
    headings: Mapping[str, str],
    width: int,
    problems: Problems,
) -> Row:
    for beyond in cells[width:]:
        if beyond.strip():
            problems.add(line, None, _NO_HEADING.format(value=beyond.strip()[:_LONGEST]))
    found = {}
    for column, place in places.items():
        text = _UNSEEN.sub("", " ".join(cells[place].split())) if place < len(cells) else ""
        if len(text) > _LONGEST or not text.isprintable():
            problems.add(line, headings[column], _BAD_TEXT)
            text = ""
        found[column] = text
    return Row(line, {column: found.get(column, "") for column in _HEADINGS})
