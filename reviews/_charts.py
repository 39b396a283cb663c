"""Charts as inline SVG: no style, script, font or address in them, colours by the page's style sheet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from gongkai.reviews._render import visible
from gongkai.reviews._svg import inline, plain_text

WIDTH: Final = 640
_STEP: Final = 32
_SIZE: Final = 15
_GAP: Final = 10
_NAME_WIDTH: Final = 13
"""Of names, in Chinese characters; longer ones are cut, the table beside the chart has them whole."""

SERIES: Final = {
    "error": "#a81e1e",
    "warning": "#b8730f",
    "info": "#6b7785",
    "cannot_tell": "#7a5cc0",
    "clean": "#17663a",
    "unread": "#1b2026",
}
"""What a part of a bar can stand for, and its colour where no style sheet says another."""

_INK, _ON_BAR = "#1b2027", "#ffffff"
_CLASSES: Final = {
    **{colour: f"series-{name}" for name, colour in SERIES.items()},
    _INK: "ink",
    _ON_BAR: "on-bar",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, its parts one a series, and what stands at its end."""

    name: str
    parts: tuple[int, ...]
    end: str


def bars(
    of: Sequence[Bar],
    series: Sequence[str],
    shapes: Sequence[str],
    most: int,
    label: str,
    width: int = WIDTH,
) -> Markup:
    """Stacked bars from left to right.

    Args:
        of: the bars from above; a name may be anything that was submitted.
        series: of the parts, keys of `SERIES`.
        shapes: a sign for each series, printed with the number in its part where there is room; "" for none.
        most: what a bar of full length stands for.
        label: what the chart is called by those who do not see it.
        width: in units of which a letter's height is 15.
    """
    # Drawing takes a browser's engine, which takes a while to start.
    import vl_convert  # noqa: PLC0415

    drawn = vl_convert.vegalite_to_svg(_chart(of, series, shapes, max(1, most), width), allowed_base_urls=[])
    return inline(drawn, label, _CLASSES)


def _chart(
    of: Sequence[Bar], series: Sequence[str], shapes: Sequence[str], most: int, width: int
) -> dict[str, Any]:
    """As Vega-Lite has it. Nothing is laid out by the widths of letters: this machine may lack the fonts."""
    import altair as alt  # noqa: PLC0415

    names = [_short(bar.name) for bar in of]
    left = _SIZE * max((_width(name) for name in names), default=0) + _GAP
    right = _SIZE * max((_width(bar.end) for bar in of), default=0) + _GAP
    room = width - left - right
    parts = list(_parts(of, series, shapes, room / most))
    ends = [
        {"row": row, "name": name, "end": bar.end, "to": sum(bar.parts)}
        for row, (name, bar) in enumerate(zip(names, of, strict=True))
    ]
    row = alt.Y("row:O", axis=None, sort=None, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.15))
    across = alt.Scale(domain=[0, most], nice=False)
    colours = alt.Scale(domain=list(SERIES), range=list(SERIES.values()))
    layers = [
        alt.Chart(alt.InlineData(values=parts))
        .mark_bar(stroke=_ON_BAR, strokeWidth=1)
        .encode(
            y=row,
            x=alt.X("from:Q", axis=None, scale=across),
            x2="to:Q",
            color=alt.Color("series:N", scale=colours, legend=None),
        ),
        alt.Chart(alt.InlineData(values=[part for part in parts if part["text"]]))
        .mark_text(baseline="middle", color=_ON_BAR, fontSize=_SIZE, fontWeight="bold")
        .encode(y=row, x=alt.X("middle:Q", axis=None, scale=across), text="text:N"),
        alt.Chart(alt.InlineData(values=ends))
        .mark_text(baseline="middle", color=_INK, fontSize=_SIZE, align="right")
        .encode(y=row, x=alt.value(-_GAP), text="name:N"),
        alt.Chart(alt.InlineData(values=ends))
        .mark_text(baseline="middle", color=_INK, fontSize=_SIZE, align="left", dx=6)
        .encode(y=row, x=alt.X("to:Q", axis=None, scale=across), text="end:N"),
    ]
    chart = (
        alt.layer(*layers)
        .properties(
            width=room,
            height=_STEP * len(of),
            autosize=alt.AutoSizeParams(type="none"),
            padding={"left": left, "right": right, "top": 0, "bottom": 0},
        )
        .configure(aria=False, background="transparent")
        .configure_view(stroke=None)
    )
    made: dict[str, Any] = chart.to_dict()
    return made


def _parts(
    of: Sequence[Bar], series: Sequence[str], shapes: Sequence[str], scale: float
) -> Iterator[dict[str, Any]]:
    for row, bar in enumerate(of):
        reached = 0
        for name, shape, number in zip(series, shapes, bar.parts, strict=True):
            if number:
                text = f"{shape} {number}"
                fits = shape and number * scale > _SIZE * _width(text) + _GAP
                middle = reached + number / 2
                yield {
                    "row": row,
                    "series": name,
                    "from": reached,
                    "to": reached + number,
                    "middle": middle,
                    "text": text if fits else "",
                }
            reached += number


def _short(name: str) -> str:
    """A name that can stand in XML and beside a bar."""
    plain = plain_text(" ".join(str(visible(name)).split()))
    if _width(plain) <= _NAME_WIDTH:
        return plain
    kept = plain[: 2 * _NAME_WIDTH]
    while _width(kept) > _NAME_WIDTH - 1:
        kept = kept[:-1]
    return f"{kept}…"


def _width(text: str) -> float:
    """About how wide it is, in Chinese characters; a little more where that is not sure."""
    return sum(0.62 if unicodedata.east_asian_width(sign) in {"Na", "H"} else 1 for sign in text)
