"""Made-up workbooks and delimited tables, read here with the plainest tools there are."""

import csv
import io
import zipfile
from itertools import islice

import openpyxl
import pytest
from lxml import etree

from gongkai import demo

ORGAN = next(islice(demo.organs(5), 3, None))
YEARS = (2020, 2022)
XLSX = [name for name in sorted(demo.LAYOUTS) if demo.LAYOUTS[name].format == "xlsx"]
ODS = [name for name in sorted(demo.LAYOUTS) if demo.LAYOUTS[name].format == "ods"]
CSV = {"csv.commas": ",", "csv.semicolons": ";", "csv.tabs": "\t"}
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def figures(sample):
    return [float(value) for value in sample.cells.values()]


def only_figures(values):
    texts = [str(value).strip() for value in values if value is not None]
    return [float(text) for text in texts if text.strip("-") and not text.strip("0123456789.-")]


def stored(rendered, *, values=True):
    """The values of all cells of a workbook, sheet by sheet and row by row."""
    book = openpyxl.load_workbook(io.BytesIO(rendered.data), data_only=values)
    return [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]


@pytest.mark.parametrize("name", XLSX)
@pytest.mark.parametrize("year", YEARS)
def test_a_workbook_holds_the_figures_in_the_forms_order(name, year):
    sample = demo.make_sample(5, ORGAN, year)
    assert only_figures(stored(demo.render(sample, name))) == figures(sample)


@pytest.mark.parametrize("name", ODS)
@pytest.mark.parametrize("year", YEARS)
def test_an_opendocument_sheet_holds_them_too(name, year):
    sample = demo.make_sample(5, ORGAN, year)
    with zipfile.ZipFile(io.BytesIO(demo.render(sample, name).data)) as package:
        assert package.infolist()[0].filename == "mimetype"
        content = etree.fromstring(package.read("content.xml"))
    texts = ["".join(cell.itertext()) for cell in content.iter(f"{TABLE}table-cell")]
    assert only_figures(texts) == figures(sample)


@pytest.mark.parametrize(("name", "delimiter"), CSV.items())
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_delimited_text_holds_them_too(name, delimiter, year, encoding):
    sample = demo.make_sample(5, ORGAN, year)
    text = demo.render(sample, name, encoding=encoding).data.decode(encoding)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    assert only_figures(field for row in rows for field in row) == figures(sample)
    assert (len(set(map(len, rows))) == 1) == (name != "csv.tabs")


def test_figures_are_stored_as_numbers_texts_or_formulas():
    sample = demo.make_sample(5, ORGAN, 2022)
    kinds = {
        name: {type(value) for value in stored(demo.render(sample, name)) if only_figures([value])}
        for name in ("xlsx.clean", "xlsx.groups_once")
    }
    assert kinds["xlsx.groups_once"] == {str}
    assert str not in kinds["xlsx.clean"]
    formulas = [
        value
        for value in stored(demo.render(sample, "xlsx.formulas"), values=False)
        if str(value).startswith("=SUM(")
    ]
    assert len(formulas) > len(sample.edition.tables)


def test_a_sheet_a_section():
    sample = demo.make_sample(5, ORGAN, 2022)
    data = demo.render(sample, "xlsx.sheet_a_section").data
    assert len(openpyxl.load_workbook(io.BytesIO(data)).sheetnames) == len(sample.edition.sections) + 1
