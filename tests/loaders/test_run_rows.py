"""Reports whose figures are run together, as they lie before a reader: what is inferred is right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest

from gongkai import demo, forms
from gongkai.loaders import Report, read_bytes, recognise
from gongkai.loaders import _tables as tables

ALL = list(demo.clean_samples(40, years=(2020, 2022)))
SAMPLES = ALL[::4] + ALL[1::8]
SAMPLE = next(sample for sample in ALL if sample.edition_id == "2021" and sample.organ.level == "town")
LAYOUTS = ("text.run_together", "text.one_line")


def read_text(text: str, name: str = "某县教育局2022.txt") -> Report:
    return recognise(read_bytes(text.encode(), name))


def text_of(sample: demo.Sample, layout: str = "text.run_together") -> str:
    return demo.render(sample, layout).data.decode()


def cells_of(row: str) -> list[str]:
    return [cell.id for cell in SAMPLE.edition.table("requests").row_cells(row)]


def printed(sample: demo.Sample, row: str) -> tuple[str, str]:
    """A row's label and its digits, as they stand in the text."""
    table = sample.edition.table("requests")
    label = next(each.label for each in table.rows if each.id == row)
    return label, "".join(str(sample.cells[cell.id]) for cell in table.row_cells(row))


def check(report: Report, sample: demo.Sample) -> Counter[str]:
    """How many cells of the requests have which status; fails on a wrong number."""
    numbers = {cell: read.value for cell, read in report.cells.items() if read.value is not None}
    assert numbers == {cell: sample.cells[cell] for cell in numbers}
    return Counter(read.status for cell, read in report.cells.items() if cell.startswith("requests."))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("number", range(len(SAMPLES)))
def test_requests_are_inferred(layout: str, number: int) -> None:
    sample = SAMPLES[number]
    statuses = check(read_text(text_of(sample, layout)), sample)
    assert statuses["inferred"] >= 0.9 * statuses.total()


def test_an_inferred_cell_says_where_it_comes_from() -> None:
    report = read_text(text_of(SAMPLE))
    _, digits = printed(SAMPLE, "received")
    inferred = [report.cells[cell] for cell in cells_of("received")]
    assert {(read.status, read.raw) for read in inferred} == {("inferred", digits)}
    assert all(read.locator is not None and read.locator.line for read in inferred)
    notes = [note.text.zh for note in report.notes if note.code == "run_together_inferred"]
    assert any("25行" in note for note in notes)


def without_dots(text: str) -> str:
    return re.sub(r"(?<=[0-9])\.(?=[^0-9])", "", text)


def test_a_labels_number_that_ran_into_the_figures_is_taken_off() -> None:
    report = read_text(without_dots(text_of(SAMPLE)))
    assert check(report, SAMPLE)["inferred"] > 100
    assert report.cells[cells_of("refused_state_secret")[0]].status == "inferred"


def test_labels_without_numbers_change_nothing() -> None:
    report = read_text(re.sub(r"[0-9]\.(?=[^0-9])", "", text_of(SAMPLE)))
    assert check(report, SAMPLE)["inferred"] > 100


def test_a_space_between_two_figures_is_no_hindrance() -> None:
    label, digits = printed(SAMPLE, "granted")
    last = str(SAMPLE.cells[cells_of("granted")[-1]])
    text = text_of(SAMPLE).replace(label + digits, f"{label}{digits.removesuffix(last)} {last}")
    assert check(read_text(text), SAMPLE) == check(read_text(text_of(SAMPLE)), SAMPLE)


def spoil_total(label: str, digits: str) -> str:
    return f"{label}{digits}7"


def no_figures(label: str, _: str) -> str:
    return label


def other_text(label: str, digits: str) -> str:
    return f"{label}{digits[:-1]}约"


