"""docs/forms.md is what the forms say today."""

import subprocess
import sys
from pathlib import Path

import pytest

from gongkai import forms
from gongkai.forms._page import COMMAND, page

ROOT = Path(__file__).parents[2]


def test_the_page_in_docs_is_not_stale():
    stored = ROOT.joinpath("docs", "forms.md").read_text("utf-8")
    if stored != page():
        pytest.fail(f"docs/forms.md is stale; run `{COMMAND}`")


@pytest.mark.parametrize("edition", forms.editions(), ids=lambda edition: edition.id)
def test_the_page_says_everything(edition):
    text = page()
    wanted = [
        edition.document,
        *edition.cell_ids,
        *edition.labels(),
        *(section.heading for section in edition.sections),
        *(variant for section in edition.sections for variant in section.variants),
        *(identity.id for identity in edition.identities),
        *(edition.formula(identity) for identity in edition.identities),
        *(citation.text for citation in edition.citations.values()),
    ]
    assert [part for part in wanted if part not in text] == []


def test_the_module_writes_the_page(tmp_path):
    path = tmp_path / "forms.md"
    command = [sys.executable, "-m", "gongkai.forms"]
    # The checkout has to be importable also where the package is not installed.
    environment = {"PYTHONPATH": str(ROOT / ".dev"), "PYTHONUTF8": "1"}
    subprocess.run([*command, str(path)], env=environment, check=True)
    assert path.read_text("utf-8") == page()
    printed = subprocess.run(command, env=environment, check=True, capture_output=True)
    assert printed.stdout.decode() == page()
