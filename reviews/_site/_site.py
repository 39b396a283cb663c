"""What every page of the site is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gongkai.checkpoints import Difference, Run
from gongkai.forms import Language
from gongkai.loaders import StoredFrames
from gongkai.reviews import _addresses
from gongkai.reviews._render import render
from gongkai.reviews._site._folder import SiteFolder
from gongkai.reviews._site._index import Index


@dataclass(frozen=True)
class Site:
    """A run and the folder that its pages go into.

    Attributes:
        frames: as they stand in the folder.
        home: the folder in which the pages will lie, whereas they may be made in another.
        workers: processes that make the pages of reports.
        since: what changed since the run before; None where there is none to compare with.
        since_unreadable: whether there is one that cannot be read.
        history: the folder of the history of all runs up to this one; None where there is none.
    """

    run: Run
    frames: StoredFrames
    home: Path
    index: Index
    folder: SiteFolder
    lang: Language
    workers: int = 1
    since: Difference | None = None
    since_unreadable: bool = False
    history: Path | None = None

    def put(self, address: str, template: str, made_from: str, **data: object) -> None:
        """Puts a page there; `data` is what its template is given, `made_from` must change with it."""
        self.put_late(address, template, made_from, lambda: data)

    def put_late(
        self, address: str, template: str, made_from: str, data: Callable[[], Mapping[str, object]]
    ) -> None:
        """The same of a page whose data are only made where it changed."""
        trend = self.history is not None

        def make() -> str:
            root = _addresses.root_of(address)
            return render(template, self.lang, root=root, here=address, trend=trend, **data())

        self.folder.page(address, f"{self.lang}\0{template}\0{trend}\0{made_from}", make)