@pytest.mark.parametrize("change", [spoil_total, no_figures, other_text])
def test_a_table_that_does_not_add_up_or_has_blanks_is_not_split(
    change: Callable[[str, str], str],
) -> None:
    label, digits = printed(SAMPLE, "received")
    report = read_text(text_of(SAMPLE).replace(label + digits, change(label, digits)))
    assert {report.cells[cell].status for cell in cells_of("received")} <= {"unreadable", "blank"}
    outcomes = [cells_of(row.id) for row in SAMPLE.edition.table("requests").rows if row.id != "received"]
    for row in outcomes:
        if all(report.cells[cell].status == "inferred" for cell in row):
            assert all(report.cells[cell].value == SAMPLE.cells[cell] for cell in row)


def test_with_a_blank_row_only_zeros_are_inferred() -> None:
    label, digits = printed(SAMPLE, "received")
    report = read_text(text_of(SAMPLE).replace(label + digits, label))
    inferred = {read.raw for read in report.cells.values() if read.status == "inferred"}
    assert inferred
    assert all(digits and not digits.strip("0") for digits in inferred)
    assert "run_together" in {note.code for note in report.notes}
    assert any("空白格" in note.text.zh for note in report.notes)


def test_a_row_printed_twice_with_other_digits_is_not_read() -> None:
    label, digits = printed(SAMPLE, "received")
    twice = text_of(SAMPLE) + f"\n{label}{digits}\n"
    assert check(read_text(twice), SAMPLE) == check(read_text(text_of(SAMPLE)), SAMPLE)
    other = "1" if digits[0] != "1" else "2"
    report = read_text(text_of(SAMPLE) + f"\n{label}{other}{digits[1:]}\n")
    assert {report.cells[cell].status for cell in cells_of("received")} == {"unreadable"}


def test_prose_that_names_a_row_does_not_hide_it() -> None:
    text = text_of(SAMPLE, "text.one_line").replace(
        "三、收到", "本机关予以公开3件，部分公开。结转下年度继续办理1件。三、收到"
    )
    assert check(read_text(text), SAMPLE) == check(read_text(text_of(SAMPLE)), SAMPLE)


def test_figures_a_line_below_their_label_are_inferred() -> None:
    lines: list[str] = []
    for table in SAMPLE.edition.tables:
        lines.append(SAMPLE.edition.section(table.section).heading)
        for row in table.rows if table.id == "requests" else ():
            lines += printed(SAMPLE, row.id)
    report = read_text("\n".join([SAMPLE.title, *lines]))
    assert check(report, SAMPLE)["inferred"] >= 161


@pytest.mark.parametrize(
    "layout", ["text.tabs", "text.spaces", "text.cell_per_line", "html.clean", "docx.clean"]
)
def test_documents_with_borders_pay_nothing(layout: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "recover_cells", None)
    rendered = demo.render(SAMPLE, layout)
    report = recognise(read_bytes(rendered.data, rendered.name))
    assert {read.status for read in report.cells.values()} == {"ok"}


def test_hostile_rows_end_soon_and_are_not_read() -> None:
    rows = [row.label for row in forms.editions()[-1].table("requests").rows]
    for times, digits in ((1, "1234567" * 5), (20, "1234567" * 5), (1, "1" * 100_000)):
        report = read_text(SAMPLE.title + "\n" + "".join(f"{label}{digits}" for label in rows * times))
        assert {read.value for read in report.cells.values()} == {None}


@pytest.mark.parametrize("defect", [each.id for each in demo.defects("2021") if each.id.endswith(".wrong")])
def test_a_planted_fault_is_never_split_away(defect: str) -> None:
    sample = demo.make_sample(3, SAMPLE.organ, 2022, defect)
    for layout in LAYOUTS:
        rendered = demo.render(sample, layout)
        report = recognise(read_bytes(rendered.data, rendered.name))
        recovered = [cell for cell, read in report.cells.items() if read.status == "inferred"]
        truth = rendered.truth_if(recovered)
        told = {cell: (read.status, read.value) for cell, read in report.cells.items()}
        assert told == {cell: (read.status, read.value) for cell, read in truth.cells.items()}
