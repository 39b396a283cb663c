"""The measure of the site: that it fails where other pages are made again."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def site() -> Iterator[ModuleType]:
    """The root of the repository is not on the path of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parents[2]))
        yield importlib.import_module("benchmarks.site")


def test_ten_reports_are_changed(site: ModuleType, tmp_path: Path) -> None:
    for number in range(25):
        (tmp_path / f"{number:02}.txt").write_text("甲", "utf-8")
    site._change(tmp_path)
    assert sum(path.read_text("utf-8") != "甲" for path in tmp_path.iterdir()) == site._CHANGED


@pytest.mark.parametrize(("changed", "right"), [(9, False), (10, True), (11, False)])
def test_other_pages_made_again_are_a_wrong_result(site: ModuleType, changed: int, right: bool) -> None:
    before = {str(number): (number, 0) for number in range(30)}
    after = {name: (inode, int(inode < changed)) for name, (inode, _) in before.items()}
    if right:
        site._check_rebuilt(before, after)
    else:
        with pytest.raises(site.WrongResultError, match=f"{changed} pages"):
            site._check_rebuilt(before, after)


def test_a_page_that_is_gone_is_a_wrong_result(site: ModuleType) -> None:
    before = {str(number): (number, 0) for number in range(30)}
    after = {name: (inode, int(inode < 10)) for name, (inode, _) in before.items() if inode < 29}
    with pytest.raises(site.WrongResultError):
        site._check_rebuilt(before, after)


def test_memory_is_what_the_site_adds(site: ModuleType) -> None:
    small, large = (site._Audit(1.0, 1.0, 1.0, 100 << 20, peak << 20, 1, 0) for peak in (150, 160))
    assert "adds 60 MiB to the 100 MiB" in site._memory(small, 2000, large).value
    assert "1.20 (target ≤ 1.3: met)" in site._memory(small, 2000, large).value
