"""A document is read alike whether or not one of its layout was read before."""

from __future__ import annotations

import pytest

from gongkai import demo
from gongkai.loaders import Report, _layouts, read_bytes, recognise


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_layouts, "_known", {})


def read_report(rendered: demo.Rendered) -> Report:
    return recognise(read_bytes(rendered.data, rendered.name))


def afresh(rendered: demo.Rendered, monkeypatch: pytest.MonkeyPatch) -> Report:
    with monkeypatch.context() as patch:
        patch.setattr(_layouts, "_known", {})
        return read_report(rendered)


ONE_FILE = [name for name in demo.COMPLETE if demo.LAYOUTS[name].format in ("html", "docx", "text")]


@pytest.mark.parametrize("layout", ONE_FILE)
def test_what_is_known_of_a_layout_changes_nothing(layout: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = [demo.render(sample, layout, style=demo.PLAIN) for sample in demo.clean_samples(8)]
    for rendered in plain:
        assert read_report(rendered) == afresh(rendered, monkeypatch)


@pytest.mark.parametrize("year", [demo.YEARS[0], demo.YEARS[-1]])
def test_faults_are_read_alike(year: int, monkeypatch: pytest.MonkeyPatch) -> None:
    layout, organ = "html.clean", next(iter(demo.organs(demo.SEED)))
    clean = demo.render(demo.make_sample(demo.SEED, organ, year), layout)
    for fault in demo.defects(clean.sample.edition_id):
        if demo.LAYOUTS[layout].shows(fault):
            read_report(clean)
            rendered = demo.render(demo.make_sample(demo.SEED, organ, year, fault.id), layout)
            assert read_report(rendered) == afresh(rendered, monkeypatch)


def test_layouts_are_known_again() -> None:
    first, second = (demo.render(sample, "html.clean") for sample in list(demo.clean_samples(40))[::20])
    read_report(first)
    known = len(_layouts._known)
    read_report(first)
    assert len(_layouts._known) == known
    read_report(second)
    assert 1 <= len(_layouts._known) <= known + 1


def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_layouts, "_MOST_LAYOUTS", 3)
    for layout in ONE_FILE:
        read_report(demo.render(next(iter(demo.clean_samples(1))), layout))
        assert len(_layouts._known) <= 3
