"""Asset checks on what each agency delivered: one for every expectation of its suite, judged together."""

import re
from collections.abc import Iterator
from functools import cache

import dagster as dg

from pipelines.boundary import value_free
from pipelines.intake.expecting import Expected, expected, told
from pipelines.orchestration.counting import VALUE
from pipelines.orchestration.landing import delivery_key
from pipelines.orchestration.partnership import Partnership
from pipelines.settings import settings
from schemas.suite import FILLED, MEASURES, SuiteNotUnderstood, measures_of, suites
from scorecards.period import Month
from sources.catalogue import AGENCIES


@cache
def _expected() -> dict[str, tuple[str, ...]]:
    """The measures of which something is expected, by agency; ours alone where the partnership's cannot be read, which
    the checks themselves then say."""
    try:
        known = suites(settings().overlay)
    except SuiteNotUnderstood:
        known = suites(None)
    return {agency: measures_of(known, agency) for agency in AGENCIES}


def check_name(measure: str) -> str:
    """A measure's name as Dagster takes it: `rows_against_before`."""
    return re.sub(r"\W+", "_", measure).strip("_")


def expectations() -> dg.AssetChecksDefinition:
    """The step that judges the month's deliveries, after the build, so that the judging process is ready by then."""
    specs = [
        dg.AssetCheckSpec(
            check_name(measure),
            asset=delivery_key(agency),
            additional_deps=[VALUE],
            description=_about(measure),
        )
        for agency, measures in _expected().items()
        for measure in measures
    ]

    @dg.multi_asset_check(name="expectations", specs=specs, can_subset=True)
    def judge(
        context: dg.AssetCheckExecutionContext, partnership: Partnership
    ) -> Iterator[dg.AssetCheckResult]:
        with value_free():
            found = expected(partnership.place(), Month.parse(context.partition_key))
        for agency, measures in _expected().items():
            for measure in measures:
                name = check_name(measure)
                if dg.AssetCheckKey(delivery_key(agency), name) in context.selected_asset_check_keys:
                    yield _result(agency, measure, found)

    return judge


def _result(agency: str, measure: str, found: Expected) -> dg.AssetCheckResult:
    ours = [
        each
        for each in found.verdicts
        if each["measure"] == measure and each["source"].split(".")[0] == agency
    ]
    if found.verdicts:
        passed, words = told(ours).passed, told(ours).words if ours else "Too few rows to judge."
    else:
        passed, words = found.passed, found.words
    return dg.AssetCheckResult(
        passed=passed,
        asset_key=delivery_key(agency),
        check_name=check_name(measure),
        severity=dg.AssetCheckSeverity.WARN,
        description=words,
        metadata={"judged": len(ours), "missed": sum(not each["passed"] for each in ours)},
    )


def _about(measure: str) -> str:
    if measure.startswith(FILLED):
        return f"The share of the rows with a value in {measure.removeprefix(FILLED)}."
    return f"{MEASURES[measure][:1].upper()}{MEASURES[measure][1:]}."
