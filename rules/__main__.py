"""`python -m gongkai.rules FOLDER`: writes the pages of all rules there; pages of kinds that are gone go."""

from __future__ import annotations

import sys
from pathlib import Path

from gongkai.rules._pages import pages

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
made = pages()
for path in folder.glob("*.md"):
    if path.name not in made:
        path.unlink()
for name, text in made.items():
    folder.joinpath(name).write_text(text, encoding="utf-8")
