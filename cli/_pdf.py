"""`--pdf`: the hand-out of a meeting, printed by the browser of the machine."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import typer

from gongkai.cli._console import line, name
from gongkai.cli._exit import UsageError
from gongkai.cli._speech import options_panel
from gongkai.cli._voice import Voice


def pdf_option(say: Voice) -> Any:
    """Whether to print one."""
    return typer.Option(
        "--pdf",
        help=say(
            "另把总览和各市页面印成一个 PDF：会议材料.pdf（需要本机装有 Chromium、Chrome 或 Edge）",
            "Also print overview and cities as one PDF (takes Chromium, Chrome or Edge)",
        ),
        show_default=False,
        rich_help_panel=options_panel(say),
    )


class Handout:
    """The hand-out of a run, where it is wanted.

    Attributes:
        failed: whether it was wanted and could not be made.

    Raises:
        UsageError: it is wanted and there is no browser. That is known before anything is read.
    """

    def __init__(self, say: Voice, *, wanted: bool) -> None:
        self.failed = False
        self._say = say
        self._browser = _browser(say) if wanted else None

    def write(self, directory: Path) -> None:
        """Prints it into a run's folder; a failure is told and stops nothing."""
        if self._browser is None:
            return
        from gongkai.reviews import PrintingError, write_handout

        try:
            write_handout(directory, self._say.lang, self._browser)
        except PrintingError as error:
            self.failed = True
            line(name(error.message.of(self._say.lang)), to=sys.stderr)


def _browser(say: Voice) -> str:
    from gongkai.reviews import find_browser

    found = find_browser()
    if found is None:
        raise UsageError(
            say(
                "--pdf 需要浏览器，本机没有找到 Chromium、Chrome 或 Edge。请安装其中之一"
                "（例如 apt-get install chromium），或去掉 --pdf。",
                "--pdf takes a browser, and neither Chromium nor Chrome nor Edge was found here. Install one "
                "(say, apt-get install chromium), or leave --pdf out.",
            )
        )
    return found
