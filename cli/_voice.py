"""The language the command speaks, found before anything else is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from gongkai.cli._exit import UsageError

if TYPE_CHECKING:
    from gongkai.forms import Language, Text

VARIABLE: Final = "GONGKAI_LANG"
_OPTION: Final = "--lang"


class Voice(NamedTuple):
    """Picks the reader's language. (Importing `gongkai.forms.Text` for it would cost `--help` its speed.)"""

    lang: Language

    def __call__(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def text(self, text: Text) -> str:
        return text.of(self.lang)


def find_voice(args: Sequence[str], environ: Mapping[str, str]) -> tuple[Voice, list[str]]:
    """The voice that `--lang`, else GONGKAI_LANG, else nobody asks for (Chinese), and the other arguments.

    `--lang` may stand before or after the command; after `--` it is a path.

    Raises:
        UsageError: another language, or `--lang` without one.
    """
    source, asked = VARIABLE, environ.get(VARIABLE, "") or "zh"
    rest: list[str] = []
    words = iter(args)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == _OPTION:
            source, asked = _OPTION, next(words, "")
        elif word.startswith(f"{_OPTION}="):
            source, asked = _OPTION, word.removeprefix(f"{_OPTION}=")
        else:
            rest.append(word)
    return Voice(_language(asked, source)), rest


def _language(asked: str, source: str) -> Language:
    if asked == "zh":
        return "zh"
    if asked == "en":
        return "en"
    raise UsageError(
        f"{source} 的值 {asked!r} 不是可用的语言；请用 zh（中文）或 en（英文）。\n"
        f"{source} {asked!r} is no language this command speaks; use zh or en."
    )
