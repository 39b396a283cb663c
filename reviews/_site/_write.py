"""The whole site of a run."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Final

from gongkai.checkpoints import NoRunError, Run, compare
from gongkai.forms import Language
from gongkai.loaders import Organs, StoredFrames
from gongkai.reviews._site._addresses import SITE
from gongkai.reviews._site._folder import SiteFolder
from gongkai.reviews._site._index import make_index
from gongkai.reviews._site._overview_page import write_overview
from gongkai.reviews._site._site import Site

_ASSETS: Final = ("style.css", "site.js")
_PAGES: Final[tuple[Callable[[Site], None], ...]] = (write_overview,)


def write_site(
    run: Run,
    directory: Path,
    lang: Language,
    organs: Organs | None = None,
    previous: Path | None = None,
) -> SiteFolder:
    """Writes `index.html` and `review/` into a run's folder. Nothing is judged here, only counted and shown.

    Args:
        run: what came of it.
        directory: with the run's frames and findings; it need not be its last place.
        lang: of the pages.
        organs: the registry, by which a report belongs to a city; without it its folders tell.
        previous: the folder of an earlier run. Pages that did not change are taken from it, and the
            overview tells what changed since; it may hold none.

    Returns:
        How many pages were written, and how many taken over.

    Raises:
        OSError: the folder cannot be written to.
    """
    frames = StoredFrames(directory)
    folder = SiteFolder(directory, previous)
    since = None
    if previous is not None:
        try:
            since = compare(previous, directory)
        except NoRunError:
            since = None
    site = Site(run, frames, make_index(run, frames, organs), folder, lang, since)
    for name in _ASSETS:
        data = files("gongkai.reviews").joinpath(name).read_bytes()
        folder.page(f"{SITE}/{name}", name, lambda data=data: data)  # type: ignore[misc] # mypy issue 12557
    for write in _PAGES:
        write(site)
    folder.close()
    return folder
