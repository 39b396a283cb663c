"""The reports that are made up for the long measures."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def provinces() -> Iterator[ModuleType]:
    """The root of the repository is not on the path of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parents[2]))
        yield importlib.import_module("benchmarks._provinces")


def test_a_province_is_two_reports_an_organ_some_with_a_fault(provinces: ModuleType, tmp_path: Path) -> None:
    layouts = ("text.tabs", "html.clean", "text.markdown")
    provinces.put_province((tmp_path, 31, 9, layouts))
    reports = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*.*")}
    assert len(reports) == 18
    assert {name.split("/")[0] for name in reports} == {"第01市"}
    assert sum(name.endswith(".html") for name in reports) == 6
    provinces.put_province((tmp_path / "again", 31, 9, layouts))
    assert sorted(path.read_bytes() for path in (tmp_path / "again").rglob("*.*")) == sorted(reports.values())
