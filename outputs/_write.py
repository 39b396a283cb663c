"""Every format, and the file that it is written to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from gongkai.checkpoints import Run
from gongkai.forms import Language
from gongkai.outputs._junit import write_junit
from gongkai.outputs._lines import write_csv, write_jsonl
from gongkai.outputs._metrics import write_metrics
from gongkai.outputs._result import Result
from gongkai.outputs._sarif import write_sarif


class Format(NamedTuple):
    """Where it goes in a run's folder, and what writes it."""

    file: str
    write: Callable[[Result, Path], None]


FORMATS: Final[Mapping[str, Format]] = {
    "junit": Format("junit.xml", write_junit),
    "sarif": Format("findings.sarif", write_sarif),
    "csv": Format("findings.csv", write_csv),
    "jsonl": Format("findings.jsonl", write_jsonl),
    "metrics": Format("metrics.prom", write_metrics),
}


def write_outputs(run: Run, directory: Path, formats: Iterable[str], lang: Language) -> list[Path]:
    """Writes these formats beside a run's other files.

    Args:
        run: whose rules are named.
        directory: of the run.
        formats: keys of `FORMATS`.
        lang: of sentences.

    Returns:
        The files.

    Raises:
        KeyError: there is no such format.
        OSError: a file of the run cannot be read, or the folder not be written to.
    """
    chosen = [FORMATS[name] for name in dict.fromkeys(formats)]
    if not chosen:
        return []
    result = Result(directory, lang, run.catalogue)
    for one in chosen:
        one.write(result, directory / one.file)
    return [directory / one.file for one in chosen]
