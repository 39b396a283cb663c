"""To which city a file belongs that could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from gongkai.relations import ELSEWHERE
from gongkai.reviews._site._index import Entry


def cities_of_unread(paths: Iterable[str], entries: Iterable[Entry]) -> list[str]:
    """The city of each file that was not read: that of the reports in the same outermost folder.

    Only reports have a region. A file in a folder of its own, beside those of cities, belongs to that folder.
    """
    folders: dict[str, Counter[str]] = {}
    tops: set[str] = set()
    for entry in entries:
        parts = entry.key.path.split("/")
        depth = entry.region.count("/") + 1 if entry.region else 0
        top = "/".join(parts[: max(0, len(parts) - 1 - depth)])
        tops.add(top)
        if depth:
            folders.setdefault("/".join(parts[: max(1, len(parts) - depth)]), Counter())[entry.city] += 1
    return [_city_of(path, folders, tops) for path in paths]


def _city_of(path: str, folders: Mapping[str, Counter[str]], tops: set[str]) -> str:
    parts = path.split("/")
    for end in range(len(parts) - 1, 0, -1):
        above = "/".join(parts[:end])
        if above in folders:
            return folders[above].most_common(1)[0][0]
        if above in tops:
            return parts[end] if end < len(parts) - 1 else ELSEWHERE
    return ELSEWHERE
