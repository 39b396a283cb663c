"""What reports say of each other: frames that need more than one report, compared but not judged."""

from gongkai.relations._cities import ELSEWHERE, Cities
from gongkai.relations._relations import KEYS, SCHEMAS, Relations, relate
from gongkai.relations._settings import SCOPES, Scope, Settings
from gongkai.relations._submissions import SUBMITTED
from gongkai.relations._texts import prose_columns, with_prose

__all__ = [
    "ELSEWHERE",
    "KEYS",
    "SCHEMAS",
    "SCOPES",
    "SUBMITTED",
    "Cities",
    "Relations",
    "Scope",
    "Settings",
    "prose_columns",
    "relate",
    "with_prose",
]
