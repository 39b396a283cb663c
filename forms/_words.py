"""The model's own terms as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gongkai.forms._text import Text

# Keys: `CellKind` and `Standing` of the schema.
KINDS: Final[Mapping[str, Text]] = {
    "count": Text("件数：非负整数", "count: a non-negative integer"),
    "amount": Text("金额：非负小数", "amount: a non-negative decimal"),
    "change": Text("增减：可为负的整数", "change: a signed integer"),
}
STANDINGS: Final[Mapping[str, Text]] = {
    "confirmed": Text("已核对原文", "read in the source itself"),
    "local": Text("见于地方通知", "read in local notices"),
    "unconfirmed": Text("常见做法，原文未核对", "common practice, wording not verified"),
}
