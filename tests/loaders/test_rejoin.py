"""Labels broken over lines are put together; lines that only look like them are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import forms
from gongkai.loaders import Block, Grid, Paragraph, read_bytes, recognise
from gongkai.loaders._rejoin import rejoined
from gongkai.loaders.text import blocks_of

EDITION = forms.editions()[-1]
ROWS = [row for table in EDITION.tables for row in table.rows if not row.from_header and len(row.label) > 8]
TITLE = f"某局2022年{forms.vocabulary().report_titles[0]}"
LABEL = ROWS[0].label
OTHER = ROWS[1].label


def shown(text: str) -> list[object]:
    return [
        block.text if isinstance(block, Paragraph) else [list(row.texts) for row in block.rows]
        for block in rejoined(blocks_of(text))
    ]


def halves(label: str) -> tuple[str, str]:
    return label[: len(label) // 2], label[len(label) // 2 :]


A, B = halves(LABEL)
C, D = halves(OTHER)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"{A}\n{B}\n0\n1", [LABEL, "0", "1"]),
        (f"{A}\n\n{B}", [LABEL]),
        (f"{A[:4]}\n{A[4:]}\n{B}", [LABEL]),
        ("\n".join(LABEL), [LABEL]),
        (f"{A}\n  5 0 0 0 0 0 5\n{B}", [f"{LABEL} 5 0 0 0 0 0 5"]),
        (f"{A} 5 0 0 0 0 0 5\n{B}", [f"{LABEL} 5 0 0 0 0 0 5"]),
        (f"{A}\n1 2\n{B}\n{C}\n3 4\n{D}", [f"{LABEL} 1 2", f"{OTHER} 3 4"]),
        (f"{LABEL}\n0\n— 3 —\n1", [LABEL, "0", "1"]),
        (f"某局年报\n{LABEL}\n0\n某局年报\n第 3 页 共 8 页\n1", ["某局年报", LABEL, "0", "1"]),
    ],
)
def test_lines_are_joined(text: str, lines: list[str]) -> None:
    assert shown(text) == lines


@pytest.mark.parametrize(
    "text",
    [
        f"{LABEL}\n{OTHER}",
        f"{LABEL}\n（\n{OTHER}",
        f"第一段说明。\n{LABEL}\n0",
        f"{A}\n1 2\n3 4\n{B}",
        f"{A}\n另一行\n{B}",
        "— 3 —\n正文\n— 4 —",
        f"{LABEL} 1 2\n{OTHER} 3 4",
    ],
)
def test_other_lines_are_left_alone(text: str) -> None:
    assert shown(text) == text.split("\n")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (f"组\t{A}\n{B}\t0\t1", [[], ["组", LABEL, "0", "1"]]),
        (f"{A}\n{B}\t0\t1", [[LABEL, "0", "1"]]),
        (f"{A}\t5\t6\n{B}\t\t", [[LABEL, "5", "6"], ["", "", ""]]),
        (f"{A}\t\t\n{B}\t5\t6", [["", "", ""], [LABEL, "5", "6"]]),
        (f"项\t{A}\n{B}", [["项", LABEL]]),
        (f"{A} | 0 |\n{B} | |", [[LABEL, "0"], ["", ""]]),
    ],
)
def test_rows_are_joined(text: str, rows: list[list[str]]) -> None:
    assert shown(text) == [rows]


def test_true_cells_are_left_alone() -> None:
    page = f"<p>{A}</p><p>{B}</p><table><tr><td>{C}</td><td>1</td></tr></table>"
    blocks = read_bytes(page.encode(), "a.html").blocks
    assert rejoined(blocks) is blocks


@given(data=st.data())
def test_figures_stay_beside_their_label(data: st.DataObject) -> None:
    """Labels broken anywhere, with the figures behind or between the parts: what is ok is right."""
    lines: list[str] = []
    told: dict[str, str] = {}
    table = next(table for table in EDITION.tables if table.rows[0].label == LABEL)
    for number, row in enumerate(table.rows):
        figures = [str(100 * number + column) for column in range(7)]
        told |= dict(zip((cell.id for cell in table.row_cells(row.id)), figures, strict=True))
        cuts = sorted(data.draw(st.sets(st.integers(1, len(row.label) - 1), max_size=3)))
        parts = [row.label[i:j] for i, j in zip([0, *cuts], [*cuts, None], strict=True)]
        at = data.draw(st.integers(0, len(parts)))
        if at and data.draw(st.booleans()):
            parts[at - 1] += " " + " ".join(figures)
        else:
            parts[max(at, 1) : max(at, 1)] = (
                figures if at == len(parts) and data.draw(st.booleans()) else [" ".join(figures)]
            )
        lines += parts
    text = "\n".join(["三、" + EDITION.section(table.section).title, *lines])
    for cell, read in recognise(read_bytes(text.encode(), "某局2022年.txt")).cells.items():
        if read.status == "ok":
            assert read.raw == told[cell]


def test_blocks_are_kept_where_nothing_is_broken() -> None:
    blocks: list[Block] = blocks_of("标题\n第一段。\na\t1\nb\t2")
    assert list(rejoined(blocks)) == blocks
    assert isinstance(blocks[-1], Grid)


def test_letters_of_an_upright_label_beside_a_row() -> None:
    table = next(table for table in EDITION.tables if table.rows[0].label == LABEL)
    text = f"{TITLE}\n法人 {LABEL} 5 0 0 0 0 0 5\n或其 {OTHER} 1 0 0 0 0 0 1"
    read = recognise(read_bytes(text.encode(), "某局2022年.txt")).cells
    assert [read[cell.id].value for cell in table.row_cells(table.rows[0].id)] == [5, 0, 0, 0, 0, 0, 5]


def test_words_between_the_figures_of_lines_leave_the_row_unread() -> None:
    table = next(table for table in EDITION.tables if table.rows[0].label == LABEL)
    for words in (["5", "见附注", *"00000"], ["见附注", *"500000"], ["5", "0", "见附注", *"0000"]):
        text = "\n".join([TITLE, LABEL, *words])
        read = recognise(read_bytes(text.encode(), "某局2022年.txt")).cells
        assert {read[cell.id].status for cell in table.row_cells(table.rows[0].id)} == {"unreadable"}
