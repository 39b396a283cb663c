"""Tonight's frames, judged and shown: the run, its history, its pages and what else is made of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from gongkai.checkpoints import Run, Waivers, audit
from gongkai.history import extend
from gongkai.loaders import Organs, Progress, StoredFrames
from gongkai.nightly._settings import Settings
from gongkai.outputs import write_outputs
from gongkai.relations import Cities
from gongkai.relations import Settings as Comparing
from gongkai.reviews import find_browser, write_handout, write_site
from gongkai.rules import RulePack


@dataclass(frozen=True)
class Given:
    """The files that a project names, read."""

    organs: Organs | None
    pack: RulePack | None
    waivers: Waivers | None

    @classmethod
    def read(cls, settings: Settings) -> Self:
        """Reads them.

        Raises:
            RegistryError, SettingsError: one cannot be used; the message names line and column or key.
            OSError: one of them cannot be opened.
        """
        organs = None if settings.registry is None else Organs.read(settings.registry)
        pack = None if settings.pack is None else RulePack.read(settings.pack)
        return cls(organs, pack, None if settings.waivers is None else Waivers.read(settings.waivers, pack))


@dataclass(frozen=True)
class Places:
    """Where what a night makes goes.

    Attributes:
        site: pages and tables.
        live: where people will find them; those of the night before are there now.
        history: of this night.
        last_history: of the night before, None where there is none.
        validations: GX's own store of results.
    """

    site: Path
    live: Path
    history: Path
    last_history: Path | None
    validations: Path


def judge(
    frames: StoredFrames,
    settings: Settings,
    given: Given,
    places: Places,
    run: str,
    started: dt.datetime,
    progress: Progress | None,
) -> Run:
    """Audits the frames and writes all that a night leaves for people.

    Raises:
        PrintingError: a PDF is wanted, and none comes out.
        OSError: the disk is full, or failed.
    """

    def finish(made: Run, partial: Path) -> None:
        city_of = Cities(given.organs).of
        extend(
            places.last_history,
            partial,
            places.history,
            run,
            started,
            city_of,
            settings.retention,
        )
        write_site(made, partial, settings.lang, given.organs, places.live, settings.workers, places.history)
        write_outputs(made, partial, settings.outputs, settings.lang)
        if settings.pdf and (browser := find_browser()) is not None:
            write_handout(partial, settings.lang, browser)

    return audit(
        frames,
        places.site,
        settings.lang,
        progress,
        finish,
        pack=given.pack,
        waivers=given.waivers,
        today=started.astimezone().date(),
        organs=given.organs,
        settings=Comparing(settings.scope, settings.years),
        results=places.validations,
    )
