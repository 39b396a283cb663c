"""gongkai.yml: a project's settings, over which stand environment variables, and over these flags."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import yaml

from gongkai.forms import Language
from gongkai.history import Retention
from gongkai.nightly._options import OPTIONS, Option
from gongkai.nightly._values import VALUES
from gongkai.relations import Scope
from gongkai.rules import Entry, Severity, finish, read_settings

FILE: Final = "gongkai.yml"
_PLAIN: Final = re.compile(r"[0-9A-Za-z.+-]+")
"""What may be a number or a word of YAML; all else that a flag says is text."""
_STRING: Final = "tag:yaml.org,2002:str"
_SEQUENCE: Final = "tag:yaml.org,2002:seq"
_NULL: Final = "tag:yaml.org,2002:null"


@dataclass(frozen=True)
class Settings:
    """What a project is set to; see `OPTIONS` for each. `home` is its folder, below which paths are."""

    home: Path
    inbox: tuple[Path, ...]
    registry: Path | None
    pack: Path | None
    waivers: Path | None
    scope: Scope
    years: tuple[int, ...]
    fail_on: Severity
    lang: Language
    pdf: bool
    outputs: tuple[str, ...]
    settle: float
    workers: int | None
    timeout: float
    memory: int
    keep_nights: int
    keep_months: int
    keep_sites: int
    notify: Path | None
    link: str | None

    @property
    def retention(self) -> Retention:
        """Which nights the history keeps."""
        return Retention(self.keep_nights, self.keep_months)

    @classmethod
    def read(
        cls, home: Path, environment: Mapping[str, str] | None = None, flags: Mapping[str, str] | None = None
    ) -> Self:
        """The settings of the project in a folder.

        Args:
            home: with gongkai.yml.
            environment: variables; the ones of options stand over the file.
            flags: option name → its value as written; they stand over both.

        Raises:
            SettingsError: something is wrong; it names file, line and key of all that is.
            OSError: the file cannot be opened.
        """
        home = home.absolute()
        file = read_settings(home / FILE)
        values: dict[str, Any] = {}
        entries = {name: entry for name, entry in file.fields(tuple(VALUES)).items() if not _is_empty(entry)}
        for source, given in ((None, environment or {}), ("--", flags or {})):
            for option in OPTIONS:
                name = option.variable if source is None else option.name
                if name in given:
                    said = option.variable if source is None else option.flag
                    entries[option.name] = _entry(option, said, given[name], file)
        for option in OPTIONS:
            read, entry = VALUES[option.name], entries.get(option.name)
            values[option.name] = option.default if entry is None else read(entry, home)
        if "inbox" not in entries:
            file.fail("缺少 inbox：放报告的文件夹", "inbox is missing: where the reports are")
        finish(file)
        return cls(home=home, **values)


def template() -> str:
    """A new project's gongkai.yml: every option with what it does."""
    parts = [_HEAD]
    for option in OPTIONS:
        shown = option.sample or _default(option)
        line = f"{option.name}: {shown}"
        parts.append(
            f"# {option.about[0]}。\n# {option.about[1]}.\n{line if option.sample else f'# {line}'}\n"
        )
    return "\n".join(parts)


_HEAD: Final = """\
# gongkai nightly 的设置。每一项也可以用命令行选项（--fail-on）或环境变量（GONGKAI_FAIL_ON）指定；
# 命令行优先于环境变量，环境变量优先于本文件。路径以本文件夹为准。
# Settings of gongkai nightly. Each may be given as a flag (--fail-on) or an environment variable
# (GONGKAI_FAIL_ON) too; flags stand over variables, these over this file. Paths are below this folder.
"""


def _default(option: Option) -> str:
    if option.example:
        return option.example
    return str(option.default).lower() if isinstance(option.default, bool) else f"{option.default}"


def _is_empty(entry: Entry) -> bool:
    """Whether a key has no value, which is as if it were not there."""
    return isinstance(entry.node, yaml.ScalarNode) and entry.node.tag == _NULL


def _entry(option: Option, source: str, written: str, file: Entry) -> Entry:
    """What a flag or variable says, as if a file of that name did; its faults are told with the file's."""
    mark = yaml.Mark(source, 0, 0, 0, "", 0)
    nodes = [_scalar(part.strip(), mark) for part in _parts(option, written)]
    node: yaml.Node = yaml.SequenceNode(_SEQUENCE, nodes, mark, mark) if option.several else nodes[0]
    return Entry(source, node, "", file.faults)


def _parts(option: Option, written: str) -> list[str]:
    return written.replace("，", ",").split(",") if option.several else [written]


def _scalar(text: str, mark: yaml.Mark) -> yaml.ScalarNode:
    read = yaml.compose(text, yaml.SafeLoader) if _PLAIN.fullmatch(text) else None
    return yaml.ScalarNode(_STRING if read is None else read.tag, text, mark, mark)
