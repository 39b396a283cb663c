"""Code in docs/ is Python, and every command in it is one of ours."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from gongkai.cli._app import build
from gongkai.cli._voice import Voice

DOCS = Path(__file__).parents[1] / "docs"
PAGES = [DOCS / f"{name}.md" for name in ("api", "engines", "nightly", "outputs", "notices")]
COMMANDS = set(build(Voice("zh")).commands)


def blocks(page: Path, language: str) -> list[str]:
    tokens = MarkdownIt().parse(page.read_text("utf-8"))
    return [token.content for token in tokens if token.type == "fence" and token.info == language]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_code_can_be_read(page: Path) -> None:
    for code in blocks(page, "python"):
        ast.parse(code)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_are_there(page: Path) -> None:
    text = page.read_text("utf-8")
    named = set(re.findall(r"(?m)(?:^|`)gongkai ([a-z]+)", text))
    assert named <= COMMANDS
