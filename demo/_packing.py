"""Some reports of a province are submitted in archives, and some as records of a JSON file."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from gongkai.demo._layouts import ENCODINGS
from gongkai.demo._render import Rendered

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_COUNTY: Final = 3
"""A county's folder is so deep: reports, city, county."""


class Report(NamedTuple):
    """A report to be submitted: the folder it is for, its name there, and its files by their place there."""

    folder: PurePosixPath
    name: str
    files: Mapping[str, bytes]
    rendered: Rendered

    @property
    def county(self) -> PurePosixPath:
        return PurePosixPath(*self.folder.parts[:_COUNTY])

    @property
    def place(self) -> str:
        """Where it lies in its county's folder."""
        return str((self.folder / self.name).relative_to(self.county))

    def files_in(self, folder: PurePosixPath) -> dict[str, bytes]:
        """Its files by their place in a folder around its own."""
        inside = self.folder.relative_to(folder)
        return {str(inside / place): data for place, data in self.files.items()}


class Packed(NamedTuple):
    """The `files` to write by their path; `paths` says for each report what a reader calls it then."""

    files: dict[str, bytes]
    paths: list[str]


class _Archive(NamedTuple):
    """A file that holds reports; what a reader calls each of them."""

    path: str
    data: bytes
    inside: list[str]


def pack(reports: Sequence[Report]) -> Packed:
    """Packs the first county's reports a year in each way, and the web pages of its other years as records.

    An archive has the name of the county's folder and lies beside it. The first year of the second county is
    an archive in an archive that has the name of the city's. All others stay files.
    """
    files: dict[str, bytes] = {}
    paths = [str(report.folder / report.name) for report in reports]
    ways = _ways(reports)
    taken: dict[_Way, list[int]] = defaultdict(list)
    for number, report in enumerate(reports):
        way = ways.get((report.county, report.rendered.sample.year))
        if way is None or (way is _records and not _is_page(report)):
            files |= report.files_in(PurePosixPath())
        else:
            taken[way].append(number)
    for way, numbers in taken.items():
        archive = way([reports[number] for number in numbers])
        files[archive.path] = archive.data
        for number, inside in zip(numbers, archive.inside, strict=True):
            paths[number] = f"{archive.path}/{inside}"
    return Packed(files, paths)


def _zip(reports: Sequence[Report]) -> _Archive:
    """With the names in GBK and no mark that they are not, as most programs in China write them."""
    county = reports[0].county
    members = _members(reports, county)
    return _Archive(f"{county}.zip", _gbk_zip(members), [report.place for report in reports])


def _tar_gz(reports: Sequence[Report]) -> _Archive:
    county = reports[0].county
    data = gzip.compress(_tar(_members(reports, county)), mtime=0)
    return _Archive(f"{county}.tar.gz", data, [report.place for report in reports])


def _records(reports: Sequence[Report]) -> _Archive:
    """One record a line, as programs that collect pages write them."""
    lines, inside = [], []
    for number, report in enumerate(reports, start=1):
        page = report.rendered.page
        record = {"id": number, "title": page.title, "organ": page.organ, "content": _text(report.rendered)}
        lines.append(json.dumps(record, ensure_ascii=False))
        inside.append(f"{number:05d} {page.title}.html")
    return _Archive(f"{reports[0].county}.jsonl", "\n".join(lines).encode(), inside)


def _nested(reports: Sequence[Report]) -> _Archive:
    county = reports[0].county
    inner = f"{county.name}.tar"
    data = _gbk_zip({inner: _tar(_members(reports, county))})
    return _Archive(f"{county.parent}.zip", data, [f"{inner}/{report.place}" for report in reports])


_Way = Callable[[Sequence[Report]], _Archive]


def _ways(reports: Sequence[Report]) -> dict[tuple[PurePosixPath, int], _Way]:
    """How a county's reports of a year are packed, for those that are."""
    deep = (report.county for report in reports if len(report.county.parts) == _COUNTY)
    counties = list(dict.fromkeys(deep))
    years = sorted({report.rendered.sample.year for report in reports})
    in_turn = ((_zip, _tar_gz, *repeat(_records, len(years))), (_nested,))
    return {
        (county, year): way
        for county, ways in zip(counties, in_turn, strict=False)
        for year, way in zip(years, ways, strict=False)
    }


def _is_page(report: Report) -> bool:
    """Whether it can be a record: one page, without a file name that says anything of its own."""
    rendered = report.rendered
    own = rendered.sample.file_year != rendered.sample.year or report.name != rendered.name
    return rendered.layout.format == "html" and not own


def _text(rendered: Rendered) -> str:
    encoding = ENCODINGS[rendered.encoding or "utf-8"]
    return rendered.data.removeprefix(encoding.mark).decode(encoding.codec)


def _members(reports: Sequence[Report], folder: PurePosixPath) -> dict[str, bytes]:
    return {place: data for report in reports for place, data in report.files_in(folder).items()}


def _tar(members: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


def _gbk_zip(members: Mapping[str, bytes]) -> bytes:
    """The standard library marks such names as UTF-8: others of the same length are replaced."""
    file = io.BytesIO()
    names: dict[bytes, bytes] = {}
    with zipfile.ZipFile(file, "w") as archive:
        for number, (name, data) in enumerate(members.items()):
            raw = name.encode("gb18030")
            stand_in = f"@{number:x}@".ljust(len(raw), "@")
            names[stand_in.encode()] = raw
            info = zipfile.ZipInfo(stand_in, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    packed = file.getvalue()
    for stand, raw in names.items():
        packed = packed.replace(stand, raw)
    return packed
