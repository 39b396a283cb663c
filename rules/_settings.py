"""A YAML file that a person writes: its values with their places, and everything that is wrong at once."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

import yaml

from gongkai.forms import Text
from gongkai.rules._nearest import nearest

_MOST_BYTES: Final = 1 << 20
_MOST_DEEP: Final = 20
_SHOWN: Final = 50
_NULL: Final = "tag:yaml.org,2002:null"
_NUMBERS: Final = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
_TEXTS: Final = (
    *_NUMBERS,
    "tag:yaml.org,2002:str",
    "tag:yaml.org,2002:bool",
    "tag:yaml.org,2002:timestamp",
)


class Fault(NamedTuple):
    """What is wrong, at a line (from 1) and a key such as `rules[0].left`; key "" for the whole file."""

    source: str
    line: int
    key: str
    text: Text

    @property
    def message(self) -> Text:
        """`file:line: key: what is wrong`."""
        where = f"{self.source}:{self.line}: " + (f"{self.key}: " if self.key else "")
        return Text(where + self.text.zh, where + self.text.en)


class SettingsError(ValueError):
    """A file that cannot be used: `faults` are all that is wrong, `message` says the first of them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        said = [fault.message for fault in self.faults[:_SHOWN]]
        more = len(self.faults) - len(said)
        if more:
            said.append(Text(f"另有 {more} 处。", f"Another {more}."))
        self.message = Text("\n".join(one.zh for one in said), "\n".join(one.en for one in said))
        super().__init__(self.message.zh)


@dataclass(frozen=True)
class Entry:
    """A value of the file. What it is not fit for becomes a fault, and None or nothing is given for it."""

    source: str
    node: yaml.Node
    key: str = ""
    faults: list[Fault] = field(default_factory=list)

    def fail(self, zh: str, en: str) -> None:
        """Notes what is wrong with this value."""
        self.faults.append(Fault(self.source, self.node.start_mark.line + 1, self.key, Text(zh, en)))

    def pairs(self) -> list[tuple[str, Entry]]:
        """The keys and values of a mapping; a key that stands twice is a fault."""
        if not isinstance(self.node, yaml.MappingNode):
            self.fail("应为“键: 值”的列表", "must be a mapping")
            return []
        found: dict[str, Entry] = {}
        for name, node in self.node.value:
            inner = Entry(self.source, node, self._below(str(name.value)), self.faults)
            if not isinstance(name, yaml.ScalarNode) or name.value in found:
                at = Entry(self.source, name, inner.key, self.faults)
                at.fail("这个键重复了，或不是一个词", "the key stands twice, or is no word")
            else:
                found[name.value] = inner
        return list(found.items())

    def fields(self, known: Collection[str], needed: Collection[str] = ()) -> dict[str, Entry]:
        """The values of a mapping with only `known` keys, all of `needed` among them."""
        before = len(self.faults)
        pairs = self.pairs()
        for name, entry in pairs:
            if name not in known:
                listed = "、".join(known)
                hint = nearest(name, known)
                entry.fail(
                    f"没有这个键{hint.zh or f'；可用：{listed}'}",
                    f"there is no such key{hint.en or f'; known: {listed}'}",
                )
        found = {name: entry for name, entry in pairs if name in known}
        if len(self.faults) == before or pairs:
            for name in needed:
                if name not in found:
                    at = Entry(self.source, self.node, self._below(name), self.faults)
                    at.fail("缺少这个键", "is missing")
        return found

    def items(self, most: int) -> list[Entry]:
        """The values of a list of 1 to `most`."""
        if not isinstance(self.node, yaml.SequenceNode) or not 0 < len(self.node.value) <= most:
            self.fail(f"应为 1 至 {most} 项的列表", f"must be a list of 1 to {most}")
            return []
        return [
            Entry(self.source, node, f"{self.key}[{place}]", self.faults)
            for place, node in enumerate(self.node.value)
        ]

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        return isinstance(self.node, yaml.SequenceNode)

    def text(self, most: int = 200) -> str | None:
        """A value as written, of 1 to `most` characters; `off` and 1.10 are what they look like."""
        text = self.node.value.strip() if self._is_scalar(_TEXTS) else ""
        if 0 < len(text) <= most:
            return str(text)
        self.fail(f"应为 1 至 {most} 字的文字", f"must be text of 1 to {most} characters")
        return None

    def words(self, most: int = 200) -> Text | None:
        """A text for both languages, or one for each under `zh` and `en`."""
        if not self.is_mapping:
            text = self.text(most)
            return None if text is None else Text(text, text)
        both = self.fields(("zh", "en"), ("zh", "en"))
        zh, en = (both[lang].text(most) if lang in both else None for lang in ("zh", "en"))
        return None if zh is None or en is None else Text(zh, en)

    def choice(self, known: Sequence[str]) -> str | None:
        """One of some words."""
        text = self.text()
        if text is None or text in known:
            return text
        self.fail(
            f"只能是 {'、'.join(known)}，不能是 {text}", f"must be one of {', '.join(known)}, not {text}"
        )
        return None

    def number(self) -> float | None:
        """A number of at least 0."""
        try:
            number = float(self.node.value) if self._is_scalar(_NUMBERS) else math.nan
        except ValueError:
            number = math.nan
        if 0 <= number < math.inf:
            return number
        self.fail("应为不小于 0 的数", "must be a number of at least 0")
        return None

    def whole(self, most: int) -> int | None:
        """A whole number from 1 to `most`."""
        text = self.node.value if self._is_scalar(_NUMBERS) else ""
        if text.isascii() and text.isdigit() and len(text) <= len(str(most)) and 1 <= int(text) <= most:
            return int(text)
        self.fail(f"应为 1 至 {most} 的整数", f"must be a whole number from 1 to {most}")
        return None

    def _is_scalar(self, tags: Collection[str]) -> bool:
        return isinstance(self.node, yaml.ScalarNode) and self.node.tag in tags

    def _below(self, name: str) -> str:
        return f"{self.key}.{name}" if self.key else name


