"""What a supplier changed since the last extract: rows that vanished, values that were altered, figures that moved.

A snapshot tells its whole history each month, so that a row that is gone or a value that was known and now differs
was changed after it had been reported. Counts and places are told, never the values.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import polars as pl

from pipelines.builds import built_months, current
from pipelines.database import database, frame, quoted
from pipelines.home import Home
from pipelines.intake.delivery import Delivery
from pipelines.intake.inbox import KINDS
from schemas.record import record_key
from schemas.table import TableModel, columns, key, local_day
from scorecards.period import Month
from sources.catalogue import sources

MOST_PLACES = 2_000
"""Places kept of one table; what is beyond them is counted and said."""

BOOKKEEPING = ("recorded_at", "last_updated_date")
"""Columns that say when a row was written, and nothing of what it is about."""

PLACES = {
    "source": pl.String,
    "what": pl.String,
    "record_key": pl.String,
    "columns": pl.String,
    "month": pl.String,
    "delivery_id": pl.String,
    "sheet_number": pl.Int32,
    "row_number": pl.Int32,
}
"""`what` is `vanished` or `changed`; the place of a row that vanished is in the earlier file, of a changed one in the
new file; `columns` are the headings that changed."""

TALLY = {
    "source": pl.String,
    "earlier": pl.String,
    "rows": pl.Int64,
    "vanished": pl.Int64,
    "changed": pl.Int64,
}
"""A line for each snapshot that came in the month: its table, the extract month that it is compared with, the rows of
that one, how many of them vanished, and how many that were reported before have other values now."""

RESTATED = {
    "indicator": pl.String, "window": pl.String, "period_id": pl.String,
    "before": pl.Float64, "before_state": pl.String, "now": pl.Float64, "now_state": pl.String,
}  # fmt: skip
"""A line for each figure of a period that had ended before the month and is no longer what the last build said."""


def changes(home: Home, deliveries: Iterable[Delivery], month: Month) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The tally by table and the places of every change since the last extract."""
    tallies, places = [pl.DataFrame(schema=TALLY)], [pl.DataFrame(schema=PLACES)]
    for source, model, before, now in _pairs(deliveries, month):
        paths = [home.rows / each.folder_name / f"{source}.parquet" for each in (before, now)]
        if before.sha256 != now.sha256 and all(path.exists() for path in paths):
            tally, found = _compared(source, model, before, now, paths, month)
            tallies.append(tally)
            places.append(found)
    return pl.concat(tallies), pl.concat(places)


def _pairs(
    deliveries: Iterable[Delivery], month: Month
) -> Iterator[tuple[str, TableModel, Delivery, Delivery]]:
    """Each snapshot of the month with the one that stood before the month."""
    parts = sorted(
        (
            (each.authority, str(part["source"]), each.month, each.order, each)
            for each in deliveries
            if each.is_usable and KINDS[each.agency] == "snapshot"
            for part in each.parts
        ),
        key=lambda part: part[:4],
    )
    for (_, source), group in groupby(parts, key=lambda part: part[:2]):
        ours = [each for *_, each in group if Month.parse(each.month) <= month]
        before = [each for each in ours if Month.parse(each.month) < month]
        if before and ours[-1].month == str(month):
            model = next(each.table for each in sources(source.split(".")[0]) if each.name == source)
            if key(model):
                yield source, model, before[-1], ours[-1]


