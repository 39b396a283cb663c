"""One submission: an archive is taken apart, a document is read, and what cannot be read says why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gongkai.loaders._containers import unpack
from gongkai.loaders._discover import Found, Submission
from gongkai.loaders._reading import Reading
from gongkai.loaders._recognise import recognise_all
from gongkai.loaders._registry import read
from gongkai.loaders._report import Failure, Report, UnreadableError
from gongkai.loaders._stopped import nested_too_deeply
from gongkai.loaders.flipbook import read_pages


def read_submission(
    submission: Submission, room: Path, reading: Reading
) -> Sequence[Report | Failure] | Found:
    """What a submission holds: its reports in printed order, a failure, or, of an archive, its members.

    Args:
        submission: a file.
        room: an empty folder, where the members of an archive are put.
        reading: how submissions are read.
    """
    try:
        found = unpack(submission, room)
        if found is not None:
            return found
        if submission.pages:
            document = read_pages(submission.pages, submission.name)
        else:
            document = read(submission.path, submission.name)
        return recognise_all(document, submission.region, reading.organs)
    except UnreadableError as error:
        return [Failure(submission.name, error.code, error.message)]
    except RecursionError:
        return [nested_too_deeply(submission.name)]
