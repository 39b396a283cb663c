"""A sample printed in a layout, in the style and encoding that chance gives it."""

from __future__ import annotations

from typing import Final

from gongkai.demo._dice import dice
from gongkai.demo._layouts import LAYOUTS, encodings
from gongkai.demo._render import Rendered, render
from gongkai.demo._sample import Sample
from gongkai.demo._style import PLAIN, any_style

_PLAIN_SHARE: Final = 0.4


def printed(sample: Sample, layout: str) -> Rendered:
    """The same sample and layout always give the same bytes."""
    chance = dice("print", *sample.key, layout)
    style = PLAIN if chance.random() < _PLAIN_SHARE else any_style(chance)
    names = encodings(LAYOUTS[layout].format)
    return render(sample, layout, encoding=chance.choice(names) if names else "utf-8", style=style)
