"""Issues as they stand on a day, once people's decisions are applied."""

from collections.abc import Iterable
from datetime import date

import polars as pl

from pipelines.review.decisions import Decision


def decided(issues: pl.DataFrame, known: Iterable[Decision], on: date) -> pl.DataFrame:
    """The issues with their state, `waived_until` and `reason` as the decisions in force on `on` have them.

    What is fixed stays fixed, and a decision whose last day has passed changes nothing.
    """
    newest = {issue: each for each in known for issue in each.issues}
    active = [(issue, each) for issue, each in newest.items() if each.is_active(on)]
    facts = pl.DataFrame(
        [(issue, each.kind, each.until, each.reason) for issue, each in active],
        schema={"issue": pl.String, "kind": pl.String, "waived_until": pl.Date, "reason": pl.String},
        orient="row",
    )
    joined = issues.drop("waived_until", "reason", strict=False).join(
        facts, on="issue", how="left", maintain_order="left"
    )
    is_decided = pl.col("kind").is_not_null() & (pl.col("state") != "fixed")
    return joined.with_columns(
        pl.when(is_decided).then("kind").otherwise("state").alias("state"),
        pl.when(is_decided).then("waived_until").alias("waived_until"),
        pl.when(is_decided).then("reason").alias("reason"),
    ).drop("kind")
