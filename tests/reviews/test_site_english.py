"""The site in English, whose words are longer: every page fits, and axe finds nothing serious."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gongkai.demo import write_province

ORGANS = 25
KINDS = ("report", "organ", "city", "rule")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory, publisher: Callable[..., Any]) -> list[Path]:
    """Of each kind the largest page and the smallest."""
    folder = tmp_path_factory.mktemp("english")
    write_province(folder / "province", number_of_organs=ORGANS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GONGKAI_LANG", "en")
        publisher(folder, "--registry", str(folder / "province" / "registry.csv"), "--scope", "departments")
    out = folder / "out"
    groups = [
        *(list((out / "review" / kind).glob("*.html")) for kind in KINDS),
        list((out / "data_docs").rglob("reports-*.html")),
    ]
    ends = [chosen(group, key=lambda path: path.stat().st_size) for group in groups for chosen in (min, max)]
    return [out / "index.html", out / "review" / "search.html", out / "data_docs" / "index.html", *ends]


@pytest.mark.browser
@pytest.mark.parametrize(("width", "media"), [(1366, "screen"), (1920, "screen"), (703, "print")])
def test_every_kind_of_page_fits(
    english: list[Path], visit: Callable[..., Any], width: int, media: str
) -> None:
    seen = visit(viewport={"width": width, "height": 900})
    seen.page.emulate_media(media=media)
    for path in english:
        seen.open(path)
        assert seen.page.get_attribute("html", "lang") == "en"
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert (seen.outside, seen.complaints) == ([], [])


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(english: list[Path], chromium: Any, scheme: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    # The page's own policy keeps every foreign script out, axe's too.
    context = chromium.new_context(offline=True, bypass_csp=True, color_scheme=scheme)
    try:
        page = context.new_page()
        for path in english:
            page.goto(path.as_uri())
            found = axe.run(page).response["violations"]
            assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == [], path
    finally:
        context.close()
