"""The charts of the first page, drawn when the page is."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from gongkai.forms import Language
from gongkai.reviews._charts import Bar, bars
from gongkai.reviews._overview_model import CityLine, Overview
from gongkai.reviews._words import answer_mark, severity_mark, words

ENDS_SHOWN: Final = 8
"""Cities at either end of the chart of shares, where there are too many for all of them."""
_WHOLE: Final = 1000
_WIDE: Final = 1280


class OverviewCharts:
    """Each chart is drawn when it is asked for: a page that is taken over from the run before needs none."""

    def __init__(self, of: Overview, lang: Language) -> None:
        self._of = of
        self._lang: Language = lang
        self._words = words(lang)

    @property
    def outcome(self) -> Markup:
        """All submissions by the gravest that stands on each."""
        states = self._of.states
        bar = Bar("", tuple(one.count for one in states), "")
        return bars(
            [bar],
            [one.state.name for one in states],
            [f"{one.state.shape} {one.state.word}" for one in states],
            self._of.received,
            self._words.outcome_chart,
            _WIDE,
        )

    @property
    def families(self) -> Markup:
        """Findings by family, each bar by severity."""
        rows = [
            Bar(
                line.name,
                line.tally[:-1],
                str(line.tally.standing),
            )
            for line in self._of.families
        ]
        marks = [severity_mark(name, self._lang) for name in ("error", "warning", "info")]
        marks.append(answer_mark("cannot_tell", self._lang))
        return bars(
            rows,
            [mark.name for mark in marks],
            [mark.shape for mark in marks],
            max(line.tally.standing for line in self._of.families),
            self._words.family_chart,
        )

    @property
    def clean(self) -> Markup:
        """The share of reports with nothing to mend: every city, or those at either end."""
        rows = [
            Bar(
                self._words.no_city if line.name is None else line.name,
                (_WHOLE * line.clean // line.read,),
                f"{line.clean}/{line.read} · {line.share}",
            )
            for line in self.ends
        ]
        return bars(rows, ["clean"], [""], _WHOLE, self.clean_title)

    @property
    def clean_title(self) -> str:
        """What the chart of shares shows."""
        if len(self.ends) < len(self._ranked):
            return str(self._words.share_chart_ends.format(n=ENDS_SHOWN))
        return str(self._words.share_chart)

    @property
    def ends(self) -> list[CityLine]:
        """The cities of the chart of shares, the highest share first."""
        ranked = self._ranked
        return ranked if len(ranked) <= 2 * ENDS_SHOWN else ranked[:ENDS_SHOWN] + ranked[-ENDS_SHOWN:]

    @property
    def _ranked(self) -> list[CityLine]:
        read = [line for line in self._of.cities.lines if line.read]
        return sorted(read, key=lambda line: (-line.clean / line.read, -line.read, line.name or ""))
