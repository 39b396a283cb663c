"""A sheet's part read from its text, where it is written as usual, says what its tree says."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from gongkai import demo
from gongkai.loaders import _sheet_xml as sheet_xml
from gongkai.loaders._sheet_xml import PlaceError, StoredSheet, stored_sheet, stored_strings

XLSX = [name for name in demo.LAYOUTS if demo.LAYOUTS[name].format == "xlsx"]
BORDERED = frozenset({"2", "3"})
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def parts(name: str, pattern: str) -> list[bytes]:
    data = demo.render(next(demo.clean_samples(1)), name).data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [package.read(part) for part in package.namelist() if re.search(pattern, part)]


def by_tree(xml: bytes, bordered: frozenset[str] = BORDERED) -> StoredSheet:
    return sheet_xml._outlined_sheet(etree.fromstring(xml), bordered)


def comparable(stored: StoredSheet) -> object:
    """Style and type of a cell say the same in any order, an empty cell says nothing, borders are no text."""
    rows = []
    for shape, values in stored.rows:
        cells = enumerate(zip(shape.columns, shape.attributes, values, strict=True))
        kept = [
            (column, sorted(re.findall(' [st]="[^"]*', said)), value, shape.formulas.get(index))
            for index, (column, said, value) in cells
            if value or index in shape.formulas
        ]
        rows.append((shape.number, shape.hidden, shape.left, shape.right, kept))
    return rows, stored[1:]


@pytest.mark.parametrize("name", XLSX)
def test_sheets_are_read_alike(name: str) -> None:
    for xml in parts(name, "sheet[0-9]+"):
        usual = sheet_xml._usual_sheet(xml, BORDERED)
        assert usual is not None
        assert usual == by_tree(xml)
        assert any(values for _, values in usual.rows)


@pytest.mark.parametrize("name", XLSX)
def test_strings_are_read_alike(name: str) -> None:
    (xml,) = parts(name, "sharedStrings")
    usual = sheet_xml._usual_strings(xml)
    assert usual
    assert usual == stored_strings(xml.replace(b"<si>", b"<si><!-- -->", 1), etree.fromstring)


def test_borders_that_do_not_begin_or_end_a_row() -> None:
    cells = "".join(f'<c r="{column}1" s="{style}"/>' for column, style in zip("ABCDE", "12315", strict=True))
    xml = f'<worksheet xmlns="{SPACE}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>'.encode()
    usual = sheet_xml._usual_sheet(xml, BORDERED)
    assert usual is not None
    assert usual == by_tree(xml)
    shape, _ = usual.rows[0]
    assert (shape.left, shape.right) == (1, 2)


def of_rows(rows: str) -> bytes:
    return f'<worksheet xmlns="{SPACE}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def usual_rows(rows: str) -> StoredSheet | None:
    """What is read of rows without the parser, which is asked for the same; None where it has to be asked."""
    read = sheet_xml._usual_sheet(of_rows(rows), BORDERED)
    assert read is None or read == by_tree(of_rows(rows))
    return read


@pytest.mark.parametrize(
    "formula", ["<f>SUM(A1:B1)</f>", '<f t="shared" ref="C1:C9" si="0">A1+B1</f>', '<f t="shared" si="0"/>']
)
def test_formulas_are_read_without_the_parser(formula: str) -> None:
    read = usual_rows(f'<row r="1"><c r="A1"><v>1</v></c><c r="C1" s="2">{formula}<v>3</v></c></row>')
    assert read is not None
    ((shape, values),) = read.rows
    assert values == ["1", "3"]
    assert shape.formulas.keys() == {1}


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"/><row r="1"/>',
        '<row r="1"/><row r="1"/>',
        '<row r="0"/>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
    ],
)
def test_places_out_of_order_are_never_read(rows: str) -> None:
    assert sheet_xml._usual_sheet(of_rows(rows), BORDERED) is None
    with pytest.raises(PlaceError):
        by_tree(of_rows(rows))


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"><v>7</v><c r="A1"/></row>',
        '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
        '<row r="1"><c r="A1"><x><v>1</v></x></c></row>',
        '<row r="1"><c r="A1"><v><v>1</v></v></c></row>',
        '<row r="1"><c r="A1"><f>1/>2</f><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v/></c></row>',
        '<row r="1"><c r="A1" x:s="2"><v>1</v></c></row>',
        "<v>1</v>",
    ],
)
def test_values_elsewhere_are_left_to_the_parser(row: str) -> None:
    assert sheet_xml._usual_sheet(of_rows(row), BORDERED) is None


def test_a_known_row_is_read_with_its_own_values_and_borders() -> None:
    row = '<row r="{0}"><c r="A{0}" s="2"><v>{1}</v></c><c r="B{0}" s="4"><v>{2}</v></c></row>'
    for values in (["1", "2", "3", "4"], ["", "8", "", "6"]):
        read = usual_rows(row.format(1, *values[:2]) + row.format(3, *values[2:]))
        assert read is not None
        assert [value for _, row_values in read.rows for value in row_values] == values
        assert {shape.right for shape, _ in read.rows} == {0}
    other = sheet_xml._usual_sheet(of_rows(row.format(1, 1, 2)), frozenset({"4"}))
    assert other is not None
    assert other.rows[0][0].left == 1


PIECES = st.sampled_from(
    [
        *('<row r="9">', "</row>", '<row r="8"/>', ' hidden="1"', ' hidden="0"', ' hidden="true"', "<c/>"),
        *('<c r="B7"><v>5</v></c>', '<c r="B7" s="2"/>', "<c r='B7' t='b'><v>1</v></c>", "<v>6</v>", "<v/>"),
        *(
            '<c t="s" r="B7"><v>1</v></c>',
            '<c r="B7"><f>A1</f><v>1</v></c>',
            "<f/>",
            ' t="s"',
            " s='2'",
            "\n",
        ),
        *("<!-- <v>1</v> -->", "<![CDATA[7]]>", "<?x?>", "&#49;", "7", '"', "<", ">", "/", "=", "x:", " "),
        *('<mergeCell ref="A1:B1"/>', "</sheetData>", "<sheetData>", "<cols><col min='1' max='2'/></cols>"),
        *("<is><t>8</t></is>", '<c r="C7" t="inlineStr"><is><t>8</t></is></c>', "<x><v>3</v></x>", "甲"),
    ]
)
SHORT = re.sub(
    rb"(?s)(<row r=\"[5-9]\".*?</row>|<row r=\"\d\d.*?</row>)", b"", parts("xlsx.clean", "sheet1")[0]
)
STRINGS = parts("xlsx.clean", "sharedStrings")[0]


@given(st.lists(st.tuples(st.integers(0, len(SHORT)), st.integers(0, 30), PIECES), min_size=1, max_size=3))
@settings(deadline=None, max_examples=400)
def test_what_is_not_written_as_usual_is_left_to_the_parser(changes: list[tuple[int, int, str]]) -> None:
    xml = SHORT
    for at, cut, piece in changes:
        xml = xml[:at] + piece.encode() + xml[at + cut :]
    usual = sheet_xml._usual_sheet(xml, BORDERED)
    try:
        told = by_tree(xml)
    except etree.XMLSyntaxError:
        return
    except PlaceError:
        assert usual is None
        return
    assert usual is None or comparable(usual) == comparable(told)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 30), PIECES), min_size=1, max_size=3))
@settings(deadline=None, max_examples=200)
def test_strings_that_are_not_written_as_usual(changes: list[tuple[int, int, str]]) -> None:
    xml = STRINGS
    for at, cut, piece in changes:
        xml = xml[:at] + piece.encode() + xml[at + cut :]
    usual = sheet_xml._usual_strings(xml)
    try:
        told = stored_strings(xml + b"<!-- -->", etree.fromstring)
    except etree.XMLSyntaxError:
        return
    assert usual is None or usual == told


def test_a_part_goes_to_the_parser_once() -> None:
    seen: list[bytes] = []

    def tree(xml: bytes) -> object:
        seen.append(xml)
        return etree.fromstring(xml)

    (xml,) = parts("xlsx.formulas", "sheet1")
    xml = xml.replace(b"<row ", b"<!-- --><row ", 1)
    assert stored_sheet(xml, tree, BORDERED) == by_tree(xml)
    assert seen == [xml]
