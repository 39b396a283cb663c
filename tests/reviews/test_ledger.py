"""The ledger as Excel sees it: every finding, figures as numbers, and no text that is worked out."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import subprocess
from typing import Any

import pyarrow as pa
import pytest
import xlsxwriter
from openpyxl import load_workbook

from gongkai.reviews._site import _ledger
from gongkai.reviews._site._ledger import CHARACTERS, held

STARTED = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
STARTS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝", "＋", "－", "＠")
BODIES = (
    "1+1",
    "SUM(A1:A9)",
    'HYPERLINK("http://example.invalid","点")',
    "cmd|' /C calc'!A0",
    'WEBSERVICE("http://example.invalid")',
)
PAYLOADS = (
    *(start + body for start in STARTS for body in BODIES),
    "http://example.invalid",
    "mailto:a@example.invalid",
    "{=1+1}",
    "007",
    "1e5",
    "_x0041_",
    "a_x000D_b",
    "<f>1+1</f>&amp;]]>",
    "\ud800\ufffe\x00\x1b\u202e",
)


@pytest.fixture(scope="module")
def hostile_book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A sheet in which each payload was put as the ledger puts text."""
    path = tmp_path_factory.mktemp("ledger") / "a.xlsx"
    ledger = object.__new__(_ledger._Ledger)
    with xlsxwriter.Workbook(str(path), _ledger._OPTIONS) as book:
        ledger._formats(book)
        sheet = book.add_worksheet()
        for row, payload in enumerate(PAYLOADS):
            ledger._cell(sheet, row, 0, payload, None)
    return path


def test_no_text_becomes_a_formula(hostile_book: Any) -> None:
    sheet = load_workbook(hostile_book).active
    assert len(PAYLOADS) >= 40
    for row, payload in enumerate(PAYLOADS, start=1):
        cell = sheet.cell(row, 1)
        assert (cell.data_type, cell.hyperlink) in {("s", None), ("inlineStr", None)}, payload
        # Excel and LibreOffice take an escaped underscore back, openpyxl does not.
        assert str(cell.value).replace("_x005F_", "_") == held(payload)
        if held(payload).strip()[0] in "=+-@＝＋－＠" or held(payload)[0].isspace():
            assert cell.quotePrefix, payload


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_spreadsheet_works_nothing_out(hostile_book: Any, tmp_path: Any) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = [shutil.which("soffice"), "--headless", profile, "--convert-to"]
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1"
    subprocess.run([*words, form, "--outdir", tmp_path, hostile_book], check=True, capture_output=True)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        told = [row[0] for row in csv.reader(file)]
    assert told == [held(payload) for payload in PAYLOADS]


def test_a_text_is_cut_where_a_cell_ends_and_says_so() -> None:
    assert held("长" * CHARACTERS) == "长" * CHARACTERS
    assert held("长" * (CHARACTERS + 1)) == "长" * (CHARACTERS - 1) + "…"
    wide = held("𠮷" * CHARACTERS)
    assert wide.endswith("𠮷…")
    assert len(wide.encode("utf-16-le")) <= 2 * CHARACTERS


def sheets(published: Any) -> Any:
    return load_workbook(published.folder / "整改台账.xlsx")


def test_a_row_a_finding_with_figures_as_numbers(published: Any) -> None:
    sheet = sheets(published)["整改台账"]
    head = [cell.value for cell in sheet[1]]
    assert sheet.max_row == 1 + len(published.findings)
    for number, finding in enumerate(published.findings, start=2):
        row = dict(zip(head, sheet[number], strict=True))
        assert row["问题编号"].value == finding["finding_id"]
        assert row["规则编号"].value == finding["rule_id"]
        for title, name in (("填报值", "reported"), ("计算值", "computed"), ("相差", "difference")):
            assert row[title].value == pytest.approx(finding[name])
            assert row[title].data_type == "n"
        assert row["年度"].value == finding["year"]
        assert row["整改期限"].value is None
        assert row["整改期限"].number_format == "yyyy-mm-dd"
        assert str(row["整改情况"].value).startswith("已豁免") == (finding["waiver"] is not None)
        assert len(str(row["一种最小更正"].value or "").splitlines()) == len(finding["corrections"])


def test_the_sheet_is_ready_to_work_with_and_to_print(published: Any) -> None:
    sheet = sheets(published)["整改台账"]
    head = [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(sheet.max_row, len(head)).coordinate}"
    (choice,) = sheet.data_validations.dataValidation
    state = sheet.cell(2, head.index("整改情况") + 1).coordinate
    assert state in choice.sqref
    assert choice.formula1 == '"待整改,待核实,整改中,已整改,已豁免"'
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "&P" in sheet.oddFooter.center.text or "[Page]" in sheet.oddFooter.center.text


def test_the_sums_agree_with_the_rows(published: Any) -> None:
    book = sheets(published)
    organs = [row[1] for row in book["整改台账"].iter_rows(min_row=2, max_col=2, values_only=True)]
    *lines, last = book["汇总"].iter_rows(min_row=2, values_only=True)
    assert {line[0]: line[-1] for line in lines} == {one: organs.count(one) for one in organs}
    assert last[-1] == len(organs) == sum(last[1:-1])


def test_what_one_sheet_does_not_hold_goes_on_the_next(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_ledger, "ROWS", 3)
    written = []

    class Sheets(_ledger._Ledger):
        def __init__(self) -> None:
            self._lang = "zh"
            rows = pa.table({"n": pa.array(range(7))})
            self._site = type("S", (), {"run": type("R", (), {"findings": rows, "started": STARTED})})

        def _values(self, at: int, row: Any) -> dict[str, Any]:
            written.append(row["n"])
            return dict.fromkeys(_ledger.COLUMNS) | {"number": at + 1}

        def _sums(self, sheet: Any) -> None:
            sheet.write_number(0, 0, 0)

    Sheets().write(tmp_path / "many.xlsx")
    book = load_workbook(tmp_path / "many.xlsx")
    assert book.sheetnames == ["整改台账", "整改台账 2", "整改台账 3", "汇总"]
    told = [row[0] for sheet in book.worksheets[:3] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert told == [1, 2, 3, 4, 5, 6, 7]
    assert written == list(range(7))
