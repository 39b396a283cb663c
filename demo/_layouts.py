"""The table of layouts: every way in which a made-up report can be laid out, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from gongkai.demo import (
    _csv,
    _docx,
    _flipbook,
    _html,
    _lines,
    _markdown,
    _mht,
    _ods,
    _pdf,
    _regrid,
    _text,
    _xlsx,
)
from gongkai.demo._defects import Blanks, Defect
from gongkai.demo._page import Page
from gongkai.demo._reshape import fillers, groups_once, in_three, in_two, in_two_headed, regrouped, uneven
from gongkai.demo._sheets import TIDY, Placing

Format = Literal["text", "html", "mht", "docx", "pdf", "xlsx", "ods", "csv", "flipbook"]

_BLANKS: Final[tuple[Blanks, ...]] = ("none", "inner", "all")


@dataclass(frozen=True, slots=True)
class Layout:
    """One way of laying a report out.

    `write` gives a text format's characters (its second argument is the charset that the page names), a
    docx's bytes, or the characters of every file of a format that is a folder; such a format has no
    `suffix`. `blanks` says which blank cells can be told in it. `losses` names the cells that
    cannot be read from it at all, whatever they hold: none where it is `complete`. `varied` is true
    where labels and numbers may be written in any style; `closed` where nothing follows the report;
    `in_order` where the tables print the form's figures alone, in the form's order; `cells` where a cell of
    words is told from a label, or a line of text.
    """

    name: str
    format: Format
    suffix: str
    write: Callable[[Page, str], str | bytes | Mapping[str, str]]
    blanks: Blanks = "all"
    losses: Callable[[Page], _text.Losses] = _text.nothing_lost
    varied: bool = True
    closed: bool = True
    in_order: bool = True
    cells: bool = True

    @property
    def complete(self) -> bool:
        return self.losses is _text.nothing_lost

    def shows(self, defect: Defect) -> bool:
        """Whether the fault can be seen in this layout as what it is."""
        enough = _BLANKS.index(self.blanks) >= _BLANKS.index(defect.blanks)
        told = (self.closed or not defect.at_end) and (self.cells or not defect.in_words)
        return self.complete and enough and told


def _as_text(
    name: str,
    table: _text.TableText,
    blanks: Blanks,
    losses: Callable[[Page], _text.Losses] = _text.nothing_lost,
    suffix: str = ".txt",
    put: Callable[[Page, _text.TableText], str] = _text.write,
) -> Layout:
    def write(page: Page, _: str) -> str:
        return put(page, table)

    return Layout(
        f"text.{name}",
        "text",
        suffix,
        write,
        blanks,
        losses,
        varied=blanks != "none",
        in_order=table is not _lines.paged,
        cells=table not in _lines.WITHOUT_CELLS,
    )


def _as_html(
    name: str, shape: _html.Shape, losses: Callable[[Page], _text.Losses] = _text.nothing_lost
) -> Layout:
    def write(page: Page, charset: str) -> str:
        return _html.write(page, shape, charset)

    in_order = shape.reshape not in _regrid.OUT_OF_ORDER
    closed = shape.around != "chrome"
    # A filler before some rows' figures looks like a blank at the start of others.
    blanks: Blanks = "inner" if shape.reshape is _regrid.respanned else "all"
    return Layout(
        f"html.{name}", "html", ".html", write, blanks, losses=losses, closed=closed, in_order=in_order
    )


def _as_markdown(name: str, shape: _markdown.Shape, blanks: Blanks = "all") -> Layout:
    def write(page: Page, _: str) -> str:
        return _markdown.write(page, shape)

    return Layout(f"text.{name}", "text", ".md", write, blanks)


def _as_mht(name: str, shape: _mht.Shape) -> Layout:
    def write(page: Page, _: str) -> bytes:
        return _mht.write(page, shape)

    return Layout(f"mht.{name}", "mht", ".mht", write)


def _as_docx(name: str, shape: _docx.Shape) -> Layout:
    def write(page: Page, _: str) -> bytes:
        return _docx.write(page, shape)

    blanks: Blanks = "inner" if shape.reshape is _regrid.respanned else "all"
    return Layout(f"docx.{name}", "docx", ".docx", write, blanks)


def _as_pdf(name: str, shape: _pdf.Shape, blanks: Blanks = "all", *, varied: bool = True) -> Layout:
    def write(page: Page, _: str) -> bytes:
        return _pdf.write(page, shape)

    return Layout(f"pdf.{name}", "pdf", ".pdf", write, blanks, varied=varied)


def _as_xlsx(name: str, shape: _xlsx.Shape, blanks: Blanks = "all") -> Layout:
    def write(page: Page, _: str) -> bytes:
        return _xlsx.write(page, shape)

    return Layout(f"xlsx.{name}", "xlsx", ".xlsx", write, blanks)


def _as_ods(name: str, placing: Placing) -> Layout:
    def write(page: Page, _: str) -> bytes:
        return _ods.write(page, placing)

    return Layout(f"ods.{name}", "ods", ".ods", write)


def _as_csv(name: str, shape: _csv.Shape, blanks: Blanks = "all", suffix: str = ".csv") -> Layout:
    def write(page: Page, _: str) -> str:
        return _csv.write(page, shape)

    return Layout(f"csv.{name}", "csv", suffix, write, blanks)


def _as_flipbook(name: str, shape: _flipbook.Shape) -> Layout:
    def write(page: Page, charset: str) -> Mapping[str, str]:
        return _flipbook.write(page, shape, charset)

    return Layout(f"flipbook.{name}", "flipbook", "", write, closed=not shape.numbered)


_ALL: Final = (
    _as_text("tabs", _text.tabs, "inner"),
    _as_text("tabs_lost_leading", _text.tabs_lost_leading, "inner"),
    _as_text("tabs_cut", _text.tabs_cut, "none", _text.cut_losses),
    _as_text("pipes", _text.pipes, "all"),
    _as_text("markdown", _text.markdown, "all", suffix=".md"),
    _as_markdown("markdown_html", _markdown.Shape("hashes", "html")),
    _as_markdown("markdown_bold", _markdown.Shape("bold", "bold")),
    _as_markdown("markdown_bare", _markdown.Shape("bullet", "bare"), "inner"),
    _as_text("cell_per_line", _text.cell_per_line, "inner"),
    _as_text("spaces", _text.spaces, "none"),
    _as_text("run_together", _text.run_together, "none", _text.run_together_losses),
    _as_text(
        "one_line",
        _text.run_together,
        "none",
        _text.run_together_losses,
        put=_text.write_in_one_line,
    ),
    _as_text("lone_cells", _lines.lone_cells, "none"),
    _as_text("lone_cells_broken", _lines.lone_cells_broken, "none"),
    _as_text("paged", _lines.paged, "none"),
    _as_text("upright", _lines.upright, "none"),
    _as_text("upright_beside", _lines.upright_beside, "none"),
    _as_text("wrapped", _lines.wrapped, "none"),
    # With nothing but blanks behind it, a label that is cut may be another row's.
    _as_text("pipes_broken", _lines.pipes_broken, "inner"),
    _as_text("tabs_broken", _lines.tabs_broken, "inner"),
    _as_text("opened", _lines.opened, "inner"),
    _as_text("bordered", _lines.bordered, "all"),
    _as_text("labels_lost", _lines.labels_lost, "none", _lines.label_losses),
    _as_html("clean", _html.Shape()),
    _as_html("heading_opens_table", _html.Shape(heading_opens_table=True)),
    _as_html("fillers", _html.Shape(reshape=fillers)),
    _as_html("uneven_spans", _html.Shape(reshape=uneven, cell="paragraph")),
    _as_html("groups_once", _html.Shape(reshape=groups_once)),
    _as_html("regrouped", _html.Shape(reshape=regrouped)),
    _as_html("chrome", _html.Shape(around="chrome")),
    _as_html("layout_table", _html.Shape(around="layout_table")),
    _as_html("office", _html.Shape(cell="office", around="office")),
    _as_html("in_two", _html.Shape(split=in_two)),
    _as_html("in_two_headed", _html.Shape(split=in_two_headed, around="chrome")),
    _as_html("in_three", _html.Shape(split=in_three, between="（续表）")),
    _as_html("title_in_lines", _html.Shape(title="lines")),
    _as_html("title_as_picture", _html.Shape(title="name")),
    _as_html("paragraphs", _html.Shape(cell="paragraph")),
    _as_mht("clean", _mht.Shape(_html.Shape())),
    _as_mht("word", _mht.Shape(_html.Shape(cell="office", around="office"), "gb2312", maker="word")),
    _as_mht("base64", _mht.Shape(_html.Shape(reshape=uneven), transfer="base64")),
    _as_html("respanned", _html.Shape(reshape=_regrid.respanned)),
    _as_html("numbered", _html.Shape(reshape=_regrid.numbered)),
    _as_html("remarked", _html.Shape(reshape=_regrid.remarked)),
    _as_html("with_units", _html.Shape(reshape=_regrid.with_units)),
    _as_html("total_first", _html.Shape(reshape=_regrid.total_first, cell="paragraph")),
    _as_html("captioned", _html.Shape(reshape=_regrid.captioned)),
    _as_html("header_cut", _html.Shape(reshape=_regrid.header_cut)),
    _as_html("rows_listed", _html.Shape(reshape=_regrid.rows_listed)),
    _as_html("cells_listed", _html.Shape(reshape=_regrid.cells_listed)),
    _as_html("beside_last_year", _html.Shape(reshape=_regrid.beside_last_year), _regrid.last_year_losses),
    _as_docx("clean", _docx.Shape()),
    _as_docx("split_runs", _docx.Shape(split_runs=True)),
    _as_docx("fillers", _docx.Shape(reshape=fillers)),
    _as_docx("in_two", _docx.Shape(split=in_two)),
    _as_docx("respanned", _docx.Shape(reshape=_regrid.respanned)),
    _as_docx("with_units", _docx.Shape(reshape=_regrid.with_units)),
    _as_docx("header_cut", _docx.Shape(reshape=_regrid.header_cut)),
    _as_docx("rows_listed", _docx.Shape(reshape=_regrid.rows_listed)),
    _as_docx("wide_blanks", _docx.Shape(blank="\u3000")),
    _as_docx("controls", _docx.Shape(in_controls=True, split_runs=True)),
    _as_pdf("clean", _pdf.Shape()),
    _as_pdf("headed", _pdf.Shape(head_again=True, around=True)),
    _as_pdf("split_labels", _pdf.Shape(narrow=True)),
    # A label broken by hand where a page breaks, with a line there, is no different from two rows.
    _as_pdf("rows_cut", _pdf.Shape(narrow=True, cut="closed", around=True), varied=False),
    _as_pdf("rows_cut_open", _pdf.Shape(narrow=True, cut="open")),
    _as_pdf("upright_groups", _pdf.Shape(upright=True, around=True)),
    _as_pdf("radicals", _pdf.Shape(radicals=True)),
    _as_pdf("sideways", _pdf.Shape(sideways=True, head_again=True)),
    _as_pdf("borderless", _pdf.Shape(ruled=False, sideways=True, around=True), "none", varied=False),
    _as_xlsx("clean", _xlsx.Shape()),
    _as_xlsx("sheet_a_section", _xlsx.Shape(Placing(sheet_a_section=True))),
    _as_xlsx("fillers", _xlsx.Shape(Placing(fillers), drawn=False), "inner"),
    _as_xlsx("groups_once", _xlsx.Shape(Placing(groups_once, margin=1), figures="texts")),
    _as_xlsx("unmerged", _xlsx.Shape(Placing(merged=False, gap=1), drawn=False), "inner"),
    _as_xlsx("formulas", _xlsx.Shape(Placing(gap=1), figures="formulas")),
    _as_ods("clean", TIDY),
    _as_ods("sheet_a_section", Placing(fillers, sheet_a_section=True, margin=1)),
    _as_csv("commas", _csv.Shape()),
    _as_csv("semicolons", _csv.Shape(";", gap=1)),
    _as_csv("tabs", _csv.Shape("\t", gap=1, rectangular=False), "inner", ".tsv"),
    _as_flipbook("plain", _flipbook.Shape("{number}.html", 24)),
    _as_flipbook("upright", _flipbook.Shape("files/basic-html/page{number}.html", 20, vertical=True)),
    _as_flipbook("numbered", _flipbook.Shape("mobile/{number:04d}.htm", 30, vertical=True, numbered=True)),
)

LAYOUTS: Final[Mapping[str, Layout]] = {layout.name: layout for layout in _ALL}


@dataclass(frozen=True, slots=True)
class Encoding:
    """`codec` writes the bytes, after `mark`; `charset` is what an HTML page says about itself."""

    name: str
    codec: str
    charset: str
    mark: bytes = b""


ENCODINGS: Final[Mapping[str, Encoding]] = {
    encoding.name: encoding
    for encoding in (
        Encoding("utf-8", "utf-8", "utf-8"),
        Encoding("utf-8-sig", "utf-8", "utf-8", b"\xef\xbb\xbf"),
        Encoding("gb18030", "gb18030", "gb2312"),
        Encoding("utf-16", "utf-16-le", "utf-16", b"\xff\xfe"),
        Encoding("gb18030-says-utf-8", "gb18030", "utf-8"),
        Encoding("utf-8-says-gb2312", "utf-8", "gb2312"),
    )
}


def encodings(format_name: Format) -> tuple[str, ...]:
    """The names of the encodings that a format can be written in; none for those that have their own."""
    if format_name in {"docx", "pdf", "mht", "xlsx", "ods"}:
        return ()
    liars = () if format_name in {"text", "csv"} else ("gb18030-says-utf-8", "utf-8-says-gb2312")
    return ("utf-8", "utf-8-sig", "gb18030", "utf-16", *liars)
