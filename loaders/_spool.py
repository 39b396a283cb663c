"""Members of an archive on disk: under numbers of our own, within limits, each or a reason why not."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path, PurePath
from typing import Final, NamedTuple

from gongkai.forms import Text
from gongkai.loaders._discover import Found, Room, Submission, is_aside, sort_out
from gongkai.loaders._flipbooks import Entry
from gongkai.loaders._limits import MAX_BYTES
from gongkai.loaders._names import legible, safe_parts, shortened
from gongkai.loaders._report import Failure

SUFFIXES: Final = frozenset(
    {".zip", ".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".gz", ".bz2", ".xz", ".json", ".jsonl", ".ndjson"}
)
"""Of files that may hold several documents."""

_TOO_LARGE: Final = Text(
    "{path}：解压后超过 {limit} MB 的上限，没有读取；请只提交年度报告正文，去掉图片和附件",
    "{path}: over the limit of {limit} MB when unpacked, and not read; "
    "submit the report itself without pictures and attachments",
)
_OUTSIDE: Final = Text(
    "{path}：压缩包内的文件名指向包外（绝对路径、盘符或“..”）或层级过多，没有读取；请重新打包后提交",
    "{path}: its name leads out of the archive (an absolute path, a drive or “..”) or has too many folders; "
    "not read. Pack the archive anew and submit that",
)
TOO_MUCH: Final = Text(
    "{path}：压缩包解压后的总大小超过上限，其余文件没有读取；请分成几个压缩包提交",
    "{path}: the archive holds more bytes than the limit when unpacked; the rest of it is not read. "
    "Submit it in several archives",
)
BOMB: Final = Text(
    "{path}：解压后的大小异常，没有读取；请重新打包后提交",
    "{path}: absurdly large when unpacked, and not read; pack it anew and submit that",
)
LINK: Final = Text(
    "{path}：压缩包内的这一项是链接或设备，不是文件，没有读取；请把文件本身打包后提交",
    "{path}: a link or device in the archive, no file, and not read; pack the file itself and submit that",
)
_TOO_MANY: Final = Text(
    "{path}：压缩包内的文件数超过上限，其余文件没有读取；请分成几个压缩包提交",
    "{path}: the archive holds more files than the limit; the rest of it is not read. "
    "Submit it in several archives",
)


class RefusalError(Exception):
    """A member, or an archive from some place on, cannot be taken; `message` has a field for the path."""

    def __init__(self, code: str, message: Text) -> None:
        super().__init__(message.zh)
        self.code = code
        self.message = message


class FullError(RefusalError):
    """The archive's room is used up."""

    def __init__(self, message: Text) -> None:
        super().__init__("limit", message)


_NO_ROOM: Final = Room(0, 0, 0)


class _Taken(NamedTuple):
    entry: Entry
    size: int


