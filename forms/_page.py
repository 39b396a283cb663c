"""The page docs/forms.md: both editions as a person reads them, generated so that it cannot go stale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from gongkai.forms._load import editions
from gongkai.forms._model import Block, Column, Edition, Row, Table
from gongkai.forms._text import Text
from gongkai.forms._words import KINDS, STANDINGS

COMMAND: Final = "make docs"


def page() -> str:
    """The Markdown of docs/forms.md."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# 政府信息公开工作年度报告格式 / The statutory form"
    yield ""
    yield f"由 `forms/` 生成，请勿手改；重新生成：`{COMMAND}`。"
    yield f"Generated from `forms/`; regenerate: `{COMMAND}`."
    yield ""
    yield "单元格编号为 `表.行.列`。 / A cell is named `table.row.column`."
    for edition in editions():
        yield from _edition(edition)


def _edition(edition: Edition) -> Iterator[str]:
    last = "" if edition.last_year is None else str(edition.last_year)
    yield from ("", f"## {edition.id}：{edition.name} / {edition.en}", "")
    yield f"{edition.document}；适用年度 / reporting years: {edition.first_year}–{last}；"
    yield f"{len(edition.cells)} 个单元格 / cells，{len(edition.identities)} 条勾稽关系 / identities。"
    yield from ("", "### 依据 / Sources", "")
    yield from _table(
        ("编号 / id", "依据 / source", "核对情况 / standing"),
        (
            (f"`{citation.id}`", citation.text, _both(STANDINGS[citation.standing]))
            for citation in edition.citations.values()
        ),
    )
    yield from ("", "### 正文部分 / Sections", "")
    yield from _table(
        ("编号 / id", "标题 / heading", "English", "也认作 / also read as"),
        (
            (f"`{section.id}`", section.heading, section.en, "、".join(f"“{v}”" for v in section.variants))
            for section in edition.sections
        ),
    )
    for table in edition.tables:
        yield from _form_table(edition, table)
    yield from ("", "### 勾稽关系 / Identities", "")
    yield from _table(
        ("编号 / id", "关系 / identity", "依据 / source"),
        (
            (f"`{identity.id}`", edition.formula(identity), f"`{identity.citation}`")
            for identity in edition.identities
        ),
    )


def _form_table(edition: Edition, table: Table) -> Iterator[str]:
    section = edition.section(table.section)
    yield from ("", f"### 表 / Table `{table.id}`：{section.heading} / {table.en}", "")
    yield f"{len(table.cells)} 个单元格 / cells；依据 / source: `{table.citation}`"
    for block in table.blocks:
        yield from _block(table, block)


def _block(table: Table, block: Block) -> Iterator[str]:
    yield ""
    for name, text in (("表头 / heading", block.heading), ("左上角 / corner", block.corner)):
        if text is not None:
            yield f"- {name}：{text}"
    yield "- 列 / columns："
    yield from (f"  - `{column.id}` {_column(column)}" for column in block.columns)
    yield "- 行 / rows："
    yield from (f"  - `{row.id}` {_path(row)} / {row.en}" for row in block.rows)
    yield ""
    yield from _table(
        ("", *(column.label for column in block.columns)),
        (
            (row.short, *(f"`{table.id}.{row.id}.{column.id}`" for column in block.columns))
            for row in block.rows
        ),
    )


def _column(column: Column) -> str:
    return f"{_path(column)} / {column.en}；{column.unit}；{_both(KINDS[column.kind])}"


def _path(printed: Row | Column) -> str:
    return " › ".join((*printed.groups, printed.label))


def _both(text: Text) -> str:
    return f"{text.zh} / {text.en}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(header)
    yield _row(["---"] * len(header))
    yield from (_row(row) for row in rows)


def _row(fields: Sequence[str]) -> str:
    return f"| {' | '.join(field.replace('|', '&#124;') for field in fields)} |"
