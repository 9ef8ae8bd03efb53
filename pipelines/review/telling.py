"""Issues, changes and decisions as the lines that the review prints."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import polars as pl

from pipelines.fingerprint import of_text
from pipelines.review.catalogue import Catalogue
from pipelines.review.decisions import Decision
from pipelines.review.effect import Effect
from pipelines.review.figure_words import effect_words
from schemas.issue import OPEN, placed
from scorecards.period import Month
from scorecards.review.content import (
    CatalogueLine,
    ChangedRow,
    ChangeLine,
    DecisionLine,
    RecordLine,
    RuleLine,
)
from sources.catalogue import AGENCIES, tables

WORST_FIRST = ("not_run", "reject", "error", "query", "note")
_WORST = pl.col("severity").replace_strict({each: n for n, each in enumerate(WORST_FIRST)}, default=9)


def table_names() -> dict[str, str]:
    """What to call each table, by source: `Police: missing report`."""
    return {
        f"{agency}.{table}": f"{'EISI' if agency == 'eisi' else agency.capitalize()}: {table.replace('_', ' ')}"
        for agency in AGENCIES
        for table in tables(agency)
    }


def rule_lines(
    issues: pl.DataFrame,
    effects: Iterable[Effect],
    catalogue: Catalogue,
    names: dict[str, str],
    month: Month,
    authorities: Mapping[str, Sequence[str]] | None = None,
) -> tuple[RuleLine, ...]:
    """A line for every rule and table with an issue, the worst and most first; `authorities` are a region's, whose figures
    are each told with their name."""
    said: dict[tuple[str, str], list[Effect]] = {}
    for each in effects:
        said.setdefault((each.rule, each.source), []).append(each)
    is_open = pl.col("state").is_in(OPEN)
    grouped = (
        issues.group_by("rule", "source")
        .agg(
            pl.col("severity").first(),
            pl.col("message").first(),
            pl.col("remedy").first(),
            is_open.sum().alias("now"),
            ((pl.col("first_seen") < str(month)) & (pl.col("state") != "reopened")).sum().alias("before"),
            (pl.col("state") == "new").sum().alias("new"),
            (pl.col("state") == "fixed").sum().alias("fixed"),
            (pl.col("state") == "waived").sum().alias("waived"),
            pl.col("first_seen").min(),
            pl.col("place").filter(is_open).first().fill_null(pl.col("place").first()).alias("example"),
            pl.col("indicators").explode().drop_nulls().unique().sort().alias("indicators"),
        )
        .sort(_WORST, "now", "rule", "source", descending=[False, True, False, False])
    )
    return tuple(
        RuleLine(
            **{**row, "indicators": tuple(row["indicators"]), "source": row["source"] or ""},
            table=names.get(row["source"] or "", "Across tables"),
            title=catalogue.entry(row["rule"], row["source"]).title,
            effects=effect_words(said.get((row["rule"], row["source"] or ""), []), catalogue, authorities),
        )
        for row in grouped.iter_rows(named=True)
    )


def record_lines(issues: pl.DataFrame, names: dict[str, str]) -> tuple[RecordLine, ...]:
    """A line for every record with something open about it, the one with most first."""
    table = pl.col("source").replace_strict(names, default="", return_dtype=pl.String)
    ours = issues.filter(pl.col("state").is_in(OPEN) & pl.col("record").is_not_null())
    grouped = (
        ours.group_by("record")
        .agg(
            table.unique().sort().str.join(", ").alias("tables"),
            pl.len().alias("count"),
            pl.col("rule").unique().sort().str.join(", ").alias("rules"),
            pl.col("severity").sort_by(_WORST).first().alias("worst"),
            pl.col("age").max().alias("oldest"),
            pl.col("place").unique(maintain_order=True).str.join("; ").alias("places"),
        )
        .sort("count", "oldest", "record", descending=[True, True, False])
    )
    return tuple(RecordLine(**row) for row in grouped.iter_rows(named=True))


def change_lines(
    tally: pl.DataFrame, places: pl.DataFrame, sheets: pl.DataFrame, names: dict[str, str]
) -> tuple[tuple[ChangeLine, ...], tuple[ChangedRow, ...]]:
    """A line for each table in which something vanished or changed, and the place of every row kept."""
    shown = placed(
        places.join(
            sheets, on=["delivery_id", "sheet_number"], how="left", maintain_order="left"
        ).with_columns(
            pl.lit(None, pl.Int32).alias("column_number"),
            pl.lit("").alias("column"),
            pl.lit(None, pl.String).alias("path"),
        )
    )
    rows = tuple(
        ChangedRow(
            table=names.get(row["source"], row["source"]),
            what=row["what"],
            record=of_text(row["record_key"])[:8],
            month=row["month"],
            place=row["place"],
            columns=row["columns"],
        )
        for row in shown.iter_rows(named=True)
    )
    counted = (
        places.filter(pl.col("columns") != "")
        .select("source", pl.col("columns").str.split(", "))
        .explode("columns")
        .group_by("source", "columns")
        .len()
        .sort("len", "columns", descending=[True, False])
        .group_by("source", maintain_order=True)
        .agg(pl.format("{} ({})", "columns", "len").str.join(", "))
    )
    columns = dict(counted.iter_rows())
    first = dict(
        shown.unique("source", keep="first", maintain_order=True).select("source", "place").iter_rows()
    )
    lines = tuple(
        ChangeLine(
            table=names.get(row["source"], row["source"]),
            earlier=row["earlier"],
            rows=row["rows"],
            vanished=row["vanished"],
            changed=row["changed"],
            columns=columns.get(row["source"], ""),
            example=first.get(row["source"], ""),
        )
        for row in tally.filter(pl.col("vanished") + pl.col("changed") > 0).iter_rows(named=True)
    )
    return lines, rows


def decision_lines(known: Iterable[Decision], issues: pl.DataFrame, on: date) -> tuple[DecisionLine, ...]:
    """A line for every decision, those that end soon first and those that have lapsed last."""
    there = set(issues.filter(pl.col("state") != "fixed")["issue"])
    order = {"ending": 0, "active": 1, "lapsed": 2}
    lines = [
        DecisionLine(
            decision=each.decision,
            kind="Waived" if each.kind == "waived" else "Will be mended",
            state="ending" if each.is_ending(on) else "active" if each.is_active(on) else "lapsed",
            subject=each.subject,
            issues=len(each.issues),
            covers=sum(issue in there for issue in each.issues),
            reason=each.reason,
            by=each.by,
            decided=each.decided,
            until=each.until,
        )
        for each in known
    ]
    return tuple(sorted(lines, key=lambda line: (order[line.state], line.until, line.decision)))


def catalogue_lines(
    catalogue: Catalogue, issues: pl.DataFrame, names: dict[str, str]
) -> tuple[CatalogueLine, ...]:
    """A line for every rule, with how many open issues it has."""
    counted = issues.filter(pl.col("state").is_in(OPEN)).group_by("rule").len()
    counts: dict[str, int] = dict(counted.iter_rows())
    return tuple(
        CatalogueLine(
            rule=each.code,
            where=names.get(each.source)
            or (
                "Children in need census"
                if each.is_national
                else "Across tables"
                if each.code in catalogue.checks
                else "Every table"
            ),
            severity=each.severity,
            title=each.title,
            message=each.message,
            why=each.why,
            remedy=each.remedy,
            indicators=", ".join(each.indicators),
            open=counts.get(each.code, 0),
        )
        for each in (*catalogue.entries(), *catalogue.national_entries(counts))
    )
