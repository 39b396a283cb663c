"""Labels printed with a slip: most rows are recovered, and none is ever read as another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import forms
from gongkai.loaders import Document, Grid, Locator, Report, plain_row, recognise

EDITIONS = [pytest.param(edition, id=edition.id) for edition in forms.editions()]
LOOK_ALIKES = {"己": "已", "末": "未", "日": "目", "士": "土", "人": "入", "大": "太", "公": "么", "理": "埋"}
LETTERS = "的一是了我不在人有上下未新本年度信息公开理里申请办"


def slipped(label: str, chance: Random, slips: int) -> str:
    """The label with that many letters of its words dropped, doubled, replaced or swapped."""
    bare = forms.strip_numbering(label)
    number, letters = label[: len(label) - len(bare)], list(bare)
    for _ in range(slips):
        at = chance.randrange(len(letters))
        match chance.choice(["drop", "double", "replace", "swap", "look-alike"]):
            case "drop" if len(letters) > 1:
                del letters[at]
            case "double":
                letters.insert(at, letters[at])
            case "swap" if at:
                letters[at - 1], letters[at] = letters[at], letters[at - 1]
            case "look-alike":
                letters[at] = LOOK_ALIKES.get(letters[at], chance.choice(LETTERS))
            case _:
                letters[at] = chance.choice(LETTERS)
    return number + "".join(letters)


def printed(edition: forms.Edition, labels: Mapping[str, str], *, ragged: bool = False) -> Report:
    """A report whose row labels are replaced; each figure is another, so none can be read for another."""
    grids = []
    for number, table in enumerate(edition.tables, start=1):
        rows: list[list[str]] = []
        for block in table.blocks:
            if any(row.from_header for row in block.rows):
                continue
            rows.append([block.heading or "", *(column.label for column in block.columns)])
            for row in block.rows:
                figures = [figure(edition, cell.id) for cell in table.row_cells(row.id)]
                rows.append([*row.groups, labels.get(row.id, row.label), *figures])
        grids.append(
            Grid(
                tuple(plain_row(row) for row in rows),
                Locator(table=number),
                ragged=ragged,
                closed=ragged,
            )
        )
    return recognise(Document("某局2022年.html", "html", "0" * 64, tuple(grids)))


def figure(edition: forms.Edition, cell_id: str) -> str:
    return str(1000 + edition.cell_ids.index(cell_id))


def rows_of(edition: forms.Edition) -> list[forms.Row]:
    return [row for table in edition.tables for row in table.rows if not row.from_header]


def wrong(edition: forms.Edition, report: Report) -> list[str]:
    return [
        cell_id
        for cell_id, cell in report.cells.items()
        if cell.status == "ok" and cell.raw != figure(edition, cell_id)
    ]


@given(data=st.data())
def test_no_slip_ever_puts_a_figure_into_another_row(data: st.DataObject) -> None:
    edition = data.draw(st.sampled_from(forms.editions()))
    chance = Random(data.draw(st.integers(0, 2**32)))
    spoiled = data.draw(st.lists(st.sampled_from(rows_of(edition)), min_size=1, max_size=5, unique_by=id))
    labels = {row.id: slipped(row.label, chance, chance.choice((1, 1, 2))) for row in spoiled}
    report = printed(edition, labels, ragged=data.draw(st.booleans()))
    assert wrong(edition, report) == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_one_slip_is_mended_in_most_labels(edition: forms.Edition) -> None:
    chance = Random(711)
    outcome: Counter[str] = Counter()
    for row in rows_of(edition):
        for _ in range(5):
            label = slipped(row.label, chance, 1)
            report = printed(edition, {row.id: label})
            assert wrong(edition, report) == [], label
            cell = next(cell for name, cell in report.cells.items() if name.split(".")[1] == row.id)
            outcome[cell.status] += 1
    assert outcome["ok"] > 0.85 * outcome.total(), outcome


def test_a_similar_label_is_noted() -> None:
    edition = forms.editions()[-1]
    row = next(row for row in rows_of(edition) if len(row.label) > 8)
    label = row.label[:-1]
    notes = [note for note in printed(edition, {row.id: label}).notes if note.code == "label_similar"]
    assert [(label in note.text.zh, row.label in note.text.zh) for note in notes] == [(True, True)]


def test_a_label_that_may_be_several_rows_is_in_doubt() -> None:
    """Rows that differ in two letters are printed as something between them."""
    edition = forms.editions()[-1]
    rows = [row for row in rows_of(edition) if len(row.label) == 4][1:]
    between = {row.id: rows[0].label[:3] + rows[1].label[3:] for row in rows}
    report = printed(edition, between)
    assert wrong(edition, report) == []
    doubtful = {
        note.cell.split(".")[1] for note in report.notes if note.code == "label_doubtful" and note.cell
    }
    assert doubtful == set(between)


@pytest.mark.parametrize("edition", EDITIONS)
def test_rows_in_another_order_are_not_mended(edition: forms.Edition) -> None:
    """A label with a slip in the place of another row is never that row."""
    table = max(edition.tables, key=lambda table: len(table.cells))
    one, other = table.rows[3], table.rows[4]
    report = printed(edition, {one.id: other.label + "的", other.id: one.label + "的"})
    cells = [report.cells[cell.id] for row in (one, other) for cell in table.row_cells(row.id)]
    assert {cell.status for cell in cells} == {"unreadable"}


@pytest.mark.parametrize("number", ["9.", "（九）", "7、"])
def test_a_number_that_disagrees_is_a_doubt(number: str) -> None:
    edition = forms.editions()[-1]
    row = next(row for row in rows_of(edition) if row.label.startswith("4."))
    bare = forms.strip_numbering(row.label)
    report = printed(edition, {row.id: number + bare[:-1]})
    assert any(note.code == "label_doubtful" for note in report.notes)
    assert wrong(edition, report) == []


def test_exact_labels_need_no_comparing(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: Callable[..., object] = pytest.fail
    monkeypatch.setattr("gongkai.loaders._similar.likeness", compared)
    for edition in forms.editions():
        printed(edition, {})


def test_rows_set_in_one_row_are_unread_not_missing() -> None:
    edition = forms.editions()[-1]
    table = max(edition.tables, key=lambda table: len(table.cells))
    one, other = table.rows[5], table.rows[6]
    report = printed(edition, {one.id: f"{one.label}\n{other.label}", other.id: ""})
    cells = [report.cells[cell.id] for row in (one, other) for cell in table.row_cells(row.id)]
    assert {cell.status for cell in cells} == {"unreadable"}
