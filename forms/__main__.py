"""`python -m gongkai.forms [PATH]`: the page of both editions, to PATH or to the standard output."""

from __future__ import annotations

import sys
from pathlib import Path

from gongkai.forms._page import page

if len(sys.argv) > 1:
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
else:
    sys.stdout.write(page())
