"""Large results that Great Expectations need not walk through again and again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, overload

from great_expectations.types import SerializableDictDot

from gongkai.rules import Finding


class PlainRows(list[dict[str, Any]], SerializableDictDot):
    """A list of plain JSON objects that is never changed once it is made.

    Storing a result, GX copies it deeply and converts it to JSON values three times over. These rows are
    JSON values already: they answer for themselves, which makes a stored run several times faster.
    """

    def to_json_dict(self) -> PlainRows:  # type: ignore[override] # GX takes whatever JSON value comes back
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> PlainRows:
        return self


class FindingRows(Sequence[dict[str, Any]], SerializableDictDot):
    """Findings as they stand in a result: each is a plain JSON object, made when it is looked at.

    `findings` are the same as they were made.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)

    def __len__(self) -> int:
        return len(self.findings)

    @overload
    def __getitem__(self, place: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, place: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, place: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(place, slice):
            return [finding.to_dict() for finding in self.findings[place]]
        return self.findings[place].to_dict()

    def to_json_dict(self) -> PlainRows:  # type: ignore[override] # as above
        return PlainRows(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> FindingRows:
        return self