def _compared(
    source: str, model: TableModel, before: Delivery, now: Delivery, paths: list[Path], month: Month
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The tally and the places of one table. Only rows that are no longer as they were are looked at closely."""
    said = columns(model)
    earlier, later = (pl.scan_parquet(path) for path in paths)
    rows = earlier.select(pl.len()).collect().item()
    differing = earlier.join(later.select(*said), on=list(said), how="anti", nulls_equal=True).collect()
    sure = [name for name in key(model) if said[name].required] or [key(model)[0]]
    partners = later.join(differing.lazy().select(sure).unique(), on=sure, how="semi").collect()
    gone = _gone(differing, partners, sure, [name for name in key(model) if name not in sure])
    changed = _changed(differing, partners, model, month)
    places = pl.concat(
        [
            gone.select(
                pl.lit("vanished").alias("what"),
                record_key(model).alias("record_key"),
                pl.lit("").alias("columns"),
                pl.lit(before.month).alias("month"),
                pl.lit(before.delivery_id).alias("delivery_id"),
                "sheet_number",
                "row_number",
            ).sort("row_number"),
            changed.select(
                pl.lit("changed").alias("what"),
                record_key(model).alias("record_key"),
                "columns",
                pl.lit(now.month).alias("month"),
                pl.lit(now.delivery_id).alias("delivery_id"),
                pl.col("sheet_number_now").alias("sheet_number"),
                pl.col("row_number_now").alias("row_number"),
            ).sort("row_number"),
        ]
    )
    tally = pl.DataFrame(
        [(source, before.month, rows, gone.height, changed.height)], schema=TALLY, orient="row"
    )
    return tally, places.head(MOST_PLACES).select(pl.lit(source).alias("source"), *list(PLACES)[1:])


def _gone(differing: pl.DataFrame, partners: pl.DataFrame, sure: list[str], other: list[str]) -> pl.DataFrame:
    """The rows whose key is not there any more. A part of a key that was blank may have been filled in since."""
    numbered = differing.with_row_index("number")
    met = numbered.join(partners.select(*sure, *other), on=sure, suffix="_now")
    kept = [pl.col(name).is_null() | pl.col(name).eq_missing(pl.col(f"{name}_now")) for name in other]
    still = met.filter(pl.all_horizontal(pl.lit(True), *kept))["number"].unique()
    return numbered.filter(~pl.col("number").is_in(still.implode())).drop("number")


def _changed(
    differing: pl.DataFrame, partners: pl.DataFrame, model: TableModel, month: Month
) -> pl.DataFrame:
    """The rows reported before the month in which something that was known is otherwise now, with the headings."""
    said = columns(model)
    compared = [
        name
        for name, column in said.items()
        if name not in (*key(model), *BOOKKEEPING) and column.kind != "given"
    ]
    days = [
        local_day(name) if column.kind == "moment" else name
        for name, column in said.items()
        if column.kind in ("day", "moment") and not column.personal
    ]
    both = differing.join(partners, on=list(key(model)), suffix="_now", nulls_equal=True)
    headings = [
        pl.when(pl.col(name).is_not_null() & pl.col(name).ne_missing(pl.col(f"{name}_now"))).then(
            pl.lit(said[name].headings[0] if said[name].headings else name)
        )
        for name in compared
    ]
    return (
        both.filter(pl.col(days[0]) < month.first_day if days else pl.lit(True))
        .with_columns(
            pl.concat_str(headings, separator=", ", ignore_nulls=True).alias("columns")
            if headings
            else pl.lit("")
        )
        .filter(pl.col("columns") != "")
    )


def restated(home: Home, month: Month) -> pl.DataFrame:
    """The figures of ended months, quarters and years that the month's build has otherwise than the last build."""
    before = max((known for known in built_months(home) if known < month), default=None)
    names = [current(home, each) for each in (before, month) if each is not None]
    if before is None or len(names) < 2 or not all(names):
        return pl.DataFrame(schema=RESTATED)
    with database(reaches=[home.builds]) as connection:
        for alias, each, pointer in zip(("earlier", "later"), (before, month), names, strict=True):
            path = home.builds / str(each) / f"{(pointer or {})['build']}.duckdb"
            connection.execute(f"attach {quoted(str(path))} as {alias} (read_only)")
        found = frame(
            connection,
            f"""select later.indicator, later.window_name as "window", later.period_id, earlier.value as before,
                earlier.state as before_state, later.value as now, later.state as now_state
            from earlier.scorecard.value as earlier
            join later.scorecard.value as later using (authority, indicator, period_id, breakdown, category)
            where later.breakdown = '' and later.window_name in ('month', 'quarter', 'year')
              and later.authority = {quoted(home.settings.authority.code)}
              and later.period_end < date {quoted(str(month.first_day))}
              and (earlier.numerator is distinct from later.numerator
                or earlier.denominator is distinct from later.denominator or earlier.state <> later.state)
            order by later.indicator, later.window_name, later.period_start""",
        )
    return found.cast(RESTATED)  # type: ignore[arg-type]
