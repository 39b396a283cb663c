"""A sentence in the two languages the product speaks."""

from __future__ import annotations

from typing import Literal, NamedTuple

Language = Literal["zh", "en"]


class Text(NamedTuple):
    """The same sentence in Chinese and English; templates use `str.format` fields."""

    zh: str
    en: str

    def of(self, lang: Language) -> str:
        return self.zh if lang == "zh" else self.en

    def format(self, **fields: object) -> Text:
        """Both templates filled; a field that is itself a Text gives each language its own."""

        def pick(lang: Language) -> dict[str, object]:
            return {k: v.of(lang) if isinstance(v, Text) else v for k, v in fields.items()}

        return Text(self.zh.format(**pick("zh")), self.en.format(**pick("en")))
