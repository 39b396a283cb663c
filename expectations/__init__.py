"""Great Expectations on annual reports. Importing this registers the expectations and their metrics.

What the rules are is in `gongkai.rules`, which needs no Great Expectations.
"""

from gongkai.expectations._kinds import (
    BY_KIND,
    ExpectFormIdentityToHold,
    ExpectReportCellsToBeFilled,
    ExpectReportCellsToHoldFittingNumbers,
    ExpectReportEditionToFitYear,
    ExpectReportFeeToBeStated,
    ExpectReportPartsToMatchTheirList,
    ExpectReportPeriodToBeWholeYear,
    ExpectReportProseNotToRepeatOtherOrgan,
    ExpectReportProseNotToRepeatYearBefore,
    ExpectReportProseToAgreeWithTables,
    ExpectReportProseToKeepItsNumbers,
    ExpectReportProseToNameNoOtherOrgan,
    ExpectReportSectionLengthToBeFitting,
    ExpectReportSectionsToBeInOrder,
    ExpectReportSectionToBePresent,
    ExpectReportSectionToChangeFromYearBefore,
    ExpectReportSectionToCoverItsTopics,
    ExpectReportSectionToHaveSubstance,
    ExpectReportSectionToHaveText,
    ExpectReportTableNotToRepeatOtherOrgan,
    ExpectReportTablesNotToBeZeroBesideFigures,
    ExpectReportTableToBePresent,
    ExpectReportTotalsToBeFilled,
    ExpectReportYearToMatchFileName,
    ExpectReportYearToMatchPeriod,
)
from gongkai.expectations._linear import (
    ExpectMulticolumnLinearCombinationToBeZero,
    MulticolumnLinearCombinationZero,
)
from gongkai.expectations._metric import GongkaiVerdicts, RulePackError
from gongkai.expectations._rule_expectation import RuleExpectation
from gongkai.expectations._suites import REBUILD, SUITES, build_suites, suite_texts, write_suites

__all__ = [
    "BY_KIND",
    "REBUILD",
    "SUITES",
    "ExpectFormIdentityToHold",
    "ExpectMulticolumnLinearCombinationToBeZero",
    "ExpectReportCellsToBeFilled",
    "ExpectReportCellsToHoldFittingNumbers",
    "ExpectReportEditionToFitYear",
    "ExpectReportFeeToBeStated",
    "ExpectReportPartsToMatchTheirList",
    "ExpectReportPeriodToBeWholeYear",
    "ExpectReportProseNotToRepeatOtherOrgan",
    "ExpectReportProseNotToRepeatYearBefore",
    "ExpectReportProseToAgreeWithTables",
    "ExpectReportProseToKeepItsNumbers",
    "ExpectReportProseToNameNoOtherOrgan",
    "ExpectReportSectionLengthToBeFitting",
    "ExpectReportSectionToBePresent",
    "ExpectReportSectionToChangeFromYearBefore",
    "ExpectReportSectionToCoverItsTopics",
    "ExpectReportSectionToHaveSubstance",
    "ExpectReportSectionToHaveText",
    "ExpectReportSectionsToBeInOrder",
    "ExpectReportTableNotToRepeatOtherOrgan",
    "ExpectReportTableToBePresent",
    "ExpectReportTablesNotToBeZeroBesideFigures",
    "ExpectReportTotalsToBeFilled",
    "ExpectReportYearToMatchFileName",
    "ExpectReportYearToMatchPeriod",
    "GongkaiVerdicts",
    "MulticolumnLinearCombinationZero",
    "RuleExpectation",
    "RulePackError",
    "build_suites",
    "suite_texts",
    "write_suites",
]
