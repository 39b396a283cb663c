"""What changed is read, and joined with what is kept of the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from gongkai.loaders import FAILURES, Progress, Reading, StoredFrames, load_into
from gongkai.nightly._changes import Changes, owners, ranks
from gongkai.nightly._inbox import Inbox, digest
from gongkai.nightly._kept import assemble, failures_of, merge


@dataclass(frozen=True)
class Standing:
    """What is there of submissions from other nights.

    Attributes:
        contents: name → SHA-256 of what was read.
        slots: slot → the folder of its frames.
        failures: of those that could not be read.
    """

    contents: Mapping[str, str]
    slots: Mapping[str, Path]
    failures: pa.Table

    @classmethod
    def nothing(cls) -> Standing:
        return cls({}, {}, FAILURES.empty_table())


@dataclass(frozen=True)
class Read:
    """What is there of tonight's submissions: all frames, and what the next night needs of them.

    Attributes:
        left: names of submissions that changed while they were read.
    """

    frames: StoredFrames
    standing: Standing
    left: tuple[str, ...]


def read(
    inbox: Inbox,
    found: Changes,
    before: Standing,
    reading: Reading,
    progress: Progress | None,
    into: Path,
    aside: Path,
) -> Read:
    """Reads what changed, and puts the frames of all submissions together.

    Args:
        inbox: tonight's.
        found: what of it is to be read.
        before: what stands of other nights; of what is read again nothing does.
        reading: how to read.
        progress: see `Progress`.
        into: a folder for frames that the next night takes over.
        aside: a folder for what is needed only tonight.

    Raises:
        ValueError: the kept frames do not fit together.
        WorkersFailedError, OSError: see `load_into`.
    """
    wanted = {one.name for one in found.to_read}
    asked = [one for one in inbox.found.submissions if one.name in wanted]
    fresh = load_into(inbox.found._replace(submissions=asked), aside / "read", progress, reading)
    _check_owners(fresh, wanted)
    moved = {one.name for one in asked if not inbox.unchanged(one)}
    kept = (before.contents.keys() & inbox.contents.keys()) - (wanted - moved)
    done = wanted - moved
    # A submission that is being written, and of which nothing stands, is none tonight.
    names = [one.name for one in inbox.found.submissions if one.name in kept or one.name in done]
    old = ranks(names, kept, before.contents.keys() | inbox.contents.keys())
    new = ranks(names, done, wanted)
    slots = merge(before.slots, old, fresh.directory, new, len(names), into)
    failures = failures_of(before.failures, old, fresh.failures, new)
    contents = {name: before.contents[name] if name in kept else inbox.contents[name] for name in names}
    every = contents.keys()
    frames = assemble(slots.values(), ranks(names, every, every), len(names), failures, aside / "frames")
    return Read(frames, Standing(contents, slots, failures), tuple(sorted(moved)))


def sums(folders: Iterable[Path], home: Path) -> dict[str, str]:
    """File of frames, below `home` → its SHA-256."""
    return {
        path.relative_to(home).as_posix(): digest(path)
        for folder in folders
        for path in sorted(folder.glob("*.parquet"))
    }


def are_sound(said: Mapping[str, str], home: Path) -> bool:
    """Whether every file of frames is what was written."""
    try:
        return all(digest(home / name) == one for name, one in said.items())
    except OSError:
        return False


def _check_owners(fresh: StoredFrames, wanted: Collection[str]) -> None:
    """Rows that belong to no submission would be lost without a word."""
    owner = owners(wanted)
    for name in ("reports", "failures"):
        for piece in fresh.pieces(name, ("path",)):
            for path in piece["path"].to_pylist():
                if path is None or owner(path) is None:
                    raise ValueError(f"{path} was read and is of no submission")
