"""`python -m benchmarks._peers.lxml_parse FOLDER`: parses every web page of a folder in two processes.

Prints how many pages have a table; nothing is read out of them.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

from lxml import html

_PROCESSES: Final = 2
_AT_ONCE: Final = 50


def _has_table(path: Path) -> bool:
    return html.document_fromstring(path.read_bytes()).find(".//table") is not None


def main(folder: Path) -> None:
    with ProcessPoolExecutor(_PROCESSES) as processes:
        print(sum(processes.map(_has_table, sorted(folder.rglob("*.html")), chunksize=_AT_ONCE)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
