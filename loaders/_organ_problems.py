"""What is wrong with a registry's file, gathered line by line."""

from __future__ import annotations

from typing import Final

from gongkai.forms import Text

_SHOWN: Final = 20
_LINE: Final = Text("{file}：第{line}行：{what}", "{file}: line {line}: {what}")
_CELL: Final = Text("{file}：第{line}行“{column}”列：{what}", "{file}: line {line}, column {column}: {what}")
_MORE: Final = Text("{file}：另有 {more} 处", "{file}: {more} more")


class RegistryError(ValueError):
    """A registry that cannot be used; `message` has a line for each problem: where it is, and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.zh)
        self.message = message


class Problems:
    """Gathers what is wrong with `file`, so that one look mends all of it."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[Text] = []

    def add(self, line: int, column: str | None, what: Text) -> None:
        template = _LINE if column is None else _CELL
        self._found.append(template.format(file=self._file, line=line, column=column, what=what))

    def fatal(self, line: int, what: Text) -> RegistryError:
        """The error to raise for a problem after which nothing more can be read."""
        self.add(line, None, what)
        return self._error()

    def check(self) -> None:
        """Raises `RegistryError` where anything was added."""
        if self._found:
            raise self._error()

    def _error(self) -> RegistryError:
        shown = self._found[:_SHOWN]
        if len(self._found) > _SHOWN:
            shown.append(_MORE.format(file=self._file, more=len(self._found) - _SHOWN))
        return RegistryError(Text("\n".join(one.zh for one in shown), "\n".join(one.en for one in shown)))
