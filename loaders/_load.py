"""A set of paths into frames: every submission is read or told why not; none stops the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from gongkai.forms import Text
from gongkai.loaders._build import Frames, FramesBuilder
from gongkai.loaders._recognise import recognise
from gongkai.loaders._registry import read
from gongkai.loaders._report import Failure, Report, UnreadableError

Progress = Callable[[int, int, str], None]
"""Called after each submission with how many are done, how many there are, and its path."""


class Submission(NamedTuple):
    """A file to read. `region` is the path of folders between the given path and the file."""

    path: Path
    region: str | None


def find_submissions(paths: Iterable[Path]) -> list[Submission]:
    """The files under `paths`, folders walked to any depth, in a fixed order and each once.

    Hidden files, and the temporary files of office programs (~$…), are no submissions.

    Raises:
        FileNotFoundError: a given path does not exist.
    """
    found: dict[Path, Submission] = {}
    for path in paths:
        if path.is_dir():
            for file in sorted(_walk(path)):
                region = "/".join(file.relative_to(path).parts[:-1])
                found.setdefault(file.resolve(), Submission(file, region or None))
        elif path.exists():
            found.setdefault(path.resolve(), Submission(path, None))
        else:
            raise FileNotFoundError(str(path))
    return list(found.values())


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith((".", "~$")) for part in parts):
            yield path


def load(paths: Iterable[Path], progress: Progress | None = None) -> Frames:
    """Reads every submission under `paths` into frames; one that cannot be read is a row of `failures`.

    Raises:
        FileNotFoundError: a given path does not exist.
    """
    submissions = find_submissions(paths)
    builder = FramesBuilder()
    for done, submission in enumerate(submissions, start=1):
        outcome = load_one(submission)
        if isinstance(outcome, Report):
            builder.add(outcome)
        else:
            builder.fail(outcome)
        if progress is not None:
            progress(done, len(submissions), str(submission.path))
    return builder.build()


def load_one(submission: Submission) -> Report | Failure:
    """One submission as a report, or the reason why it is none."""
    try:
        return recognise(read(submission.path), region=submission.region)
    except UnreadableError as error:
        return Failure(str(submission.path), error.code, error.message)
    except RecursionError:
        message = Text("{path}：嵌套过深，没有读取", "{path}: nested too deeply, not read")
        return Failure(str(submission.path), "limit", message.format(path=submission.path))
