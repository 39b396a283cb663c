"""Who is told of a night: a YAML list of receivers. Secrets come from the environment alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from gongkai.rules import Entry, finish, read_settings

_MOST: Final = 20
_LONGEST: Final = 1_000
_MOST_PORT: Final = 65_535
_VARIABLE: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_WHEN: Final = ("change", "always", "failure")
SECRETS: Final[Mapping[str, tuple[str, ...]]] = {
    "webhook": ("url", "secret"),
    "email": ("password",),
    "slack": ("url",),
    "teams": ("url",),
}
_OTHERS: Final[Mapping[str, tuple[str, ...]]] = {
    "webhook": ("body",),
    "email": ("server", "port", "login", "receivers", "security"),
    "slack": (),
    "teams": (),
}
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "webhook": ("url",),
    "email": ("server", "port", "login", "password", "receivers"),
    "slack": ("url",),
    "teams": ("url",),
}
_BODIES: Final = ("json", "wecom", "dingtalk")


@dataclass(frozen=True)
class Receiver:
    """Somebody to be told.

    Attributes:
        to: webhook, email, slack or teams.
        when: change, always or failure.
        values: of the other keys; of secrets the name of the environment variable.
        line: of the file.
    """

    to: str
    when: str
    values: Mapping[str, Any]
    line: int

    @property
    def name(self) -> str:
        """What Great Expectations calls its action."""
        return f"line-{self.line}"

    def is_told(self, *, changed: bool, failed: bool) -> bool:
        """Whether it is told of such a night."""
        return failed or self.when == "always" or (self.when == "change" and changed)


@dataclass(frozen=True)
class Receivers:
    """All of a file's."""

    every: tuple[Receiver, ...] = ()

    @classmethod
    def of(cls, path: Path | None) -> Self:
        """Those in a file; nobody where there is none.

        Raises:
            SettingsError: something is wrong; the message names line and key of all that is.
            OSError: it cannot be opened.
        """
        if path is None:
            return cls()
        file = read_settings(path)
        found = tuple(_receiver(entry) for entry in file.items(_MOST))
        finish(file)
        return cls(tuple(one for one in found if one is not None))


def _receiver(entry: Entry) -> Receiver | None:
    pairs = dict(entry.pairs())
    if "to" not in pairs:
        entry.fail("缺少 to", "to is missing")
        return None
    to = pairs["to"].choice(tuple(SECRETS))
    if to is None:
        return None
    fields = entry.fields(("to", "when", *SECRETS[to], *_OTHERS[to]), ("to", *_NEEDED[to]))
    when = fields["when"].choice(_WHEN) if "when" in fields else "change"
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name in SECRETS[to]:
            values[name] = _variable(field)
        elif name == "body":
            values[name] = field.choice(_BODIES)
        elif name == "security":
            values[name] = field.choice(("none", "tls", "ssl"))
        elif name == "port":
            values[name] = field.whole(_MOST_PORT)
        elif name == "receivers":
            values[name] = [item.text(_LONGEST) for item in field.items(_MOST)]
        elif name in ("server", "login"):
            values[name] = field.text(_LONGEST)
    return None if when is None else Receiver(to, when, values, entry.node.start_mark.line + 1)


def _variable(entry: Entry) -> str | None:
    text = entry.text(_LONGEST)
    found = _VARIABLE.fullmatch(text) if text is not None else None
    if found is None:
        entry.fail(
            "密钥只能来自环境变量：写成 ${变量名}，不要写出来",
            "a secret comes from the environment alone: write ${NAME}, not the secret itself",
        )
        return None
    return found[1]
