"""The rule catalogue, compiled from the forms: what is asked of a report, judged in three answers."""

from gongkai.rules._answer import FINDING_ANSWERS, Answer, Answers, Finding, NotRun
from gongkai.rules._answered import Answered
from gongkai.rules._catalogue import (
    VERSION,
    Catalogue,
    all_catalogues,
    catalogue,
    catalogues,
    compile_catalogue,
)
from gongkai.rules._correction import Correction
from gongkai.rules._demand import Linear
from gongkai.rules._describe import describe, number_text, only_sentence, sentence
from gongkai.rules._facts import EXACT, Facts, FactsError
from gongkai.rules._judge import Verdicts, judge
from gongkai.rules._kinds import KINDS, Kind
from gongkai.rules._kinds._linear import DECIMALS
from gongkai.rules._kinds.cells import cell_letter
from gongkai.rules._kinds.edition import FROM_TABLE
from gongkai.rules._kinds.numbers import Shape, shape_of
from gongkai.rules._kinds.totals import totals_of
from gongkai.rules._lessons import LESSONS, Lesson
from gongkai.rules._localise import localise
from gongkai.rules._nearest import nearest
from gongkai.rules._pack import RulePack
from gongkai.rules._reasons import REASONS, UNRUN
from gongkai.rules._rule import Rule, Severity
from gongkai.rules._settings import Entry, Fault, SettingsError, finish, read_settings, settings_of
from gongkai.rules._use import known_catalogues, use

__all__ = [
    "DECIMALS",
    "EXACT",
    "FINDING_ANSWERS",
    "FROM_TABLE",
    "KINDS",
    "LESSONS",
    "REASONS",
    "UNRUN",
    "VERSION",
    "Answer",
    "Answered",
    "Answers",
    "Catalogue",
    "Correction",
    "Entry",
    "Facts",
    "FactsError",
    "Fault",
    "Finding",
    "Kind",
    "Lesson",
    "Linear",
    "NotRun",
    "Rule",
    "RulePack",
    "SettingsError",
    "Severity",
    "Shape",
    "Verdicts",
    "all_catalogues",
    "catalogue",
    "catalogues",
    "cell_letter",
    "compile_catalogue",
    "describe",
    "finish",
    "judge",
    "known_catalogues",
    "localise",
    "nearest",
    "number_text",
    "only_sentence",
    "read_settings",
    "sentence",
    "settings_of",
    "shape_of",
    "totals_of",
    "use",
]
