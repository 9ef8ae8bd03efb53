"""Returning: one step after the review, from the open issues to a pack for each supplier."""

import dagster as dg

from pipelines.boundary import value_free
from pipelines.orchestration.partitions import extract_month
from pipelines.orchestration.partnership import Partnership
from pipelines.orchestration.reviewing import REVIEW
from scorecards.period import Month

RETURNS = dg.AssetKey("returns")
"""The asset of a month's return packs."""


def returns() -> dg.AssetsDefinition:
    """The step that writes the packs."""

    @dg.asset(
        key=RETURNS,
        deps=[REVIEW],
        partitions_def=extract_month,
        group_name="review",
        kinds={"excel", "html"},
        description="What goes back to each supplier: a letter, its issues, and its own files with the places marked.",
    )
    def write(context: dg.AssetExecutionContext, partnership: Partnership) -> dg.MaterializeResult[None]:
        from pipelines.returns.return_packs import write_packs
        from pipelines.review.writing import reviewed_issues

        with value_free():
            home, month = partnership.place(), Month.parse(context.partition_key)
            made = write_packs(home, month, reviewed_issues(home, month))
        return dg.MaterializeResult(
            metadata={
                "packs": len(made),
                "issues": sum(each.issues for each in made),
                "files_marked": sum(each.marked for each in made),
                "files_as_rows": sum(each.readable for each in made),
                "files_in_the_list_only": sum(each.listed for each in made),
                "files_refused": sum(each.refused for each in made),
            }
        )

    return write
