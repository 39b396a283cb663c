"""Where the pages are: addresses that stay the same from run to run and hold nothing submitted."""

from __future__ import annotations

import re
from base64 import b32encode
from hashlib import sha256
from typing import Final

SITE: Final = "review"
"""The folder of all pages but the overview, beside it in the run's folder."""
OVERVIEW: Final = "index.html"
SEARCH: Final = f"{SITE}/search.html"
TREND: Final = f"{SITE}/trend.html"
DATA_DOCS: Final = "data_docs/index.html"
_CITIES: Final = f"{SITE}/city/"
_LETTERS: Final = 20
"""Of a name, 5 bits each: nobody finds two organs whose pages would have the same name."""
_RULE: Final = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
"""What forms and rule packs let an id be."""


def of_report(organ: str, year: int | None, place: int) -> str:
    """A report's page; `place` counts from 0 the reports of that organ and year, by path.

    It speaks of whose report it is, not of its bytes: a corrected submission has the page of the first.
    """
    return f"{SITE}/report/{_name(organ, str(year), str(place))}.html"


def of_organ(organ: str) -> str:
    """The page of an organ (its id of the registry, else its name), with all its years."""
    return f"{SITE}/organ/{_name(organ)}.html"


def of_city(city: str) -> str:
    return f"{_CITIES}{_name(city)}.html"


def is_city(address: str) -> bool:
    """Whether it is the page of a city."""
    return address.startswith(_CITIES)


def of_rule(rule_id: str) -> str:
    """A rule's page.

    Raises:
        ValueError: the id could be more than the name of a file.
    """
    if not _RULE.fullmatch(rule_id):
        raise ValueError(f"no id of a rule: {rule_id!r}")
    return f"{SITE}/rule/{rule_id}.html"


def root_of(address: str) -> str:
    """The way from a page back to the run's folder: `../../`."""
    return "../" * address.count("/")


def _name(*parts: str) -> str:
    digest = sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
    return b32encode(digest).decode("ascii")[:_LETTERS].lower()
