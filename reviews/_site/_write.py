"""The whole site of a run."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Final

import pyarrow as pa

from gongkai.checkpoints import Difference, NoRunError, Run, compare
from gongkai.forms import Language
from gongkai.loaders import Organs, StoredFrames, cores
from gongkai.reviews._addresses import SITE
from gongkai.reviews._site._city_page import write_cities
from gongkai.reviews._site._folder import SiteFolder
from gongkai.reviews._site._index import make_index
from gongkai.reviews._site._ledger import write_ledger
from gongkai.reviews._site._organ_page import write_organs
from gongkai.reviews._site._overview_page import write_overview
from gongkai.reviews._site._report_pages import reports_beside
from gongkai.reviews._site._rule_page import write_rules
from gongkai.reviews._site._search_page import write_search
from gongkai.reviews._site._site import Site
from gongkai.reviews._site._trend_page import write_trend

_ASSETS: Final = ("style.css", "site.js", "search.js")
_PAGES: Final[tuple[Callable[[Site], None], ...]] = (
    write_overview,
    write_cities,
    write_rules,
    write_organs,
    write_search,
    write_trend,
    write_ledger,
)


def write_site(
    run: Run,
    directory: Path,
    lang: Language,
    organs: Organs | None = None,
    home: Path | None = None,
    workers: int | None = None,
    history: Path | None = None,
) -> SiteFolder:
    """Writes `index.html` and `review/` into a run's folder. Nothing is judged here, only counted and shown.

    Args:
        run: what came of it.
        directory: with the run's frames and findings; it need not be its last place.
        lang: of the pages.
        organs: the registry, by which a report belongs to a city; without it its folders tell.
        home: the folder's last place, by default where it is. An earlier run may lie there: pages that
            did not change are taken from it, and the overview tells what changed since.
        workers: processes that make the pages of reports, where these are many; by default one a core.
        history: the folder of a history that ends with this run; without it there is no page of trends.

    Returns:
        How many pages were written, and how many taken over.

    Raises:
        OSError: the folder cannot be written to.
    """
    frames = StoredFrames(directory)
    folder = SiteFolder(directory, home)
    since, damaged = (None, False) if home is None else _compared(home, directory)
    last = (home or directory).absolute()
    index = make_index(run, frames, organs)
    site = Site(run, frames, last, index, folder, lang, workers or cores(), since, damaged, history)
    for name in _ASSETS:
        data = files("gongkai.reviews").joinpath(name).read_bytes()
        folder.page(f"{SITE}/{name}", name, lambda data=data: data)  # type: ignore[misc] # mypy issue 12557
    with reports_beside(site):
        for write in _PAGES:
            write(site)
    folder.close()
    return folder


def addresses_of_reports(run: Run, frames: StoredFrames) -> dict[tuple[str, str], str]:
    """Id and path of a report → its page, below the run's folder."""
    entries = make_index(run, frames, None).entries
    return {(entry.key.report_id, entry.key.path): entry.address for entry in entries}


def _compared(previous: Path, directory: Path) -> tuple[Difference | None, bool]:
    """What changed since the run before, and whether there is one that cannot be read.

    It may have been written by another version or by none, or cut short: whatever it holds, this run stands.
    """
    try:
        return compare(previous, directory), False
    except NoRunError:
        return None, False
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError, AttributeError):
        return None, True
