"""Which organ a report is of: what the submission says, and what the registry makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from gongkai.forms import Level, Text
from gongkai.loaders._organ import Organ
from gongkai.loaders._organ_names import (
    is_governments_office,
    is_own_office,
    is_place,
    is_relative,
    leading_level,
    level_of_name,
    looks_like_organ,
    may_be_same,
)
from gongkai.loaders._organs import Organs
from gongkai.loaders._report import Note, OrganSource
from gongkai.loaders._segments import Item
from gongkai.loaders._statements import Filed, Statement, filed, stated_in_text

DISAGREES: Final = "organ_disagrees"
UNKNOWN: Final = "organ_unknown"

_PLACES: Final = {
    "title": Text("标题", "the title"),
    "body": Text("正文", "the text"),
    "file": Text("文件名", "the file's name"),
}
_SAYS: Final = Text("{place}为“{name}”", "{place} says “{name}”")
_DISAGREES: Final = Text(
    "机关不一致：{said}；没有认定是哪个机关，请核对这是谁的报告",
    "organs disagree: {said}; none was taken. Check whose report it is",
)
_UNKNOWN: Final = Text(
    "机关“{name}”不在机关名录中；请核对名称，或在名录中补上它或它的简称",
    "the organ “{name}” is not in the registry; check its name, or add it or its short name there",
)
_SEVERAL: Final = Text(
    "“{name}”在机关名录中可指多个机关（{organs}），没有认定；请在报告中写全称，或按地区分文件夹",
    "“{name}” could be any of {organs} in the registry; none was taken. Write the full name in the report, "
    "or put reports in a folder for each place",
)
_NOT_STATED: Final = Text(
    "标题、正文和文件名都没有写明是哪个机关的报告",
    "neither title, text nor the file's name says whose report it is",
)
_NAMES_SHOWN: Final = 3


class Identity(NamedTuple):
    """Whose report it is, as fields of a `Report`, and what a person should know about that."""

    organ: str | None
    organ_id: str | None
    level: Level | None
    parent: str | None
    region_code: str | None
    organ_source: OrganSource | None
    notes: tuple[Note, ...] = ()


class _Reading(NamedTuple):
    """A statement and the organs of the registry that it could mean."""

    said: Statement
    matches: tuple[Organ, ...]

    @property
    def organ(self) -> Organ | None:
        return self.matches[0] if len(self.matches) == 1 else None

    def contradicts(self, organ: Organ) -> bool:
        if not self.said.own and is_own_office(self.said.name, organ.name):
            return False
        if self.matches:
            return organ not in self.matches
        name = self.said.name
        if not _is_name(self.said) or may_be_same(name, organ.name):
            return False
        # Every county has a 教育局: such a short name says nothing about a name with a place in it.
        like = is_relative(name), leading_level(name)
        return not any(
            may_be_same(name, short)
            for short in organ.short_names
            if not is_relative(short) or like in ((True, None), (True, leading_level(short)))
        )


def identify(
    title: str | None, items: Sequence[Item], path: str, region: str | None, organs: Organs | None
) -> Identity:
    """Whose report it is.

    Args:
        title: the organ that the title names.
        items: of the document.
        path: of the document; its folders, and those of `region`, tell short names apart.
        region: where the submission comes from, as the caller knows it.
        organs: the registry; without it the organ is as stated.
    """
    file = filed(path, region)
    said = _statements(title, items, file)
    if organs is None:
        return _as_stated(said)
    readings = [_Reading(one, organs.matches(one.name, file.folders)) for one in said]
    found = next((reading.organ for reading in readings if reading.organ is not None), None)
    if found is None and not said:
        found = _named_by_folder(file.folders, organs)
    if found is None:
        return _unknown(_as_stated(said), readings)
    if any(reading.contradicts(found) for reading in readings):
        return _disagreement(said)
    return Identity(found.name, found.id, found.level, found.parent, found.region_code, "registry")


def _statements(title: str | None, items: Sequence[Item], file: Filed) -> list[Statement]:
    """What is said of whose report it is, the title first.

    A government's report is often written or signed by its office. So where that is all the text says, it
    adds nothing to what else names the government, and alone it does not tell which of the two reports.
    """
    said = [] if title is None else [Statement("title", title)]
    said += stated_in_text(items)
    if file.name is not None:
        said.append(Statement("file", file.name))
    own = next((one for one in said if one.own), None)
    if own is None:
        return [one for one in said if not is_governments_office(one.name)]
    return [one for one in said if one.own or not is_own_office(one.name, own.name)]


def _as_stated(said: Sequence[Statement]) -> Identity:
    if not said:
        return Identity(None, None, None, None, None, None)
    first = said[0]
    names = [one for one in said if _is_name(one)]
    if any(not may_be_same(names[0].name, other.name) for other in names[1:]):
        return _disagreement(said)
    return Identity(first.name, None, level_of_name(first.name), None, None, first.place)


def _disagreement(said: Sequence[Statement]) -> Identity:
    """Nothing is taken but what the title says, as it says it."""
    told = [_SAYS.format(place=_PLACES[one.place], name=one.name) for one in dict.fromkeys(said)]
    parts = Text("，".join(text.zh for text in told), ", ".join(text.en for text in told))
    note = Note(DISAGREES, _DISAGREES.format(said=parts))
    title = next((one.name for one in said if one.place == "title"), None)
    return Identity(title, None, None, None, None, "title" if title is not None else None, (note,))


def _unknown(stated: Identity, readings: Sequence[_Reading]) -> Identity:
    """An organ that the registry has not, or has too often."""
    several = next((reading for reading in readings if reading.matches), None)
    if stated.organ is None:
        text = _NOT_STATED
    elif several is None:
        text = _UNKNOWN.format(name=stated.organ)
    else:
        names = "、".join(organ.name for organ in several.matches[:_NAMES_SHOWN])
        text = _SEVERAL.format(name=several.said.name, organs=names)
    return stated._replace(notes=stated.notes or (Note(UNKNOWN, text),))


def _named_by_folder(folders: Sequence[str], organs: Organs) -> Organ | None:
    """The organ in whose folder a report lies that says nothing itself."""
    for place in range(len(folders) - 1, -1, -1):
        if looks_like_organ(folders[place]):
            return organs.resolve(folders[place], folders[:place])
    return None


def _is_name(one: Statement) -> bool:
    """Whether the statement surely is a name. What is left of an odd title may be anything."""
    return looks_like_organ(one.name) or is_place(one.name)
