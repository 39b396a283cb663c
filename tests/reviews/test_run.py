"""A whole run, read as a supervisor reads it: from the overview to a finding and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gongkai.checkpoints import Run, audit
from gongkai.demo import write_province
from gongkai.loaders import load
from gongkai.reviews import write_site


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    folder = tmp_path_factory.mktemp("run")
    write_province(folder / "province")
    (folder / "province" / "reports" / "空.docx").touch()
    frames = load([folder / "province" / "reports"])
    run = audit(frames, folder / "out")
    write_site(run, folder / "out", "zh")
    return run, folder / "out" / "index.html"


@pytest.mark.browser
def test_from_the_overview_to_every_batch_and_back(
    finished: tuple[Run, Path], visit: Callable[..., Any]
) -> None:
    run, overview = finished
    seen = visit(java_script_enabled=False)
    page = seen.page
    seen.open(overview)
    links = page.locator("table.batches a")
    assert links.all_inner_texts() == [batch.id for batch in run.batches]
    for place, batch in enumerate(run.batches):
        links.nth(place).click()
        assert batch.id in page.locator("h1").inner_text()
        page.locator("nav:not(.site) a").click()
        page.locator("nav:not(.site) a").click()
        assert page.url == overview.as_uri()
    for name in page.locator("section:has(#files) a").all_inner_texts():
        assert (overview.parent / name).is_file()
    assert seen.outside == []
    assert seen.complaints == []


@pytest.mark.browser
def test_overview_index_and_batch_pages_give_the_same_counts(
    finished: tuple[Run, Path], visit: Callable[..., Any]
) -> None:
    run, overview = finished
    seen = visit(java_script_enabled=False)
    page = seen.page
    seen.open(overview)
    first = [row.locator("td").all_inner_texts() for row in page.locator("table.batches tbody tr").all()]
    assert page.locator(".tiles dd").all_inner_texts()[2] == str(run.failures.num_rows) == "1"
    assert "空.docx" in page.locator("table.unread").inner_text()
    seen.open(overview.parent / "data_docs" / "index.html")
    index = [row.locator("td").all_inner_texts()[:-1] for row in page.locator("table.batches tbody tr").all()]
    assert index == first
    for batch, row in zip(run.batches, first, strict=True):
        assert batch.page is not None
        seen.open(overview.parent / batch.page)
        counts = [
            line.locator("td").all_inner_texts() for line in page.locator("table.counts tbody tr").all()
        ]
        assert [line[0] for line in counts] == row[4:7]
        assert sum(int(line[1]) for line in counts) == int(row[7])
        assert page.locator(".verdict").inner_text() == row[0]


def test_every_report_with_a_finding_is_named_on_its_page(finished: tuple[Run, Path]) -> None:
    run, overview = finished
    pages = {batch.id: (overview.parent / str(batch.page)).read_text("utf-8") for batch in run.batches}
    rows = run.findings.select(["report_id", "edition", "year"]).to_pylist()
    assert rows
    for row in rows:
        year = "unknown" if row["year"] is None else row["year"]
        assert row["report_id"] in pages[f"{row['edition']}-{year}"]
