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


class ExpectReportPeriodToBeWholeYear(RuleExpectation):
    """The data period is 1 January to 31 December of one year."""

    @staticmethod
    def kind() -> str:
        return "period_whole"


class ExpectReportSectionLengthToBeFitting(RuleExpectation):
    """A section of prose is neither too short nor too long."""

    @staticmethod
    def kind() -> str:
        return "section_length"


class ExpectReportProseToKeepItsNumbers(RuleExpectation):
    """No number is missing from a sentence."""

    @staticmethod
    def kind() -> str:
        return "prose_number"


class ExpectReportPartsToMatchTheirList(RuleExpectation):
    """The number of parts that the report says it has is that of its own list."""

    @staticmethod
    def kind() -> str:
        return "prose_parts"


class ExpectReportSectionToCoverItsTopics(RuleExpectation):
    """The overview speaks of each topic that the form asks for."""

    @staticmethod
    def kind() -> str:
        return "section_topics"


class ExpectReportFeeToBeStated(RuleExpectation):
    """The report says whether an information fee was collected."""

    @staticmethod
    def kind() -> str:
        return "fee_stated"


class ExpectReportSectionToHaveSubstance(RuleExpectation):
    """A section says more than that there is nothing to say."""

    @staticmethod
    def kind() -> str:
        return "section_substance"


class ExpectReportProseToAgreeWithTables(RuleExpectation):
    """A number stated in prose is that of the tables, in one of the ways to mean it."""

    @staticmethod
    def kind() -> str:
        return "claims"


class ExpectReportProseNotToRepeatYearBefore(RuleExpectation):
    """The text is not that of the organ's report of the year before."""

    @staticmethod
    def kind() -> str:
        return "prose_copied_before"


class ExpectReportProseNotToRepeatOtherOrgan(RuleExpectation):
    """The text is not that of another organ's report."""

    @staticmethod
    def kind() -> str:
        return "prose_copied_other"


class ExpectReportSectionToChangeFromYearBefore(RuleExpectation):
    """A section is not that of the year before."""

    @staticmethod
    def kind() -> str:
        return "section_unchanged"


class ExpectReportProseToNameNoOtherOrgan(RuleExpectation):
    """The text names no organ that has no business in it."""

    @staticmethod
    def kind() -> str:
        return "other_organ_named"


class ExpectReportTableNotToRepeatOtherOrgan(RuleExpectation):
    """A table does not hold the same figures as another organ's."""

    @staticmethod
    def kind() -> str:
        return "table_copied"


class ExpectReportTablesNotToBeZeroBesideFigures(RuleExpectation):
    """The tables are not all 0 while the text tells of figures."""

    @staticmethod
    def kind() -> str:
        return "zero_tables"


class ExpectReportToFollowFromYearBefore(RuleExpectation):
    """What is carried over from the organ's report of the year before is what that report says."""

    @staticmethod
    def kind() -> str:
        return "chain"


class ExpectReportNumberToBeUsual(RuleExpectation):
    """A number is within what the organ reported in earlier years, as far as those differ."""

    @staticmethod
    def kind() -> str:
        return "jump"


class ExpectGovernmentTableToSumOrgans(RuleExpectation):
    """A government's table is the sum of its organs', as far as the province's scope goes."""

    @staticmethod
    def kind() -> str:
        return "rollup"


class ExpectLocalSumsToCompare(RuleExpectation):
    """Sums of cells compare as a rule pack says, blanks being unknowns of at least 0."""

    @staticmethod
    def kind() -> str:
        return "local_linear"


class ExpectReportProseToFollowLocalRule(RuleExpectation):
    """The running text has the words that a rule pack asks for, or has not those it does not want."""

    @staticmethod
    def kind() -> str:
        return "local_prose"


class ExpectOrganToHaveSubmitted(RuleExpectation):
    """Every organ of the registry has a report on each year that is due."""

    @staticmethod
    def kind() -> str:
        return "submission_missing"


class ExpectReportToBePublishedInTime(RuleExpectation):
    """A report is published by the day that the Regulations set."""

    @staticmethod
    def kind() -> str:
        return "submission_late"


class ExpectOrganToHaveSubmittedOnce(RuleExpectation):
    """An organ has one report on a year."""

    @staticmethod
    def kind() -> str:
        return "submission_duplicated"


BY_KIND: Final = {
    expectation.kind(): expectation
    for expectation in (
        ExpectReportEditionToFitYear,
        ExpectReportYearToMatchPeriod,
        ExpectReportYearToMatchFileName,
        ExpectReportSectionToBePresent,
        ExpectReportSectionToHaveText,
        ExpectReportSectionsToBeInOrder,
        ExpectReportPeriodToBeWholeYear,
        ExpectReportSectionLengthToBeFitting,
        ExpectReportProseToKeepItsNumbers,
        ExpectReportPartsToMatchTheirList,
        ExpectReportSectionToCoverItsTopics,
        ExpectReportFeeToBeStated,
        ExpectReportSectionToHaveSubstance,
        ExpectReportProseToAgreeWithTables,
        ExpectReportTableToBePresent,
        ExpectReportCellsToBeFilled,
        ExpectReportCellsToHoldFittingNumbers,
        ExpectReportTotalsToBeFilled,
        ExpectFormIdentityToHold,
        ExpectReportToFollowFromYearBefore,
        ExpectReportNumberToBeUsual,
        ExpectReportProseNotToRepeatYearBefore,
        ExpectReportProseNotToRepeatOtherOrgan,
        ExpectReportSectionToChangeFromYearBefore,
        ExpectReportProseToNameNoOtherOrgan,
        ExpectReportTableNotToRepeatOtherOrgan,
        ExpectReportTablesNotToBeZeroBesideFigures,
        ExpectGovernmentTableToSumOrgans,
        ExpectOrganToHaveSubmitted,
        ExpectReportToBePublishedInTime,
        ExpectOrganToHaveSubmittedOnce,
        ExpectLocalSumsToCompare,
        ExpectReportProseToFollowLocalRule,
    )
}
"""The expectation class of each kind of rule."""
