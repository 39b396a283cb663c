"""Rows that prose names are not the rows of a table."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gongkai import forms
from gongkai.loaders import Report, read_bytes, recognise

EDITION = forms.editions()[-1]
DISCLOSURE, REQUESTS, _ = EDITION.tables
ONE = next(row for row in DISCLOSURE.rows if len(DISCLOSURE.row_cells(row.id)) == 1)
CELL = DISCLOSURE.row_cells(ONE.id)[0]
HEADS = {section.id: section.heading for section in EDITION.sections}
FIRST = EDITION.sections[0].id
TITLE = f"某局2022年{forms.vocabulary().report_titles[0]}"


def report(**sections: str) -> Report:
    lines = [TITLE]
    for section in EDITION.sections:
        lines += [section.heading, sections.get(section.id, "本部分情况如下。")]
    return recognise(read_bytes("\n".join(lines).encode(), "某局2022年.txt"))


def table(figure: str) -> str:
    return f"信息内容 | {CELL.column.label} |\n{ONE.label} | {figure} |"


@pytest.mark.parametrize("line", ["{label} 12", "{label}\n12", "{label}", "1.{label} 12件"])
def test_a_list_in_another_section_is_no_table(line: str) -> None:
    """The table is a picture: what the overview lists is not what the table would say."""
    read = report(**{FIRST: line.format(label=ONE.label)}).cells[CELL.id]
    assert (read.status, read.value) == ("missing", None)


@pytest.mark.parametrize("line", ["{label} 12", "{label}\n12", "本年|数量|\n{label}|12|"])
def test_the_table_in_its_own_section_comes_first(line: str) -> None:
    sections = {FIRST: line.format(label=ONE.label), DISCLOSURE.section: table("5")}
    read = report(**sections).cells[CELL.id]
    assert (read.status, read.value) == ("ok", 5)


def test_a_table_behind_the_sections_is_read() -> None:
    last = EDITION.sections[-1].id
    assert report(**{last: f"附表\n{table('5')}"}).cells[CELL.id].value == 5


def test_lines_in_their_own_section_are_read() -> None:
    text = f"信息内容\n{CELL.column.label}\n{ONE.label}\n5"
    assert report(**{DISCLOSURE.section: text}).cells[CELL.id].value == 5


def test_a_sum_of_a_group_is_not_the_sum_of_all() -> None:
    """合计 below the rows of a group, and the whole's own row as the form numbers it."""
    rows = REQUESTS.rows
    total = next(row for row in rows if row.label.endswith("总计"))
    place = rows.index(total)
    lines = []
    for number, row in enumerate(rows):
        lines.append(f"{row.label} | " + " | ".join(str(10 * number + k) for k in range(7)) + " |")
        if number in (place - 10, place - 14):
            lines.append("合计 | " + " | ".join("9" * 7) + " |")
    read = report(**{REQUESTS.section: "\n".join(lines)}).cells
    for number, row in enumerate(rows):
        cells = [read[cell.id] for cell in REQUESTS.row_cells(row.id)]
        assert [cell.value for cell in cells] == [10 * number + k for k in range(7)], row.label


@pytest.mark.parametrize("change", [lambda label: label.replace("（七）", ""), lambda label: label])
def test_the_sum_of_all_is_known_without_its_number(change: Callable[[str], str]) -> None:
    rows = REQUESTS.rows
    lines = [f"{change(row.label)} | " + " | ".join("1234567") + " |" for row in rows]
    read = report(**{REQUESTS.section: "\n".join(lines)}).cells
    assert {read[cell.id].status for cell in REQUESTS.cells} == {"ok"}
