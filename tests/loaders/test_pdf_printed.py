"""Made-up reports as Chromium and LibreOffice print them: every cell of every table, over all its pages."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from gongkai import demo
from gongkai.loaders import Report, read, recognise

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SAMPLES = list(demo.clean_samples(120, seed=29))
BUSY = {"layout_table", "chrome"}
"""Layouts of pages around a report: what is printed beside it is no part of a table."""
WIDE = {"office", "paragraphs", "uneven_spans", "respanned", "total_first", "cells_listed"}
"""Layouts whose tables are wider than the paper when the type is large or LibreOffice prints them."""
STYLES = (
    "",
    "table{border-collapse:collapse}td{border:1px solid #000;padding:4px}",
    "td{text-align:center;padding:3px;font-size:12px}table{width:100%}",
    "body{font-size:21px;line-height:1.8;margin:2cm}td{height:40px}",
    "@page{margin:2.5cm}td{border:.5pt solid}table{border-collapse:collapse;font-size:14pt}",
)
PRINTS: Sequence[Mapping[str, object]] = (
    {},
    {"display_header_footer": True, "margin": dict.fromkeys(("top", "bottom", "left", "right"), "1cm")},
    {"prefer_css_page_size": True},
)
QUICK, SLOW = 6, 60


def layouts(format_name: str, without: set[str]) -> list[str]:
    complete = [name for name in demo.COMPLETE if demo.LAYOUTS[name].format == format_name]
    return [name for name in complete if name.split(".")[1] not in without]


def reports(number: int, names: Sequence[str], *, broken: bool = True) -> Iterator[demo.Rendered]:
    """Reports in these layouts by turns, every second in some style of its own.

    Without `broken` no label is broken by hand: where a page ends at such a place and a line is drawn there,
    one row is no different from two. It is not read then.
    """
    for index in range(number):
        chance = Random(f"printed {names[0]} {index}")
        style = demo.any_style(chance) if index % 2 else demo.PLAIN
        if not broken and style.gap == "\n":
            style = replace(style, gap="")
        yield demo.render(SAMPLES[index * 7 % len(SAMPLES)], names[index % len(names)], style=style)


def told(rendered: demo.Rendered, report: Report) -> Counter[str]:
    """How many cells are right, unread and wrong."""
    count: Counter[str] = Counter()
    for cell_id, truth in rendered.truth.cells.items():
        cell = report.cells[cell_id]
        if (cell.status, cell.value) == (truth.status, truth.value):
            count["right"] += 1
        else:
            count[f"{'unread' if cell.value is None else 'wrong'} in {rendered.layout.name}"] += 1
    return count


def check(printed: Sequence[tuple[demo.Rendered, Path]]) -> None:
    count: Counter[str] = Counter()
    for rendered, path in printed:
        sample = rendered.sample
        report = recognise(read(path))
        count += told(rendered, report)
        assert report.year == sample.year
        assert [section.id for section in report.sections] == [each.id for each in sample.edition.sections]
        assert report.period_start is not None
        assert report.organ == sample.organ.name
    print(f"{len(printed)} reports: {dict(count)}")  # noqa: T201
    assert set(count) == {"right"}


def put(rendered: demo.Rendered, folder: Path, data: bytes | None = None) -> Path:
    path = folder / f"{len(list(folder.iterdir()))}-{rendered.name}"
    path.write_bytes(rendered.data if data is None else data)
    return path


def print_pages(chromium: Browser, folder: Path, number: int) -> list[tuple[demo.Rendered, Path]]:
    page = chromium.new_page()
    printed = []
    plain = layouts("html", set())
    for index, rendered in enumerate(reports(number, plain)):
        text = rendered.data.decode(demo.ENCODINGS[rendered.encoding or ""].codec)
        options: Mapping[str, object] = {"landscape": True}
        if rendered.layout.name.split(".")[1] not in WIDE | BUSY:
            options = PRINTS[index % len(PRINTS)]
            text = text.replace("</head>", f"<style>{STYLES[index % len(STYLES)]}</style></head>", 1)
        path = put(rendered, folder, text.encode())
        page.goto(path.as_uri())
        page.pdf(path=path.with_suffix(".pdf"), format="A4", **options)
        printed.append((rendered, path.with_suffix(".pdf")))
    page.close()
    return printed


@pytest.mark.browser
@pytest.mark.parametrize("number", [QUICK, pytest.param(SLOW, marks=pytest.mark.slow)])
def test_reports_printed_by_chromium(chromium: Browser, tmp_path: Path, number: int) -> None:
    check(print_pages(chromium, tmp_path, number))


def convert(paths: Sequence[Path], folder: Path, reading: str) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", f"--infilter={reading}", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, str(folder), *map(str, paths)], check=True, capture_output=True, timeout=280)


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="no LibreOffice: apt-get install libreoffice-writer-nogui"
)
@pytest.mark.parametrize("number", [QUICK, pytest.param(SLOW, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    ("format_name", "reading", "without"),
    [("docx", "MS Word 2007 XML", {"respanned"}), ("html", "HTML (StarWriter)", WIDE | {"layout_table"})],
)
def test_reports_printed_by_libreoffice(
    tmp_path: Path, number: int, format_name: str, reading: str, without: set[str]
) -> None:
    printed = list(reports(number, layouts(format_name, without), broken=False))
    sources, folder = tmp_path / "in", tmp_path / "out"
    sources.mkdir()
    paths = [put(rendered, sources) for rendered in printed]
    folder.mkdir()
    convert(paths, folder, reading)
    check([(one, folder / f"{path.stem}.pdf") for one, path in zip(printed, paths, strict=True)])
