"""The pages of the rules in docs/ are those of the catalogue."""

import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.rules import KINDS, LESSONS, catalogues
from gongkai.rules._pages import INDEX, pages

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "rules"


def test_every_kind_has_a_lesson() -> None:
    assert set(LESSONS) == set(KINDS), "add the kind to rules/_lessons.py"


@pytest.mark.skipif(not DOCS.is_dir(), reason="docs/ is not there: tests of an installed package")
def test_the_pages_are_not_stale() -> None:
    there = {path.name: path.read_text("utf-8") for path in DOCS.glob("*.md")}
    stale = [name for name, text in pages().items() if there.get(name) != text]
    assert (stale, sorted(there.keys() - pages().keys())) == ([], []), "run: make docs"


def test_a_page_says_all_that_a_rule_says() -> None:
    made = pages()
    for catalogue in catalogues():
        for rule in catalogue.rules:
            wanted = [f"## `{rule.id}`", rule.citation, *rule.limits]
            wanted += [text.zh for text in (LESSONS[rule.kind].why, LESSONS[rule.kind].correct)]
            if rule == max(
                (one.by_id[rule.id] for one in catalogues() if rule.id in one.by_id), key=_edition
            ):
                wanted += [*rule.title, *rule.example, *rule.remedy]
            wanted += [rule.formula.zh] if rule.formula else []
            assert [part for part in wanted if part not in made[f"{rule.kind}.md"]] == [], rule.id
            assert f"({rule.kind}.md)" in made[INDEX]


def _edition(rule):
    return rule.edition


def test_the_module_writes_the_pages_and_removes_old_ones(tmp_path: Path) -> None:
    (tmp_path / "gone.md").write_text("", "utf-8")
    environment = {"PYTHONPATH": str(ROOT / ".dev"), "PYTHONUTF8": "1"}
    subprocess.run([sys.executable, "-m", "gongkai.rules", str(tmp_path)], env=environment, check=True)
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == pages()
