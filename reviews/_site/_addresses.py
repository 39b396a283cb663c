"""Where the pages are: addresses that stay the same from run to run and hold nothing submitted."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

SITE: Final = "review"
"""The folder of all pages but the overview, beside it in the run's folder."""
OVERVIEW: Final = "index.html"
SEARCH: Final = f"{SITE}/search.html"
DATA_DOCS: Final = "data_docs/index.html"
_DIGITS: Final = 12


def of_report(organ: str, year: int | None, place: int) -> str:
    """A report's page; `place` counts from 0 the reports of that organ and year, by path.

    It speaks of whose report it is, not of its bytes: a corrected submission has the page of the first.
    """
    return f"{SITE}/report/{_name(organ, str(year), str(place))}.html"


def of_organ(organ: str) -> str:
    """The page of an organ (its id of the registry, else its name), with all its years."""
    return f"{SITE}/organ/{_name(organ)}.html"


def of_city(city: str) -> str:
    return f"{SITE}/city/{_name(city)}.html"


def of_rule(rule_id: str) -> str:
    return f"{SITE}/rule/{rule_id}.html"


def root_of(address: str) -> str:
    """The way from a page back to the run's folder: `../../`."""
    return "../" * address.count("/")


def _name(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