def read_settings(path: Path) -> Entry:
    """The whole of a YAML file in UTF-8.

    Raises:
        SettingsError: it is no such file, is too large, or uses anchors.
        OSError: it cannot be opened.
    """
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise _refused(str(path), 1, f"文件大于 {_MOST_BYTES >> 20} MiB", f"over {_MOST_BYTES >> 20} MiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _refused(
            str(path), line, "不是 UTF-8 编码；请另存为 UTF-8", "not UTF-8; save it as that"
        ) from error
    return settings_of(text, str(path))


def settings_of(text: str, source: str) -> Entry:
    """The same of a text; `source` is what its faults call it.

    Raises:
        SettingsError: see `read_settings`.
    """
    try:
        _check(text, source)
        node = yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or "?"
        raise _refused(source, 1 if mark is None else mark.line + 1, f"不是 YAML：{what}", what) from error
    except yaml.YAMLError as error:
        raise _refused(source, 1, f"不是 YAML：{error}", f"no YAML: {error}") from error
    if node is None or node.tag == _NULL:
        raise _refused(source, 1, "文件是空的", "the file is empty")
    return Entry(source, node)


def finish(entry: Entry) -> None:
    """Ends the reading of a file.

    Raises:
        SettingsError: anything was wrong with it.
    """
    if entry.faults:
        raise SettingsError(entry.faults)


def _check(text: str, source: str) -> None:
    """Refuses what could make a small file a large one, or a deep one, before it is put together."""
    depth = 0
    for event in _events(text):
        if isinstance(event, yaml.AliasEvent):
            raise _refused(source, _line(event), "不能用 * 引用；请写出来", "no aliases (*); write it out")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MOST_DEEP:
            raise _refused(source, _line(event), "嵌套太深", "nested too deeply")


def _events(text: str) -> Iterator[yaml.Event]:
    events: Iterator[yaml.Event] = yaml.parse(text, yaml.SafeLoader)
    return events


def _line(event: yaml.Event) -> int:
    return 1 if event.start_mark is None else event.start_mark.line + 1


def _refused(source: str, line: int, zh: str, en: str) -> SettingsError:
    return SettingsError([Fault(source, line, "", Text(zh, en))])
