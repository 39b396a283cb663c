"""The log of a project: a line of JSON an event, for whoever looks after the server."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from pythonjsonlogger.json import JsonFormatter

FOLDER: Final = "log"
FILE: Final = "nightly.jsonl"
_BYTES: Final = 4 << 20
_FILES: Final = 5


class _Lines(RotatingFileHandler):
    """A log that cannot be written must not keep anybody from auditing."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name in logging
        """Says nothing: the run's own error, if it has one, is told on the console."""


class Journal:
    """Writes events, each with its time (UTC), level, name and what belongs to it.

    The file is turned over at 4 MiB; five are kept.
    """

    def __init__(self, handler: logging.Handler) -> None:
        self._log = logging.Logger("gongkai.nightly", logging.INFO)  # noqa: LOG001 - of this run alone
        self._log.addHandler(handler)

    def note(self, event: str, **facts: object) -> None:
        """What was done."""
        self._log.info(event, extra=facts)

    def warning(self, event: str, **facts: object) -> None:
        """What was not as it should be, and was dealt with."""
        self._log.warning(event, extra=facts)

    def fail(self, event: str, **facts: object) -> None:
        """What ended the run."""
        self._log.error(event, extra=facts)


@contextlib.contextmanager
def journal(home: Path) -> Iterator[Journal]:
    """The log of the project in `home`.

    Raises:
        OSError: its folder cannot be made.
    """
    (home / FOLDER).mkdir(exist_ok=True)
    handler = _Lines(
        home / FOLDER / FILE, maxBytes=_BYTES, backupCount=_FILES - 1, encoding="utf-8", delay=True
    )
    names = {"asctime": "time", "levelname": "level", "message": "event"}
    form = "%(asctime)s %(levelname)s %(message)s"
    handler.setFormatter(JsonFormatter(form, rename_fields=names, json_ensure_ascii=False))
    try:
        yield Journal(handler)
    finally:
        handler.close()
