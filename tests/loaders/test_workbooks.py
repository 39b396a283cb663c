"""Workbooks as LibreOffice saves them, in each format: every cell as printed."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from gongkai import demo
from gongkai.loaders import read_bytes, recognise

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="no LibreOffice: apt-get install libreoffice-calc-nogui"
)
WORKBOOKS = [name for name in demo.COMPLETE if demo.LAYOUTS[name].format in ("xlsx", "ods")]
TARGETS: Mapping[str, str] = {
    "xls": "xls",
    "ods": "ods",
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
    # Delimiter, quote, character set (GB18030, then UTF-8), first line.
    "csv": "csv:Text - txt - csv (StarCalc):44,34,85,1",
    "tsv": "csv:Text - txt - csv (StarCalc):9,34,76,1",
}
ONE_SHEET_ONLY = ("csv", "tsv")


def printed(number: int, target: str) -> list[demo.Rendered]:
    layouts = [
        name for name in WORKBOOKS if target not in ONE_SHEET_ONLY or not name.endswith("sheet_a_section")
    ]
    reports = []
    for index, sample in enumerate(demo.clean_samples(number, seed=6)):
        chance = Random(index)
        style = demo.any_style(chance) if index % 2 else demo.PLAIN
        reports.append(demo.render(sample, layouts[index % len(layouts)], style=style))
    return reports


def saved(reports: list[demo.Rendered], target: str, folder: Path) -> list[bytes]:
    """The reports as LibreOffice saves them: one start of it for all."""
    files = []
    for number, report in enumerate(reports):
        files.append(folder / f"{number}{report.layout.suffix}")
        files[-1].write_bytes(report.data)
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
            *("--convert-to", TARGETS[target], "--outdir", folder / "saved", *files),
        ],
        check=True,
        capture_output=True,
        timeout=250,
    )
    suffix = TARGETS[target].partition(":")[0]
    return [(folder / "saved" / f"{number}.{suffix}").read_bytes() for number in range(len(reports))]


def outcomes(data: bytes, name: str, report: demo.Rendered) -> Counter[str]:
    """How many cells are right, unread and wrong; and whether the report is told as whose it is."""
    read = recognise(read_bytes(data, name))
    found: Counter[str] = Counter()
    for cell_id, truth in report.truth.cells.items():
        cell = read.cells[cell_id]
        if (cell.status, cell.value) == (truth.status, truth.value):
            found["right"] += 1
        else:
            found["wrong" if cell.value is not None or cell.status == "blank" else "unread"] += 1
    sample = report.sample
    if (read.organ, read.year) != (sample.organ.name, sample.year):
        found["nameless"] += 1
    if [section.id for section in read.sections] != [section.id for section in sample.edition.sections]:
        found["other sections"] += 1
    return found


def total(number: int, target: str, folder: Path) -> Counter[str]:
    reports = printed(number, target)
    files = saved(reports, target, folder)
    found = [outcomes(data, f"年报.{target}", report) for data, report in zip(files, reports, strict=True)]
    return sum(found, Counter[str]())


@needs_office
@pytest.mark.parametrize("target", ["xls", "ods"])
def test_a_few_reports(target: str, tmp_path: Path) -> None:
    found = total(len(WORKBOOKS), target, tmp_path)
    assert set(found) == {"right"}


@needs_office
def test_a_sheet_of_wps_is_one_of_excel(tmp_path: Path) -> None:
    reports = printed(1, "xls")
    (data,) = saved(reports, "xls", tmp_path)
    assert read_bytes(data, "年报.et").format == "xls"
    assert set(outcomes(data, "年报.et", reports[0])) == {"right"}
    assert read_bytes(data, "年报.doc").blocks == read_bytes(data, "年报.xls").blocks


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_a_hundred_reports(target: str, tmp_path: Path) -> None:
    found = total(104, target, tmp_path)
    assert set(found) == {"right"}, found
