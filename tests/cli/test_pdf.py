"""`gongkai audit --pdf`."""

from __future__ import annotations

import pytest

from gongkai import demo, reviews

NAME = "会议材料.pdf"


@pytest.fixture
def inbox(tmp_path):
    """A folder with one clean report."""
    rendered = next(demo.clean_reports(1, years=(2022,)))
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / rendered.name).write_bytes(rendered.data)
    return tmp_path / "reports"


def browser(tmp_path, *lines):
    """A browser that does just this; `$pdf` is where it is to print."""
    path = tmp_path / "browser"
    find = 'for word; do case "$word" in --print-to-pdf=*) pdf=${word#*=};; esac; done'
    path.write_text("\n".join(("#!/bin/sh", find, *lines)) + "\n", "utf-8")
    path.chmod(0o755)
    return lambda: str(path)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_a_browser_it_ends_before_anything_is_read(gongkai, inbox, tmp_path, monkeypatch, lang):
    monkeypatch.setattr(reviews, "find_browser", lambda: None)
    ended = gongkai("--lang", lang, "audit", inbox, "-o", tmp_path / "out", "--pdf")
    assert ended.code == 2
    assert "chromium" in ended.err
    assert not (tmp_path / "out").exists()


def test_a_browser_that_fails_is_told_and_the_site_is_there(gongkai, inbox, tmp_path, monkeypatch):
    monkeypatch.setattr(reviews, "find_browser", browser(tmp_path, "exit 7"))
    ended = gongkai("audit", inbox, "-o", tmp_path / "out", "--pdf")
    assert ended.code == 3
    assert "没有生成 PDF" in ended.err
    assert (tmp_path / "out" / "index.html").is_file()
    assert not (tmp_path / "out" / NAME).exists()


def test_the_pdf_lies_beside_the_pages_and_goes_with_the_run(gongkai, inbox, tmp_path, monkeypatch):
    monkeypatch.setattr(reviews, "find_browser", browser(tmp_path, 'echo printed > "$pdf"'))
    assert gongkai("audit", inbox, "-o", tmp_path / "out", "--pdf").code == 0
    assert (tmp_path / "out" / NAME).read_text() == "printed\n"
    assert gongkai("audit", inbox, "-o", tmp_path / "out").code == 0
    assert not (tmp_path / "out" / NAME).exists()