class Spool:
    """Takes the members of one archive into an empty folder, which is made where it is not there."""

    def __init__(self, archive: Submission, into: Path) -> None:
        into.mkdir(exist_ok=True)
        self.archive = archive
        self._into = into
        self._numbers = count(1)
        self._room = archive.room
        self._taken: dict[tuple[str, ...], _Taken] = {}
        self._aside: list[str] = []
        self._refused: list[Failure] = []

    def take(self, name: str, chunks: Iterable[bytes]) -> None:
        """Takes a member. Nothing is read of one that is no document, or whose name is not safe.

        Args:
            name: as the archive has it.
            chunks: its bytes; where they raise `RefusalError` the member is refused and the archive goes on.

        Raises:
            FullError: there is no room for it, nor for any after it.
        """
        if not self._room.members:
            raise FullError(_TOO_MANY)
        self._room = self._room._replace(members=self._room.members - 1)
        parts = safe_parts(name)
        if parts is None:
            self.refuse(name, RefusalError("unsafe", _OUTSIDE))
        elif is_aside(parts):
            self._aside.append(self._shown(parts))
        else:
            self._take(self._unused(parts), chunks)

    def refuse(self, name: str, error: RefusalError) -> None:
        """Counts a member as refused."""
        self._refuse(self._shown(self._parts(name)), error)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was taken, and nothing refused."""
        return not self._taken and not self._refused

    def set_aside(self, name: str | None = None) -> None:
        """Counts a member as no document; without a name, the archive itself."""
        self._aside.append(self._shown(self._parts(name)) if name else self.archive.name)

    def stop(self, error: RefusalError) -> None:
        """Says that the archive cannot be read, or not to its end."""
        self._refuse(self.archive.name, error)

    def found(self, *, is_folder: bool) -> Found:
        """What was taken; the archives in it share the room that is left.

        An archive that stands for a folder gives its members its name as their region, as `unpack` says.
        """
        entries = [taken.entry for taken in self._taken.values()]
        region, wrapped = self.archive.region, False
        if is_folder:
            stem = _stem(self.archive.name)
            region = None if self.archive.given else "/".join(filter(None, (region, stem)))
            wrapped = all(len(entry.parts) > 1 and entry.parts[0] == stem for entry in entries)
        found = sort_out(entries, self.archive.name, region, int(wrapped))
        rooms = self._rooms()
        given = self.archive.given and not is_folder
        submissions = [
            one._replace(room=rooms.get(one.path, _NO_ROOM), given=given) for one in found.submissions
        ]
        aside = [self._shown(entry.parts) for entry in found.aside]
        return Found(submissions, self._aside + aside, self._refused)

    def _parts(self, name: str) -> tuple[str, ...]:
        return safe_parts(name) or (shortened(legible(name)),)

    def _take(self, parts: tuple[str, ...], chunks: Iterable[bytes]) -> None:
        path = self._into / f"{next(self._numbers):05d}"
        limit = self._room.size if _may_hold_others(parts) else MAX_BYTES
        try:
            size = self._write(path, chunks, limit)
        except RefusalError as error:
            path.unlink(missing_ok=True)
            if isinstance(error, FullError):
                raise
            self._refuse(self._shown(parts), error)
        else:
            self._taken[parts] = _Taken(Entry(path, parts), size)

    def _write(self, path: Path, chunks: Iterable[bytes], limit: int) -> int:
        written = 0
        with path.open("xb") as file:
            for chunk in chunks:
                written += len(chunk)
                self._room = self._room._replace(size=self._room.size - len(chunk))
                if self._room.size < 0:
                    raise FullError(TOO_MUCH)
                if written > limit:
                    raise RefusalError("too_large", _TOO_LARGE)
                file.write(chunk)
        return written

    def _rooms(self) -> dict[Path, Room]:
        """Half of the room is shared evenly, half by size."""
        archives = [taken for taken in self._taken.values() if _may_hold_others(taken.entry.parts)]
        total = sum(taken.size for taken in archives) or 1
        levels, size, members = self._room
        rooms = {}
        for entry, own in archives:
            share = (1 / len(archives) + own / total) / 2
            rooms[entry.path] = Room(levels - 1, int(size * share), int(members * share))
        return rooms

    def _unused(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """The place, or one beside it where another member of the same name stands."""
        *folders, name = parts
        stem, suffix = PurePath(name).stem, PurePath(name).suffix
        for number in count(2):
            if parts not in self._taken:
                break
            parts = (*folders, f"{stem} ({number}){suffix}")
        return parts

    def _shown(self, parts: tuple[str, ...]) -> str:
        return "/".join((self.archive.name, *parts))

    def _refuse(self, name: str, error: RefusalError) -> None:
        limit = MAX_BYTES // (1024 * 1024)
        self._refused.append(Failure(name, error.code, error.message.format(path=name, limit=limit)))


def _may_hold_others(parts: tuple[str, ...]) -> bool:
    return PurePath(parts[-1]).suffix.lower() in SUFFIXES


def _stem(name: str) -> str:
    """What an archive's folder would be called: its file's name without the suffixes of an archive."""
    own = PurePath(name.rpartition("/")[2])
    while own.suffix.lower() in SUFFIXES:
        own = own.with_suffix("")
    return own.name
