"""Runs `gongkai` in this process, as a person would type it."""

from typing import NamedTuple

import pytest

from gongkai.cli import main


class Ended(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def gongkai(capsys, monkeypatch):
    """Call with the words of the command line; gives the exit code and what was printed."""
    monkeypatch.delenv("GONGKAI_LANG", raising=False)

    def run(*words):
        code = main([str(word) for word in words])
        return Ended(code, *capsys.readouterr())

    return run
