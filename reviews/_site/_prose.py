"""The running text of a report, cut where a finding quotes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Part(NamedTuple):
    """A stretch of text; `finding` is the anchor of the finding that quotes it, None where none does."""

    text: str
    finding: str | None = None


def quoted(prose: str, quotes: Iterable[tuple[str, str]]) -> tuple[Part, ...]:
    """The text with its quoted stretches apart.

    Args:
        prose: as printed.
        quotes: sentences without their spaces, as findings quote them (may be cut at the end), and anchors.

    Of quotes that overlap the first counts. A sentence that is not found there leaves the text as it is.
    """
    kept = [at for at, character in enumerate(prose) if character == "\n" or not character.isspace()]
    plain = "".join(prose[at] for at in kept)
    spans: list[tuple[int, int, str]] = []
    for sentence, anchor in quotes:
        wanted = "".join(c for c in sentence.removesuffix("…") if c == "\n" or not c.isspace())
        start = plain.find(wanted) if wanted else -1
        if start >= 0:
            first, last = kept[start], kept[start + len(wanted) - 1] + 1
            if all(last <= begin or first >= end for begin, end, _ in spans):
                spans.append((first, last, anchor))
    parts: list[Part] = []
    done = 0
    for first, last, anchor in sorted(spans):
        if first > done:
            parts.append(Part(prose[done:first]))
        parts.append(Part(prose[first:last], anchor))
        done = last
    if done < len(prose):
        parts.append(Part(prose[done:]))
    return tuple(parts)
