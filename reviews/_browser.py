"""A browser of the machine's, as what prints our own pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from gongkai.forms import Text
from gongkai.loaders import run_program

SECONDS: Final = 900.0
"""A province's 20,000 reports take about one minute."""

_NAMES: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
_PLACES: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
_SWITCHES: Final = (
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--no-first-run",
    "--no-default-browser-check",
    # Nothing that a page may ask for has an address.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)
_KEPT: Final = ("PATH", "SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH", "PROGRAMFILES", "LOCALAPPDATA")
"""Of the environment; no proxy, no home and no display among them."""

_NOT_PRINTED: Final = Text(
    "没有生成 PDF：浏览器 {program} 没有给出文件{why}。页面都已写好，可在浏览器里打开 index.html 自行打印",
    "no PDF was made: the browser {program} gave none{why}. The pages are there; open index.html in a "
    "browser and print that",
)
_TOO_LONG: Final = Text("（超过 {seconds:.0f} 秒）", " (more than {seconds:.0f} seconds)")
_NOT_STARTED: Final = Text("（{error}）", " ({error})")
_NOTHING: Final = Text("", "")


class PrintingError(Exception):
    """A page could not be printed; `message` says why and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.zh)
        self.message = message


def find_browser() -> str | None:
    """The program of an installed browser that prints: Chromium, Chrome or Edge; None where there is none."""
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    return next((place for place in _PLACES if Path(place).is_file()), None)


def print_to_pdf(html: str, browser: str, target: Path) -> None:
    """Prints a page as PDF, with a profile of its own that is gone afterwards.

    Args:
        html: the page, with all that it needs.
        browser: the program, from `find_browser`.
        target: the file to write; it is there whole or not at all.

    Raises:
        PrintingError: no PDF comes out.
        OSError: the file cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as folder:
        room = Path(folder)
        page, printed = room / "page.html", room / "page.pdf"
        page.write_text(html, "utf-8")
        command = [browser, *_SWITCHES, f"--user-data-dir={room / 'profile'}", f"--print-to-pdf={printed}"]
        if sys.platform != "win32" and os.geteuid() == 0:
            # Its sandbox refuses to start for root, as whom a container runs.
            command.append("--no-sandbox")
        _run([*command, page.as_uri()], room, browser)
        if not printed.is_file():
            raise PrintingError(_NOT_PRINTED.format(program=browser, why=_NOTHING))
        shutil.move(printed, target)


def _run(command: list[str], room: Path, browser: str) -> None:
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(room))
    try:
        run_program(command, room, environment, SECONDS)
    except OSError as error:
        why = _NOT_STARTED.format(error=error)
        raise PrintingError(_NOT_PRINTED.format(program=browser, why=why)) from error
    except subprocess.TimeoutExpired as error:
        why = _TOO_LONG.format(seconds=SECONDS)
        raise PrintingError(_NOT_PRINTED.format(program=browser, why=why)) from error
