"""`python -m benchmarks`: ratios against peers, and what is checked before they are taken."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks import (
    accuracy,
    catalogue,
    docx,
    html,
    likeness,
    markdown,
    memory,
    nights,
    pdf,
    precision,
    scale,
    search,
    site,
    spark,
    startup,
    throughput,
    validation,
    whole,
    workers,
    xlsx,
)
from benchmarks._kept import in_order, keep, kept
from benchmarks._pairs import Comparison, Fact, WrongResultError
from benchmarks._report import page, text

_DOCS: Final = Path(__file__).parents[1] / "docs"
_PAGE: Final = _DOCS / "benchmarks.md"
_OWN_PAGES: Final[Mapping[str, tuple[Path, Callable[[Sequence[Fact]], str]]]] = {
    "accuracy": (_DOCS / "accuracy.md", accuracy.page),
    "precision": (_DOCS / "precision.md", precision.page),
    "scale": (_DOCS / "scale.md", scale.page),
}

Measured = list[Comparison] | list[Fact] | list[Comparison | Fact]

_FULL: Final[Mapping[str, Callable[[], Measured]]] = {
    "html": lambda: html.compare(pairs=7, number=96),
    "docx": lambda: docx.compare(pairs=7, number=60),
    "xlsx": lambda: xlsx.compare(pairs=7, number=60),
    "pdf": lambda: pdf.compare(pairs=3, number=36),
    "pdf-right": lambda: pdf.right(number=90),
    "markitdown": lambda: markdown.compare(pairs=3, number=48),
    "validation": lambda: validation.few(pairs=5, number=10_000),
    "validation-many": lambda: validation.many(pairs=9, number=100_000),
    "validation-most": lambda: validation.most(pairs=3, number=1_000_000, fewer=100_000),
    "spark": lambda: spark.compare(number=1_000_000),
    "likeness": lambda: likeness.compare(number=10_000),
    "catalogue": lambda: catalogue.compare(pairs=5, number=10_000),
    "startup": lambda: startup.compare(pairs=7),
    "workers": lambda: workers.compare(pairs=5, number=1000),
    "memory": lambda: memory.growth(few=2000, many=20_000),
    "reading": lambda: throughput.reading(number=120),
    "audit": lambda: throughput.auditing(number=1000),
    "whole": lambda: whole.compare(number=10_000),
    "site": lambda: site.measured(few=2000, many=20_000),
    "search": lambda: search.measured(number=20_000),
    "nights": lambda: nights.measured(number=2000, count=30),
    "no-change": lambda: nights.unchanged(number=5000),
    "accuracy": lambda: accuracy.check(number=100),
    "precision": lambda: precision.check(clean=3000, of_each=2),
    "scale": lambda: scale.measured((300, 1000, 3000, 10_000), (5000, 20_000, 50_000, 100_000), 20_000, 50),
}
_QUICK: Final[Mapping[str, Callable[[], Measured]]] = {
    "html": lambda: html.compare(pairs=3, number=60),
    "docx": lambda: docx.compare(pairs=3, number=30),
    "xlsx": lambda: xlsx.compare(pairs=3, number=30),
    "pdf": lambda: pdf.compare(pairs=1, number=18),
    "pdf-right": lambda: pdf.right(number=18),
    "markitdown": lambda: markdown.compare(pairs=1, number=24),
    "validation": lambda: validation.few(pairs=1, number=2000),
    "validation-many": lambda: validation.many(pairs=1, number=10_000),
    "validation-most": lambda: validation.most(pairs=1, number=50_000, fewer=5000),
    "spark": lambda: spark.compare(number=20_000),
    "likeness": lambda: likeness.compare(number=2000),
    "catalogue": lambda: catalogue.compare(pairs=1, number=2000),
    "startup": lambda: startup.compare(pairs=5),
    "workers": lambda: workers.compare(pairs=3, number=300),
    "memory": lambda: memory.growth(few=500, many=2000),
    "reading": lambda: throughput.reading(number=30),
    "audit": lambda: throughput.auditing(number=100),
    "whole": lambda: whole.compare(number=300),
    "site": lambda: site.measured(few=400, many=1200),
    "search": lambda: search.measured(number=20_000),
    "nights": lambda: nights.measured(number=100, count=8),
    "no-change": lambda: nights.unchanged(number=300),
    "accuracy": lambda: accuracy.check(number=5),
    "precision": lambda: precision.check(clean=60, of_each=1),
    "scale": lambda: scale.measured((100, 300), (500, 2000), 1000, 4),
}

_LONG: Final = frozenset(
    {
        "validation-most",
        "spark",
        "memory",
        "whole",
        "site",
        "nights",
        "no-change",
        "accuracy",
        "precision",
        "scale",
    }
)
"""Minutes; measured when named or when the page is rewritten."""


def main() -> int:
    """0 where every side gives the same result, however fast it is; 1 where one does not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", choices=_FULL, action="append", help="measure this alone; may be repeated")
    parser.add_argument("--quick", action="store_true", help="fewer reports and fewer pairs")
    parser.add_argument(
        "--write", action="store_true", help="rewrite docs/benchmarks.md, accuracy.md, precision.md, scale.md"
    )
    options = parser.parse_args()
    if options.write and options.quick:
        parser.error("--write takes a full run")
    comparisons: list[Comparison] = []
    facts: list[Fact] = []
    measures = _QUICK if options.quick else _FULL
    for name in options.only or (name for name in measures if options.write or name not in _LONG):
        print(f"… {name}", file=sys.stderr, flush=True)
        try:
            measured = measures[name]()
        except WrongResultError as error:
            print(f"{name}: {error}", file=sys.stderr)
            return 1
        mine = [one for one in measured if isinstance(one, Fact)]
        if name in _OWN_PAGES and options.write:
            path, write = _OWN_PAGES[name]
            path.write_text(write(mine), "utf-8")
            continue
        pairs = [one for one in measured if isinstance(one, Comparison)]
        facts += mine
        comparisons += pairs
        if options.write:
            keep(name, pairs, mine)
            _PAGE.write_text(page(in_order(kept(), list(_FULL))), "utf-8")
    print(text(comparisons, facts))
    return 0


sys.exit(main())
