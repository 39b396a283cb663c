"""One expectation class a kind of rule, under the names that Great Expectations users look for."""

from __future__ import annotations

from typing import Final

from gongkai.expectations._rule_expectation import RuleExpectation


class ExpectReportEditionToFitYear(RuleExpectation):
    """The printed tables are those of the edition prescribed for the reporting year."""

    @staticmethod
    def kind() -> str:
        return "report_edition"


class ExpectReportYearToMatchPeriod(RuleExpectation):
    """The title's year is the year of the data period."""

    @staticmethod
    def kind() -> str:
        return "year_period"


class ExpectReportYearToMatchFileName(RuleExpectation):
    """The year in the file name is the year that the text states."""

    @staticmethod
    def kind() -> str:
        return "year_file"


class ExpectReportSectionToBePresent(RuleExpectation):
    """A section of the form stands in the report."""

    @staticmethod
    def kind() -> str:
        return "section_present"


class ExpectReportSectionToHaveText(RuleExpectation):
    """A section of the form has something under its heading."""

    @staticmethod
    def kind() -> str:
        return "section_filled"


class ExpectReportSectionsToBeInOrder(RuleExpectation):
    """The sections stand in the form's order."""

    @staticmethod
    def kind() -> str:
        return "section_order"


class ExpectReportTableToBePresent(RuleExpectation):
    """A table of the form stands in the report."""

    @staticmethod
    def kind() -> str:
        return "table_present"


class ExpectReportCellsToBeFilled(RuleExpectation):
    """No cell of a table is missing (or unreadable, or blank, or a nil mark: one rule each)."""

    @staticmethod
    def kind() -> str:
        return "cells_filled"


class ExpectReportCellsToHoldFittingNumbers(RuleExpectation):
    """The printed counts, amounts or changes of a table are numbers of their kind."""

    @staticmethod
    def kind() -> str:
        return "cell_numbers"


class ExpectReportTotalsToBeFilled(RuleExpectation):
    """No total of a table is blank over parts that are more than 0."""

    @staticmethod
    def kind() -> str:
        return "totals_filled"


class ExpectFormIdentityToHold(RuleExpectation):
    """勾稽关系: the sum of some cells equals the sum of others, blanks being unknowns of at least 0."""

    @staticmethod
    def kind() -> str:
        return "identity"


BY_KIND: Final = {
    expectation.kind(): expectation
    for expectation in (
        ExpectReportEditionToFitYear,
        ExpectReportYearToMatchPeriod,
        ExpectReportYearToMatchFileName,
        ExpectReportSectionToBePresent,
        ExpectReportSectionToHaveText,
        ExpectReportSectionsToBeInOrder,
        ExpectReportTableToBePresent,
        ExpectReportCellsToBeFilled,
        ExpectReportCellsToHoldFittingNumbers,
        ExpectReportTotalsToBeFilled,
        ExpectFormIdentityToHold,
    )
}
"""The expectation class of each kind of rule."""
