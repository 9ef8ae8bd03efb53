"""What the command line answers from the finished builds: values, explanations, status."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.builds import SQL, Plan, build_path, built_months, current
from pipelines.builds.left_out import words as left_out
from pipelines.database import database, frame, quoted, rows
from pipelines.figures.completing import needs
from pipelines.figures.ripening import provisional
from pipelines.home import Home
from pipelines.intake.delivery import deliveries
from pipelines.intake.expecting import last_words
from pipelines.intake.inbox import months, passed_over
from pipelines.intake.intake import Intake
from pipelines.intake.verdict import HELD, REFUSED
from pipelines.region.values import TABLE as REGION_VALUES
from pipelines.status.shortfall import shortfalls
from scorecards.check import checks
from scorecards.core_table import core_tables
from scorecards.indicator import Indicator, indicators
from scorecards.period import Month


class NotAsked(Exception):
    """A ref or period that does not exist; the words name what does."""


def values(home: Home, as_known: Month | None = None) -> pl.DataFrame:
    """The long table of every figure, a region's under its own code, of the newest build or of the build of an earlier
    month; `marks` holds `p` where
    much of what a figure counts is still being recorded."""
    query = """
        select authority, indicator, period_id, window_name as "window", period_start, period_end, breakdown, category,
            cast(numerator as double) as numerator, cast(denominator as double) as denominator, value, unit, state
        from {}"""
    order = " order by authority, indicator, window_name, period_start, period_end, breakdown, category"
    tables = ["scorecard.value", *([REGION_VALUES] if home.settings.is_region else [])]
    path = build_path(home, as_known)
    with database(path, read_only=True) as connection:
        found = frame(connection, " union all ".join(map(query.format, tables)) + order)
        of = "select distinct authority from scorecard.value order by 1" if home.settings.is_region else ""
        codes = [code for (code,) in rows(connection, of)] if of else [home.settings.authority.code]
    known = indicators(SQL, home.settings.overlay)
    unripe = pl.concat(
        provisional(path, known, code).with_columns(
            pl.lit(code).alias("authority"), pl.lit("p").alias("marks")
        )
        for code in codes
    )
    named = ["authority", "indicator", "period_id"]
    marked = found.join(unripe, on=named, how="left", maintain_order="left")
    is_shown = pl.col("state").is_in(["ok", "impossible"])
    return marked.with_columns(
        pl.when(is_shown).then(pl.col("marks").fill_null("")).otherwise(pl.lit("")).alias("marks")
    ).drop("period_id")


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """One figure with what it rests on. `rows_by_file` are (source, extract month, start of the file's hash, rows)."""

    indicator: Indicator
    figures: pl.DataFrame
    rows_by_file: list[tuple[str, str, str, int]]
    findings: list[tuple[str, str, int]]
    build: str


def explanation(home: Home, ref: str, period: str) -> Explanation:
    """How the figure `ref` of a month (2022-08), quarter (2022-23-Q2), year (2022-23) or window id came about."""
    known = {each.ref: each for each in indicators(SQL, home.settings.overlay)}
    if ref not in known:
        raise NotAsked(
            f"Expected the ref of an indicator; found none like it. Refs: {', '.join(sorted(known))}."
        )
    path = build_path(home)
    with database(path, read_only=True) as connection:
        where = f"indicator = {quoted(ref)} and (period_id = {quoted(period)} or split_part(period_id, ':', 2) = {quoted(period)})"
        found = frame(
            connection,
            f"select * from scorecard.value where {where} order by window_name, breakdown, category",
        )
        if found.is_empty():
            raise NotAsked(
                "Expected a period such as 2022-08, 2022-23-Q2 or 2022-23 that the newest build covers; found none."
            )
        by_file = _rows_by_file(connection, home, known[ref])
        wrong = [
            (check.code, check.title, rows(connection, f"select count(*) from checks.{check.id}")[0][0])
            for check in checks(SQL, home.settings.overlay)
            if ref in check.indicators
        ]
    return Explanation(
        indicator=known[ref], figures=found, rows_by_file=by_file, findings=wrong, build=path.stem
    )


def _rows_by_file(connection: Any, home: Home, indicator: Indicator) -> list[tuple[str, str, str, int]]:
    sources, _ = needs(indicator, {table.name: table for table in core_tables(SQL)})
    files = {each.delivery_id: each for each in deliveries(home).values()}
    found = [
        (source, files[delivery].month, files[delivery].sha256[:12], count)
        for source in sources
        for delivery, count in rows(
            connection, f"select delivery_id, count(*) from {source} group by delivery_id"
        )
        if delivery in files
    ]
    return sorted(found)


@dataclass(frozen=True, kw_only=True)
class MonthStatus:
    """How a month stands: its build, whether that is what a refresh would make now, its files refused (agency, hash,
    reason) and held (agency, delivery, reason), how many of its files are passed over because no report has their
    ending (agency, number), what is not in force for it, which authorities could not be built as they delivered, and what
    its deliveries have that deliveries normally do not."""

    month: str
    build: str
    is_up_to_date: bool
    refused: list[tuple[str, str, str]]
    held: list[tuple[str, str, str]]
    passed_over: list[tuple[str, int]]
    shortfalls: list[str]
    left_out: list[str]
    unexpected: str


def status(home: Home, only: set[str] | None = None) -> list[MonthStatus]:
    """How every month of the inbox and of the builds stands, or of `only` some of them, in order."""
    settings = home.settings
    known = set(months(settings.inbox, authority=settings.authority.code))
    known |= set(built_months(home))
    found = list(deliveries(home).values())
    intake = Intake(home)
    passed = passed_over(settings.inbox, authority=settings.authority.code, codes=settings.codes)
    lines = []
    for month in sorted(each for each in known if only is None or str(each) in only):
        pointer = current(home, month)
        of_month = [each for each in found if each.month == str(month)]
        lines.append(
            MonthStatus(
                month=str(month),
                build=pointer["build"] if pointer else "",
                is_up_to_date=bool(pointer) and Plan(home, month).is_current and intake.is_settled(month),
                refused=[
                    (each.agency, each.sha256[:12], each.reason)
                    for each in of_month
                    if each.verdict == REFUSED
                ],
                held=[
                    (each.agency, each.delivery_id, each.reason) for each in of_month if each.verdict == HELD
                ],
                passed_over=[
                    (agency, sum(count for (_, *of), count in passed.items() if of == [month, agency]))
                    for agency in sorted({of[2] for of in passed if of[1] == month})
                ],
                shortfalls=[each.words for each in shortfalls(found, settings, month)] if pointer else [],
                left_out=left_out(home, month),
                unexpected=last_words(home, month) if pointer else "",
            )
        )
    return lines


def write_values(found: pl.DataFrame, form: str, path: Path | None) -> str | None:
    """Write the long table to `path`, or return it as text; `form` is csv, json or parquet."""
    if form == "parquet":
        if path is None:
            raise NotAsked("Expected --output FILE with --format parquet; found none. Name the file.")
        found.write_parquet(path)
        return None
    text = (
        found.write_csv()
        if form == "csv"
        else found.with_columns(pl.col(pl.Date).cast(pl.String)).write_json()
    )
    if path is None:
        return text
    path.write_text(text, encoding="utf-8")
    return None
