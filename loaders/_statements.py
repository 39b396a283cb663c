"""Where a submission names the organ whose report it is: its title, its text, its file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import PurePath
from typing import Final, Literal, NamedTuple

from gongkai import forms
from gongkai.loaders._keys import folded
from gongkai.loaders._organ_names import is_place, looks_like_organ
from gongkai.loaders._segments import Item, Prose

Place = Literal["title", "body", "file"]

_YEAR: Final = r"(?:20\d{2}|二[〇○零一二三四五六七八九]{3})年"
_ORDINAL: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DATE: Final = re.compile(rf"{_YEAR}{_ORDINAL}月{_ORDINAL}日$")
_DAY: Final = "日"
_WORD: Final = r"[\u4e00-\u9fff]"
_LONGEST_LINE: Final = 80
_OPENING: Final = 40
_CLOSING: Final = 12
_NO_NAME: Final = re.compile(r"[^\u4e00-\u9fff()]+")
_ASIDE: Final = re.compile(r"\([^()\u4e00-\u9fff]*\)")
_SUFFIXES: Final = re.compile(r"(?:\.[A-Za-z0-9]{1,5})+$")
_SHORTEST: Final = 2
_CUT: Final = "|"


class Statement(NamedTuple):
    """An organ's name as printed, and where. `own` is false where it is of who wrote or signed the report."""

    place: Place
    name: str
    own: bool = True


class Filed(NamedTuple):
    """What a path says: the organ that the file's name is of, if one, and the folders from the outermost."""

    name: str | None
    folders: tuple[str, ...]


def stated_in_text(items: Sequence[Item]) -> tuple[Statement, ...]:
    """The organs that the first sentences say report, and that sign at the end."""
    prose = [item.text for item in items if isinstance(item, Prose)]
    return tuple(dict.fromkeys([*_in_sentences(prose[:_OPENING]), *_signatures(prose[-_CLOSING:])]))


def filed(path: str, region: str | None) -> Filed:
    """What the path says; a place in the file's name (某县_教育局) counts as one more folder."""
    pure = PurePath(path)
    folders = pure.parts[:-1]
    below = () if region is None else tuple(region.split("/"))
    if folders[len(folders) - len(below) :] != below:
        folders += below
    places, names = [], []
    for part in _parts_of_name(pure.stem):
        if is_place(part):
            places.append(part)
        elif looks_like_organ(part.partition("(")[0]):
            names.append(part)
    said = names or places
    inner = places if names else []
    return Filed(said[0] if len(said) == 1 else None, (*map(_without_suffix, folders), *inner))


def whole(name: str) -> str:
    """A name that shares its end with 政府信息公开 after it: 某县人民 is 某县人民政府."""
    for ending, full in forms.organ_words().shared_endings.items():
        if name.endswith(ending):
            return name.removesuffix(ending) + full
    return name


def _without_suffix(folder: str) -> str:
    """An archive is a folder, too: 某市.tar.gz is 某市."""
    return _SUFFIXES.sub("", folder)


def _parts_of_name(stem: str) -> Iterator[str]:
    """The words of a file's name, without years, titles of reports and what else is no name."""
    rest = _not_in_names().sub(_CUT, folded(stem))
    for part in _NO_NAME.split(_ASIDE.sub(_CUT, rest)):
        if len(part) >= _SHORTEST:
            yield whole(part)


def _in_sentences(prose: Iterable[str]) -> Iterator[Statement]:
    for text in prose:
        for start, pattern, own in _sentences():
            if start in text:
                for name in pattern.findall(folded(text)):
                    if _is_named(name):
                        yield Statement("body", name, own)


def _signatures(prose: Sequence[str]) -> Iterator[Statement]:
    """The last name that stands before a date, in its line or in a line of its own."""
    for place in range(len(prose) - 1, -1, -1):
        line = _line(prose[place]) if _DAY in prose[place] else ""
        date = _DATE.search(line)
        if date is None:
            continue
        name = line[: date.start()] or (_line(prose[place - 1]) if place else "")
        if re.fullmatch(rf"{_WORD}+", name) and _is_named(name):
            yield Statement("body", name, own=False)
            return


def _line(text: str) -> str:
    return folded(text) if len(text) <= _LONGEST_LINE else ""


def _is_named(name: str) -> bool:
    return looks_like_organ(name) and not name.startswith(forms.organ_words().self_words)


@cache
def _sentences() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    """How each sentence begins, its pattern with the organ as group, whether it says whose report it is."""
    words = forms.organ_words()
    return tuple(
        (sentence.partition("{")[0], _pattern(sentence), own)
        for sentences, own in ((words.owner_sentences, True), (words.compiler_sentences, False))
        for sentence in sentences
    )


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(sentence.format(organ=rf"({_WORD}{{2,40}}?)", year=_YEAR))


@cache
def _not_in_names() -> re.Pattern[str]:
    titles = "|".join(map(re.escape, forms.vocabulary().report_titles))
    words = "|".join(map(re.escape, forms.organ_words().file_words))
    return re.compile(rf"{titles}|\d+年?度?|{_YEAR}度?|(?:{words})+(?!{_WORD})")
