"""Several reports in one file: each is a report of its own; a lone one is left whole."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from random import Random

import pytest

from gongkai import demo, forms
from gongkai.loaders import Document, Locator, Paragraph, read_bytes, recognise, recognise_all

SAMPLES = list(demo.clean_samples(30))
PHRASE = forms.vocabulary().report_titles[0]
LAYOUTS = ("html.clean", "html.layout_table", "docx.clean", "text.pipes", "text.tabs", "text.spaces")


def read_one(sample: demo.Sample, layout: str = "html.clean") -> Document:
    rendered = demo.render(sample, layout)
    return read_bytes(rendered.data, rendered.name)


def together(documents: Sequence[Document], before: Sequence[str] = ()) -> Document:
    blocks = [Paragraph(text, Locator()) for text in before]
    for document in documents:
        blocks += document.blocks  # type: ignore[arg-type]
    return dataclasses.replace(documents[0], path="汇编.html", blocks=tuple(blocks), name=None)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("number", [2, 3, 7])
def test_every_report_of_a_compilation_is_read(layout: str, number: int) -> None:
    samples = Random(f"{layout} {number}").sample(SAMPLES, number)
    reports = recognise_all(together([read_one(sample, layout) for sample in samples]))
    assert [(report.organ, report.year) for report in reports] == [(s.organ.name, s.year) for s in samples]
    for report, sample in zip(reports, samples, strict=True):
        assert {cell: read.value for cell, read in report.cells.items()} == sample.cells
        assert len(report.sections) == len(sample.edition.sections)
        assert report.file_year is None
    assert len({report.report_id for report in reports}) == number
    assert reports[1].report_id == f"{reports[0].report_id}-2"
    assert [note.text.zh for note in reports[1].notes if note.code == "part"] == [
        f"同一文件中有{number}份报告，这是第2份"
    ]


def test_one_organ_over_the_years() -> None:
    organ = SAMPLES[0].organ
    samples = [demo.make_sample(demo.SEED, organ, year) for year in (2020, 2021, 2022)]
    reports = recognise_all(together([read_one(sample) for sample in samples]))
    assert [(report.organ, report.year, report.edition) for report in reports] == [
        (organ.name, 2020, "2019"),
        (organ.name, 2021, "2021"),
        (organ.name, 2022, "2021"),
    ]


def test_a_table_of_contents_is_no_report() -> None:
    samples = [sample for sample in SAMPLES if sample.year == SAMPLES[0].year][:3]
    contents = ["目录", *(sample.title for sample in samples)]
    reports = recognise_all(together([read_one(sample) for sample in samples], contents))
    assert [report.organ for report in reports] == [sample.organ.name for sample in samples]


def test_organs_named_in_a_line_above_the_title() -> None:
    samples = [sample for sample in SAMPLES if sample.year == SAMPLES[0].year][:2]
    documents = []
    for sample in samples:
        _, *rest = read_one(sample).blocks
        lines = [sample.organ.name, f"{sample.year}年", PHRASE]
        blocks = (*(Paragraph(line, Locator()) for line in lines), *rest)
        documents.append(dataclasses.replace(read_one(sample), blocks=blocks))
    reports = recognise_all(together(documents))
    assert [(report.organ, report.year) for report in reports] == [(s.organ.name, s.year) for s in samples]


@pytest.mark.parametrize("layout", [name for name in demo.COMPLETE if demo.LAYOUTS[name].suffix])
def test_a_lone_report_is_left_whole(layout: str) -> None:
    rendered = demo.render(SAMPLES[3], layout)
    assert len(recognise_all(read_bytes(rendered.data, rendered.name))) == 1


def test_other_titles_around_a_report_begin_nothing() -> None:
    document = read_one(SAMPLES[0])
    links = [Paragraph(f"某局{year}年{PHRASE}", Locator()) for year in (2018, 2017)]
    for blocks in ((*links, *document.blocks), (*document.blocks, *links)):
        (report,) = recognise_all(dataclasses.replace(document, blocks=tuple(blocks)))
        assert {cell: read.value for cell, read in report.cells.items()} == SAMPLES[0].cells


def test_the_same_report_twice_is_one() -> None:
    document = read_one(SAMPLES[0])
    (report,) = recognise_all(together([document, document]))
    assert {cell: read.value for cell, read in report.cells.items()} == SAMPLES[0].cells


def test_two_sets_of_tables_under_one_title_are_not_told_apart() -> None:
    one, other = SAMPLES[0], SAMPLES[5]
    _, *rest = read_one(other).blocks
    document = read_one(one)
    (report,) = recognise_all(dataclasses.replace(document, blocks=(*document.blocks, *rest)))
    for cell, read in report.cells.items():
        if one.cells[cell] != other.cells.get(cell):
            assert read.status in ("unreadable", "missing")


def test_recognise_gives_the_first() -> None:
    assert recognise(together([read_one(SAMPLES[0]), read_one(SAMPLES[1])])).year == SAMPLES[0].year
