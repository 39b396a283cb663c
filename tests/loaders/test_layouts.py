"""Every layout of the demo province: each cell as its truth says, never a wrong number."""

from __future__ import annotations

from random import Random

import pytest

from gongkai import demo
from gongkai.loaders import read_bytes, recognise

SAMPLES = list(demo.clean_samples(60))
PER_LAYOUT = 8


@pytest.mark.parametrize("layout", [name for name, layout in demo.LAYOUTS.items() if layout.suffix])
def test_every_cell_is_as_printed(layout: str) -> None:
    for number in range(PER_LAYOUT):
        chance = Random(f"{layout} {number}")
        sample = chance.choice(SAMPLES)
        style = demo.any_style(chance) if number % 2 else demo.PLAIN
        rendered = demo.render(sample, layout, style=style)
        report = recognise(read_bytes(rendered.data, rendered.name))
        told = {cell: (read.status, read.value) for cell, read in report.cells.items()}
        recovered = [cell for cell, read in report.cells.items() if read.status == "inferred"]
        truth = rendered.truth_if(recovered)
        assert told == {cell: (read.status, read.value) for cell, read in truth.cells.items()}
        assert (report.edition, report.edition_source) == (sample.edition_id, "table")
        assert (report.organ, report.year, report.file_year) == (sample.organ.name, sample.year, sample.year)
        assert report.period_start is not None
        assert report.period_start.year == sample.year
        assert [section.id for section in report.sections] == [s.id for s in sample.edition.sections]


@pytest.mark.parametrize(
    ("layout", "encoding"),
    [
        (layout, encoding)
        for layout in ("text.tabs", "html.clean")
        for encoding in demo.encodings(demo.LAYOUTS[layout].format)
    ],
)
def test_every_encoding_is_read(layout: str, encoding: str) -> None:
    rendered = demo.render(SAMPLES[0], layout, encoding=encoding)
    report = recognise(read_bytes(rendered.data, rendered.name))
    assert {cell: read.value for cell, read in report.cells.items()} == {
        cell: read.value for cell, read in rendered.truth.cells.items()
    }
    assert report.organ == SAMPLES[0].organ.name
