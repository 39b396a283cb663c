"""What a province decides about the comparison of its reports, as options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gongkai.cli._exit import UsageError
from gongkai.cli._nearest import nearest
from gongkai.cli._options import option
from gongkai.cli._voice import Voice

if TYPE_CHECKING:
    from gongkai.relations import Settings

_FIRST_YEAR: Final = 2008
"""The Regulations have been in force since then."""
_LAST_YEAR: Final = 2100


def scope_option(say: Voice) -> Any:
    """Whose figures a government's report adds up."""
    return option(
        say,
        "--scope",
        metavar=("departments|all_below", "departments|all_below"),
        text=(
            "政府报告应汇总哪些机关：departments 所属部门，all_below 所属部门和下级政府；不写则不核对汇总",
            "Whose figures a government adds up (all_below: lower governments too); unchecked without it",
        ),
    )


def years_option(say: Voice) -> Any:
    """The years for which every registered organ owes a report."""
    return option(
        say,
        "--years",
        metavar=("年度", "YEARS"),
        text=(
            "名录中每个机关都应交报告的年度，多个用逗号分开；不写则看半数以上机关交了哪些年度",
            "Years for which every registered organ owes a report; by default those that half have sent",
        ),
    )


def settings_of(say: Voice, scope: str | None, years: str | None) -> Settings:
    """How to compare, by the options of that name.

    Raises:
        UsageError: there is no such scope, or a year is none.
    """
    from gongkai.relations import SCOPES, Settings

    found = next((known for known in SCOPES if known == ("none" if scope is None else scope)), None)
    if found is None:
        known, hint = ", ".join(SCOPES), nearest(say, scope or "", SCOPES)
        raise UsageError(
            say(
                f"--scope 只能是 {known}，不能是 {scope}。{hint}",
                f"--scope takes {known}, not {scope}. {hint}",
            )
        )
    return Settings(found, () if years is None else tuple(sorted(set(_years(say, years)))))


def _years(say: Voice, years: str) -> list[int]:
    found = []
    for part in years.replace("，", ",").split(","):
        text = part.strip()
        if not (text.isascii() and text.isdigit() and _FIRST_YEAR <= int(text) <= _LAST_YEAR):
            raise UsageError(
                say(
                    f"--years 要写年度，如 2022,2023，不能是 {years}。",
                    f"--years takes years, such as 2022,2023, not {years}.",
                )
            )
        found.append(int(text))
    return found
