import sys

import pytest

from gongkai.cli._progress import progress


@pytest.mark.parametrize(("total", "lines"), [(1, 1), (3, 3), (10, 10), (1000, 10)])
def test_elsewhere_than_on_a_terminal_there_is_a_line_for_every_tenth(capsys, total, lines):
    with progress("读取") as step:
        for done in range(1, total + 1):
            step(done, total, "a.txt")
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == lines
    assert err.splitlines()[-1] == f"读取 {total}/{total}"


def test_on_a_terminal_there_is_a_bar(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    with progress("读取") as step:
        step(2, 4, "a.txt")
        step(4, 4, "b.txt")
    out, err = capsys.readouterr()
    assert out == ""
    assert "4/4" in err
    assert "━" in err
