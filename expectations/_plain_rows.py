"""Large results that Great Expectations need not walk through again and again."""

from __future__ import annotations

from typing import Any

from great_expectations.types import SerializableDictDot


class PlainRows(list[dict[str, Any]], SerializableDictDot):
    """A list of plain JSON objects that is never changed once it is made.

    Storing a result, GX copies it deeply and converts it to JSON values three times over. These rows are
    JSON values already: they answer for themselves, which makes a stored run several times faster.
    """

    def to_json_dict(self) -> PlainRows:  # type: ignore[override] # GX takes whatever JSON value comes back
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> PlainRows:
        return self
