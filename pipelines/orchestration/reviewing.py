"""Reviewing: after a month's build, the review for performance officers and what of the published is restated."""

from collections.abc import Iterator

import dagster as dg

from pipelines.boundary import value_free
from pipelines.orchestration.counting import VALUE
from pipelines.orchestration.partitions import extract_month
from pipelines.orchestration.partnership import Partnership
from scorecards.period import Month

REVIEW = dg.AssetKey(["review", "month"])
RESTATEMENTS = dg.AssetKey(["review", "restatements"])


def reviews() -> list[dg.AssetsDefinition]:
    """The step that writes the month's review."""
    spec = dg.AssetSpec(
        REVIEW,
        deps=[VALUE],
        group_name="review",
        kinds={"excel", "html"},
        description="Every issue of the month with its life, for performance officers: a page and a workbook.",
    )
    check = dg.AssetCheckSpec("publishable", asset=REVIEW, description="Nothing stops publication.")

    @dg.multi_asset(name="review_month", specs=[spec], check_specs=[check], partitions_def=extract_month)
    def write(
        context: dg.AssetExecutionContext, partnership: Partnership
    ) -> Iterator[dg.MaterializeResult[None]]:
        from pipelines.review.writing import write_review

        with value_free():
            home = partnership.place()
            month = Month.parse(context.partition_key)
            with home.ledger.writing():
                written = write_review(home, month)
        yield dg.MaterializeResult(
            asset_key=REVIEW,
            metadata={f"issues_{state}": count for state, count in written.counts.items()},
            check_results=[
                dg.AssetCheckResult(
                    passed=written.answer != "No",
                    asset_key=REVIEW,
                    check_name="publishable",
                    severity=dg.AssetCheckSeverity.WARN,
                    description=f"Can it be published? {written.answer}. The review says what it rests on.",
                )
            ],
        )

    return [write, _restatements()]


def _restatements() -> dg.AssetsDefinition:
    """The step that holds the month's build against what was published."""

    @dg.asset(
        key=RESTATEMENTS,
        deps=[VALUE],
        partitions_def=extract_month,
        group_name="review",
        kinds={"excel", "html"},
        description="Every published figure that is another now: by how much, why, and which rows.",
    )
    def restatements(
        context: dg.AssetExecutionContext, partnership: Partnership
    ) -> dg.MaterializeResult[None]:
        from pipelines.restating.files import write_restatements

        with value_free():
            home = partnership.place()
            with home.ledger.writing():
                written = write_restatements(home, Month.parse(context.partition_key))
        return dg.MaterializeResult(
            metadata={"published": written.published, "restated": written.restated, "rows": written.rows}
        )

    return restatements
