"""A set of paths into frames: every submission is read or told why not; none stops the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePath
from typing import Final, NamedTuple

from gongkai.forms import Text
from gongkai.loaders._build import Frames, FramesBuilder
from gongkai.loaders._recognise import recognise
from gongkai.loaders._registry import read, shown
from gongkai.loaders._report import Failure, Report, UnreadableError

ASIDE: Final = frozenset({".json", ".css", ".js", ".ini", ".db", ".ico", ".log", ".lnk", ".url", ".parquet"})
"""Suffixes of files that lie beside reports and never are one."""

Progress = Callable[[int, int, str], None]
"""Called after each submission with how many are done, how many there are, and its path."""


class Submission(NamedTuple):
    """A file to read. `region` is the path of folders between the given path and the file."""

    path: Path
    region: str | None


class Found(NamedTuple):
    """What lies under a set of paths: `submissions` to read, and files that are `aside`, which are not."""

    submissions: list[Submission]
    aside: list[Path]


def find_submissions(paths: Iterable[Path]) -> Found:
    """The files under `paths`, folders walked to any depth, in a fixed order and each once.

    Aside are hidden files, the lock files of office programs (~$…), and what comes with a saved page or
    with a program (ASIDE). A file that is itself one of `paths` is always a submission.

    Raises:
        FileNotFoundError: a given path does not exist.
    """
    found: dict[Path, Submission] = {}
    aside: dict[Path, Path] = {}
    for path in paths:
        if path.is_dir():
            for file in sorted(file for file in path.rglob("*") if file.is_file()):
                *folders, name = file.relative_to(path).parts
                if _is_aside(folders, name):
                    aside.setdefault(file.resolve(), file)
                else:
                    found.setdefault(file.resolve(), Submission(file, "/".join(folders) or None))
        elif path.exists():
            found.setdefault(path.resolve(), Submission(path, None))
        else:
            raise FileNotFoundError(str(path))
    return Found(list(found.values()), [file for key, file in aside.items() if key not in found])


def _is_aside(folders: Sequence[str], name: str) -> bool:
    hidden = any(part.startswith(".") for part in (*folders, name))
    return hidden or name.startswith("~$") or PurePath(name).suffix.lower() in ASIDE


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
            progress(done, len(submissions), shown(submission.path))
    return builder.build()


def load_one(submission: Submission) -> Report | Failure:
    """One submission as a report, or the reason why it is none."""
    try:
        return recognise(read(submission.path), region=submission.region)
    except UnreadableError as error:
        return Failure(shown(submission.path), error.code, error.message)
    except RecursionError:
        message = Text("{path}：嵌套过深，没有读取", "{path}: nested too deeply, not read")
        path = shown(submission.path)
        return Failure(path, "limit", message.format(path=path))
