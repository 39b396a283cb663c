"""A set of paths into frames: every submission is read or told why not; none stops the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from gongkai.forms import Text
from gongkai.loaders._build import Frames, FramesBuilder
from gongkai.loaders._discover import Submission, find_submissions
from gongkai.loaders._recognise import recognise
from gongkai.loaders._registry import read
from gongkai.loaders._report import Failure, Report, UnreadableError

Progress = Callable[[int, int, str], None]
"""Called after each submission with how many are done, how many there are, and its path."""


def load(paths: Iterable[Path], progress: Progress | None = None) -> Frames:
    """Reads every submission under `paths` into frames; one that cannot be read is a row of `failures`.

    Raises:
        FileNotFoundError: a given path does not exist.
    """
    submissions = find_submissions(paths).submissions
    builder = FramesBuilder()
    for done, submission in enumerate(submissions, start=1):
        outcome = load_one(submission)
        if isinstance(outcome, Report):
            builder.add(outcome)
        else:
            builder.fail(outcome)
        if progress is not None:
            progress(done, len(submissions), submission.name)
    return builder.build()


def load_one(submission: Submission) -> Report | Failure:
    """One submission as a report, or the reason why it is none."""
    try:
        return recognise(read(submission.path, submission.name), region=submission.region)
    except UnreadableError as error:
        return Failure(submission.name, error.code, error.message)
    except RecursionError:
        message = Text("{path}：嵌套过深，没有读取", "{path}: nested too deeply, not read")
        path = submission.name
        return Failure(path, "limit", message.format(path=path))
