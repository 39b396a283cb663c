"""The pages themselves, read here with the plainest tools there are."""

import email
import io
import re
import unicodedata
import zipfile
from itertools import islice

import docx
import pypdfium2
import pytest
from lxml import etree, html

from gongkai import demo, forms

ORGAN = next(islice(demo.organs(5), 3, None))
LAYOUTS = sorted(demo.LAYOUTS)
HTML = [name for name in LAYOUTS if demo.LAYOUTS[name].format == "html"]
DOCX = [name for name in LAYOUTS if demo.LAYOUTS[name].format == "docx"]
PDF = [name for name in LAYOUTS if demo.LAYOUTS[name].format == "pdf"]
TEXT = [name for name in LAYOUTS if demo.LAYOUTS[name].format == "text"]
MHT = [name for name in LAYOUTS if demo.LAYOUTS[name].format == "mht"]
RUN_TOGETHER = ["text.one_line", "text.run_together"]
MARKED = ("text.markdown_bold", "text.markdown_html")
YEARS = (2020, 2022)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def numbers(sample):
    return [f"{value:f}" for value in sample.cells.values()]


def only_numbers(texts):
    return [text for text in texts if text.strip("-") and not text.strip("0123456789.-")]


def decoded(rendered):
    codec = demo.ENCODINGS[rendered.encoding].codec
    return "".join(data.decode(codec) for data in rendered.files.values())


def archived_page(rendered):
    """The page that a web archive is of."""
    parts = email.message_from_bytes(rendered.data).walk()
    page = next(part for part in parts if part.get_content_type() == "text/html")
    charset = page.get_content_charset()
    return page.get_payload(decode=True).decode("gb18030" if charset == "gb2312" else charset)


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("year", YEARS)
def test_a_layout_renders_the_same_bytes_again(name, year):
    first, again = (demo.render(demo.make_sample(5, ORGAN, year), name) for _ in range(2))
    assert first.files == again.files
    assert first.name == again.name
    assert str(year) in first.name
    assert ORGAN.name in first.name


@pytest.mark.parametrize("name", [name for name in (*HTML, *MHT) if demo.LAYOUTS[name].in_order])
@pytest.mark.parametrize("year", YEARS)
def test_html_holds_the_figures_in_the_forms_order(name, year):
    sample = demo.make_sample(5, ORGAN, year)
    rendered = demo.render(sample, name)
    tree = html.fromstring(archived_page(rendered) if name in MHT else rendered.data)
    cells = ("".join(cell.itertext()).strip() for cell in tree.iter("td") if not cell.findall(".//table"))
    assert only_numbers(cells) == numbers(sample)


@pytest.mark.parametrize("name", DOCX)
@pytest.mark.parametrize("year", YEARS)
def test_docx_is_well_formed_and_holds_the_figures_in_the_forms_order(name, year):
    sample = demo.make_sample(5, ORGAN, year)
    with zipfile.ZipFile(io.BytesIO(demo.render(sample, name).data)) as package:
        assert package.testzip() is None
        parts = {part: etree.fromstring(package.read(part)) for part in package.namelist()}
    cells = ("".join(cell.itertext()) for cell in parts["word/document.xml"].iter(f"{WORD}tc"))
    assert only_numbers(cells) == numbers(sample)


@pytest.mark.parametrize("name", [name for name in DOCX if name != "docx.controls"])
def test_docx_opens_in_another_reader(name):
    sample = demo.make_sample(5, ORGAN, 2022)
    opened = docx.Document(io.BytesIO(demo.render(sample, name).data))
    assert opened.paragraphs[0].text == sample.title
    seen = [
        cell.text
        for table in opened.tables
        for row in table.rows
        for cell in (docx.table._Cell(element, table) for element in row._tr.tc_lst)
    ]
    assert only_numbers(seen) == numbers(sample)


@pytest.mark.parametrize("name", DOCX)
def test_docx_rows_fill_the_grid(name):
    data = demo.render(demo.make_sample(5, ORGAN, 2020), name).data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        document = etree.fromstring(package.read("word/document.xml"))
    for table in document.iter(f"{WORD}tbl"):
        width = len(table.findall(f"{WORD}tblGrid/{WORD}gridCol"))
        for row in table.findall(f"{WORD}tr"):
            spans = [
                int(span.get(f"{WORD}val")) if (span := cell.find(f".//{WORD}gridSpan")) is not None else 1
                for cell in row.findall(f"{WORD}tc")
            ]
            assert sum(spans) == width


@pytest.mark.parametrize(
    "name",
    sorted(
        name for name in {*TEXT} - {*RUN_TOGETHER, "text.tabs_cut", *MARKED} if demo.LAYOUTS[name].in_order
    ),
)
def test_text_holds_the_figures_in_the_forms_order(name):
    sample = demo.make_sample(5, ORGAN, 2022)
    fields = decoded(demo.render(sample, name)).replace("|", "\t").replace(" ", "\t").replace("\n", "\t")
    assert only_numbers(fields.split("\t")) == numbers(sample)


@pytest.mark.parametrize("name", MARKED)
def test_marked_text_holds_the_figures_in_the_forms_order(name):
    sample = demo.make_sample(5, ORGAN, 2022)
    fields = re.sub(r"<[^<>]*>|\||\s", "\t", decoded(demo.render(sample, name)).replace("\\", ""))
    assert only_numbers(fields.split("\t")) == numbers(sample)


