"""The pictures of docs/pages, made again from the made-up province: `python -m tests.reviews.pictures`."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from lxml import html
from PIL import Image
from playwright.sync_api import sync_playwright

from gongkai.cli import main
from gongkai.nightly import Settings, make_project, night

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "pages"
WIDTH, HEIGHT = 1366, 1500
COLOURS = 256
NOW, DAY = 1_790_000_000.0, 86_400


class Picture(NamedTuple):
    """A page and what is pictured of it: the first element that `selector` names, else its top."""

    name: str
    page: Path
    selector: str = ""


def pictures(out: Path) -> Iterator[Picture]:
    """One of each kind of page, that which shows most."""
    review = out / "review"
    yield Picture("overview", out / "index.html")
    yield Picture("search", review / "search.html")
    yield Picture("batch", _largest(out / "data_docs", "**/reports-2021-*.html"))
    yield Picture("city", _showing(review / "city", "//section"))
    years = "//table[contains(@class, 'matrix')][count(.//tr) < 9]//td//a"
    yield Picture("organ", _showing(review / "organ", years))
    yield Picture("rule", _showing(review / "rule", "//td/q"))
    corrected = "//article[count(//article) < 4]/*[@class='corrections'][//a[contains(@href, '#page=')]]"
    report = _showing(review / "report", corrected)
    yield Picture("report", report)
    yield Picture("report-table", report, "table.statutory:has(td.flagged)")
    yield Picture("trend", out.with_name("project") / "site" / "review" / "trend.html")


def _largest(folder: Path, pattern: str) -> Path:
    return max(sorted(folder.glob(pattern)), key=lambda path: path.stat().st_size)


def _showing(folder: Path, path: str) -> Path:
    """The page on which most of this stands; of pages that are equal the first by its address."""

    def shown(page: Path) -> int:
        return len(html.fromstring(page.read_bytes()).xpath(path))

    return max(sorted(folder.glob("*.html")), key=shown)


def _take(page: Page, picture: Picture) -> bytes:
    page.goto(picture.page.resolve().as_uri())
    if picture.selector:
        return page.locator(picture.selector).first.screenshot()
    return page.screenshot(clip={"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT}, full_page=True)


def _small(picture: bytes) -> bytes:
    """The same in few colours, which is a third of the size."""
    data = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS).save(data, "PNG", optimize=True)
    return data.getvalue()


def _nights(project: Path, reports: Path) -> None:
    """Four nights of a project, on each of which some reports are withdrawn or come back."""
    make_project(project)
    shutil.copytree(reports, project / "inbox", dirs_exist_ok=True)
    paths = sorted((project / "inbox").rglob("*-2019.*"))
    kept = {path: path.read_bytes() for path in paths}
    for number in range(4):
        for path in paths:
            path.unlink(missing_ok=True)
        for path in paths[number % 3 :: 2]:
            path.write_bytes(kept[path])
            os.utime(path, (NOW - DAY, NOW - DAY))
        settings = Settings.read(project, {}, {"settle": "0"})
        night(settings, clock=lambda at=number: NOW + at * DAY, environment={})


def make(folder: Path = FOLDER) -> None:
    """Audits the made-up province and takes the pictures of it.

    Raises:
        RuntimeError: there is no Chromium.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise RuntimeError("no Chromium on this machine: apt-get install chromium")
    # Pages print paths as they are given: these are the same on every machine.
    with TemporaryDirectory() as room, chdir(room), sync_playwright() as playwright:
        os.environ["GONGKAI_LANG"] = "zh"
        main(["demo", "-o", "demo"])
        main(
            [
                "audit",
                "demo/reports",
                "--registry",
                "demo/registry.csv",
                "--scope",
                "departments",
                "-o",
                "out",
            ]
        )
        _nights(Path("project"), Path("demo/reports"))
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for picture in pictures(Path("out")):
            (folder / f"{picture.name}.png").write_bytes(_small(_take(page, picture)))
        browser.close()


if __name__ == "__main__":
    make()
    sys.exit()
