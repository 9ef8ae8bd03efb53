"""How each supplier stands in a month: what came, how much of it was wrong, and how that has moved."""

from collections.abc import Iterable

import polars as pl

from pipelines.intake.delivery import Delivery
from pipelines.intake.force import InForce
from pipelines.status.shortfall import Shortfall
from schemas.issue import OPEN
from scorecards.period import Month
from scorecards.review.content import SupplierLine
from sources.catalogue import AGENCIES, AGENCY_NAMES, tables

MOST_SCORES = 12
_TOP = 3

PARTS = {
    "agency": pl.String, "month": pl.String, "delivery_id": pl.String, "source": pl.String,
    "rows": pl.Int64, "set_aside": pl.Int64,
}  # fmt: skip


def suppliers(
    *,
    known: Iterable[Delivery],
    force: Iterable[InForce],
    shortfalls: Iterable[Shortfall],
    occurrences: pl.DataFrame,
    issues: pl.DataFrame,
    authority: str,
    month: Month,
) -> tuple[SupplierLine, ...]:
    """A line for every agency, in the order of the catalogue."""
    graded = _graded([each for each in known if each.authority == authority], occurrences, month)
    lacking = {each.agency: each for each in shortfalls if each.authority == authority}
    ours = [part for part in force if part.delivery.authority == authority]
    return tuple(
        _line(
            agency,
            month,
            graded.filter(pl.col("agency") == agency),
            lacking.get(agency),
            sum(part.source.startswith(f"{agency}.") and part.last == month for part in ours),
            issues.filter((pl.col("agency") == agency) & (pl.col("authority") == authority)),
        )
        for agency in AGENCIES
    )


def _graded(known: list[Delivery], occurrences: pl.DataFrame, month: Month) -> pl.DataFrame:
    """Rows, rows set aside, errors and rows with an error by agency and month; of files sent twice the newest."""
    parts = {
        (each.agency, each.month, str(part["source"]), part.get("sheet")): (each, part)
        for each in sorted(known, key=lambda each: each.order)
        if each.is_usable and Month.parse(each.month) <= month
        for part in each.parts
    }
    lines = pl.DataFrame(
        [
            (agency, of_month, each.delivery_id, source, part["records"], part["set_aside"])
            for (agency, of_month, source, _), (each, part) in parts.items()
        ],
        schema=PARTS,
        orient="row",
    )
    wrong = (
        occurrences.filter(
            pl.col("severity").is_in(["reject", "error", "query"]) & pl.col("row_number").is_not_null()
        )
        .group_by("delivery_id", "source")
        .agg(
            pl.len().alias("errors"),
            pl.struct("sheet_number", "row_number").n_unique().alias("wrong_rows"),
        )
    )
    summed = lines.group_by("agency", "month", "delivery_id", "source").agg(pl.col("rows", "set_aside").sum())
    return (
        summed.join(wrong, on=["delivery_id", "source"], how="left")
        .group_by("agency", "month")
        .agg(pl.col("rows", "set_aside").sum(), pl.col("errors", "wrong_rows").fill_null(0).sum())
        .sort("agency", "month")
    )


def _line(
    agency: str,
    month: Month,
    graded: pl.DataFrame,
    lacking: Shortfall | None,
    received: int,
    issues: pl.DataFrame,
) -> SupplierLine:
    now = graded.filter(pl.col("month") == str(month))
    rows, set_aside, errors = (int(now[name].sum()) for name in ("rows", "set_aside", "errors"))
    scores = graded.filter(pl.col("rows") > 0).select(
        "month", (10_000 * (1 - pl.col("wrong_rows") / pl.col("rows"))).clip(0, 10_000).floor() / 100
    )
    open_issues = issues.filter(pl.col("state").is_in(OPEN))
    top = (
        open_issues["rule"]
        .value_counts(sort=True)
        .sort(["count", "rule"], descending=[True, False])
        .head(_TOP)
    )
    return SupplierLine(
        agency=agency,
        name=AGENCY_NAMES[agency],
        state=lacking.words.partition(": ")[2] if lacking else "Received",
        received=received,
        expected=len(tables(agency)),
        rows=rows,
        set_aside=set_aside,
        errors_per_1000=1000 * errors / rows if rows else None,
        scores=tuple(scores.tail(MOST_SCORES).iter_rows()),
        open=open_issues.height,
        new=int((open_issues["state"] == "new").sum()),
        oldest=int(str(open_issues["age"].max())) if open_issues.height else None,
        top_rules=tuple(f"{rule} ({count:,})" for rule, count in top.iter_rows()),
    )