@pytest.mark.parametrize("name", [*RUN_TOGETHER, "text.tabs_cut"])
@pytest.mark.parametrize("year", YEARS)
def test_a_lossy_layout_says_which_cells_are_lost(name, year):
    truth = demo.render(demo.make_sample(5, ORGAN, year), name).truth
    lost = {cell.status for cell in truth.cells.values()} - {"ok"}
    assert lost == {"missing" if name == "text.tabs_cut" else "unreadable"}
    assert {finding.answer for finding in truth.findings} == {"violated", "cannot_tell"}


@pytest.mark.parametrize("name", RUN_TOGETHER)
def test_what_is_printed_without_borders_may_be_recovered(name):
    sample = demo.make_sample(5, ORGAN, 2020)
    rendered = demo.render(sample, name)
    lost = {cell for cell, printed in rendered.truth.cells.items() if printed.status == "unreadable"}
    assert rendered.recoverable == {cell: sample.cells[cell] for cell in lost}
    some = sorted(lost)[::2]
    cells = rendered.truth_if(some).cells
    assert {cell for cell, printed in cells.items() if printed.status == "inferred"} == set(some)
    assert all(cells[cell].value == sample.cells[cell] for cell in some)
    assert {cells[cell] for cell in lost - set(some)} == {(None, "unreadable", None)}


def test_recovering_cells_decides_no_sum():
    rendered = demo.render(demo.make_sample(5, ORGAN, 2022), "text.run_together")
    recovered = rendered.truth_if(rendered.recoverable).findings
    sums = {identity.id for identity in rendered.sample.edition.identities}
    assert sums <= {finding.rule_id for finding in recovered if finding.answer == "cannot_tell"}
    gone = {finding.rule_id for finding in set(rendered.truth.findings) - set(recovered)}
    assert gone == {f"{table.id}.cells.unreadable" for table in rendered.sample.edition.tables}
    assert set(recovered) <= set(rendered.truth.findings)


def test_what_is_not_printed_cannot_be_recovered():
    assert demo.render(demo.make_sample(5, ORGAN, 2020), "text.tabs_cut").recoverable == {}
    assert demo.render(demo.make_sample(5, ORGAN, 2020), "text.tabs").recoverable == {}


def test_cut_rows_are_those_inside_two_groups():
    edition = forms.edition_for_year(2020)
    truth = demo.render(demo.make_sample(5, ORGAN, 2020), "text.tabs_cut").truth
    lost = {cell for cell, printed in truth.cells.items() if printed.status == "missing"}
    deep = [row for table in edition.tables for row in table.rows if len(row.groups) > 1]
    assert {edition.cells[cell].row for cell in lost} == {row for row in deep if not row.from_header}
    assert len(lost) == len({edition.cells[cell].row for cell in lost})


@pytest.mark.parametrize("format_name", ["text", "html"])
def test_encodings_hold_the_same_characters(format_name):
    sample = demo.make_sample(5, ORGAN, 2022)
    for name in demo.encodings(format_name):
        rendered = demo.render(
            sample, f"{format_name}.{'clean' if format_name == 'html' else 'tabs'}", encoding=name
        )
        encoding = demo.ENCODINGS[name]
        assert rendered.data.startswith(encoding.mark)
        assert sample.title in rendered.data.removeprefix(encoding.mark).decode(encoding.codec)


def test_office_html_is_as_heavy_as_the_real_thing():
    assert len(decoded(demo.render(demo.make_sample(5, ORGAN, 2022), "html.office"))) > 100_000


def printed_text(rendered):
    """What stands on the pages of a PDF, in the order of the file; radicals as ideographs.

    The organ's name and the page's number around a page are written first, and left out.
    """
    with pypdfium2.PdfDocument(rendered.data) as opened:
        pages = [page.get_textpage().get_text_range().splitlines() for page in opened]
    around = 2 if all(page[0] == rendered.page.organ for page in pages) else 0
    lines = (line for page in pages for line in page[around:])
    return unicodedata.normalize("NFKC", "\n".join(lines))


@pytest.mark.parametrize("name", PDF)
def test_pdf_holds_the_figures_in_the_forms_order(name):
    sample = demo.make_sample(5, ORGAN, 2022)
    assert only_numbers(printed_text(demo.render(sample, name)).split()) == numbers(sample)


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("year", YEARS)
def test_every_section_and_the_period_are_stated(name, year):
    sample = demo.make_sample(5, ORGAN, year)
    rendered = demo.render(sample, name)
    if name.startswith("docx"):
        with zipfile.ZipFile(io.BytesIO(rendered.data)) as package:
            text = "".join(etree.fromstring(package.read("word/document.xml")).itertext())
    elif name.startswith(("xlsx", "ods")):
        part = "xl/sharedStrings.xml" if name.startswith("xlsx") else "content.xml"
        with zipfile.ZipFile(io.BytesIO(rendered.data)) as package:
            text = "".join(etree.fromstring(package.read(part)).itertext())
    elif name in PDF:
        text = "".join(printed_text(rendered).split())
    elif name in MHT:
        text = archived_page(rendered)
    else:
        text = decoded(rendered)
    places = [text.index(section.heading) for section in sample.edition.sections]
    assert places == sorted(places)
    assert f"{year}年1月1日" in text
    assert f"{year}年12月31日" in text
    assert not any(part.empty for part in sample.parts)
