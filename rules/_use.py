"""Which catalogues this process knows by name: those installed, and those of a rule pack that is in use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from gongkai.rules._catalogue import Catalogue, all_catalogues, compile_catalogue
from gongkai.rules._pack import RulePack

_IN_USE: Final[ContextVar[tuple[Catalogue, ...]]] = ContextVar("gongkai.rules.in_use", default=())


@contextmanager
def use(pack: RulePack | None) -> Iterator[Mapping[str, Catalogue]]:
    """Edition id (or that of the list of submissions) → its catalogue as a rule pack has it.

    Inside, Great Expectations finds them by name.

    Without a pack they are those installed.
    """
    if pack is None:
        yield {one.edition.id: one for one in all_catalogues()}
        return
    made = tuple(compile_catalogue(one.edition, pack) for one in all_catalogues())
    token = _IN_USE.set((*_IN_USE.get(), *made))
    try:
        yield {one.edition.id: one for one in made}
    finally:
        _IN_USE.reset(token)


def known_catalogues() -> Mapping[str, Catalogue]:
    """By name: those installed, and those in use here; the innermost of one name counts."""
    return {one.name: one for one in (*all_catalogues(), *_IN_USE.get())}
