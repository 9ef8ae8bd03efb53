"""Every issue of a month: what intake and the checks found, with its life, its words and what was decided about it."""

from collections.abc import Iterable

import polars as pl

from pipelines.figures.reference import FOLDER, calendar
from pipelines.fingerprint import of_text
from pipelines.home import Home
from pipelines.intake.delivery import Delivery, deliveries
from pipelines.review.catalogue import Catalogue, Entry
from pipelines.review.check_rows import check_rows
from pipelines.review.deciding import decided
from pipelines.review.decisions import Decision, decisions
from pipelines.review.found import Found, found
from pipelines.review.lives import lives
from schemas.finding import NOT_RUN
from schemas.issue import ISSUES, STATES, placed
from scorecards.period import Month
from sources.catalogue import AGENCY_NAMES

TELLING = {"record_key": pl.String, "subject": pl.String, "figure": pl.String, "period_id": pl.String}
"""Columns beside those of ISSUES that the review works with: the record's key, and the figure that a check is about."""

_WORST_FIRST = ("not_run", "reject", "error", "query", "note")


def issues(home: Home, month: Month) -> pl.DataFrame:
    """The issues of a month: those that are open after it, waived ones among them, and those that went in it.

    Columns ISSUES; the worst and oldest first. The same deliveries and decisions give the same frame.
    """
    known = deliveries(home)
    catalogue = Catalogue(home.settings.overlay)
    return known_issues(home, month, known.values(), catalogue, decisions(home.ledger.records)).select(
        *ISSUES
    )


def known_issues(
    home: Home,
    month: Month,
    known: Iterable[Delivery],
    catalogue: Catalogue,
    decided_before: Iterable[Decision],
    intake: Found | None = None,
) -> pl.DataFrame:
    """The issues of a month with the columns ISSUES and TELLING. `intake` is what intake found, if that is known."""
    known = list(known)
    intake = intake or found(home, known, month)
    checked = check_rows(home, month, {each.delivery_id: each for each in known})
    alive = pl.concat(
        [
            lives(each.steps, each.occurrences, each.carried, str(month)).with_columns(
                pl.col("record_key").alias("subject") if each is intake else pl.col("subject")
            )
            for each in (intake, checked)
        ],
        how="diagonal_relaxed",
    )
    worded = _worded(alive, catalogue)
    aged = _aged(_of_figures(placed(_shown(worded))))
    done = decided(aged, decided_before, month.last_day)
    empty = pl.DataFrame(schema={**ISSUES, **TELLING})
    return _in_order(
        pl.concat([empty, done], how="diagonal_relaxed").select(
            pl.col(name).cast(kind) for name, kind in {**ISSUES, **TELLING}.items()
        )
    )


def _worded(alive: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """The issues with the words of their rules; a question of one rule, table and column is worded once."""
    telling = ("rule", "source", "column", "agency")
    asked = alive.select(*telling).unique()
    words = [(row, catalogue.entry(row["rule"], row["source"])) for row in asked.iter_rows(named=True)]
    facts = pl.DataFrame(
        [
            {
                **row,
                "why": entry.why,
                "title": entry.title,
                "touched": list(_touched(catalogue, entry, row["source"], row["column"])),
                "mends": AGENCY_NAMES.get(row["agency"] or "", "Performance team").partition(",")[0],
            }
            for row, entry in words
        ],
        schema={**dict.fromkeys(telling, pl.String), "why": pl.String, "title": pl.String,
                "touched": pl.List(pl.String), "mends": pl.String},
    )  # fmt: skip
    told = alive.join(facts, on=telling, how="left", nulls_equal=True, maintain_order="left")
    named = pl.col("figure").str.split(", ")
    is_crash = (pl.col("rule") == NOT_RUN.code) | (pl.col("severity") == "not_run")
    return told.with_columns(
        pl.when(pl.col("figure").is_not_null()).then(named).otherwise("touched").alias("indicators"),
        pl.when(is_crash).then(pl.lit("not_run")).otherwise("severity").alias("severity"),
        pl.when(is_crash).then(pl.lit("Whoever looks after the system")).otherwise("mends").alias("mends"),
    )


def _touched(catalogue: Catalogue, entry: Entry, source: str | None, heading: str | None) -> tuple[str, ...]:
    if entry.indicators or not source or entry.is_national:
        return entry.indicators
    if entry.severity == "reject":
        return catalogue.touched(source)
    return catalogue.touched(source, catalogue.column(source, heading) or "")


def _shown(alive: pl.DataFrame) -> pl.DataFrame:
    """The issues with the record's short name, the pseudonym itself staying inside, and with the path of an XML file's
    element, which the reader gives as the title of its table."""
    subjects = alive["subject"].unique().drop_nulls().to_list()
    names = dict(zip(subjects, map(of_text, subjects), strict=True))
    is_xml = pl.col("sheet").str.contains("/", literal=True).fill_null(False)  # no sheet's title has one
    path = pl.concat_str("sheet", pl.col("column").replace("", None), separator="/", ignore_nulls=True)
    return alive.with_columns(
        pl.when(is_xml).then(path).otherwise("path").alias("path"),
        pl.when(~is_xml).then("sheet").alias("sheet"),
        pl.col("subject")
        .replace_strict(names, default=None, return_dtype=pl.String)
        .str.head(8)
        .alias("record"),
    )


def _of_figures(alive: pl.DataFrame) -> pl.DataFrame:
    """The issues with a place in words where they stand in no file: those about a figure, or about several records."""
    periods = alive["period_id"].unique().drop_nulls().to_list()
    when = pl.col("period_id").replace_strict(
        {each: period_words(each) for each in periods}, default=None, return_dtype=pl.String
    )
    return alive.with_columns(
        pl.when(pl.col("period_id").is_not_null())
        .then(pl.format("{}, {}", pl.col("figure").fill_null("all figures"), when))
        .when(pl.col("delivery_id").is_null())
        .then(pl.lit("no single row"))
        .otherwise("place")
        .alias("place")
    )


def period_words(period_id: str) -> str:
    """`August 2022` for a month, the period's own name for others."""
    window, _, name = period_id.partition(":")
    return Month.parse(name).name if window == "month" else name


def _aged(alive: pl.DataFrame) -> pl.DataFrame:
    """The issues with their age: working days from the end of the first month to the end of the last."""
    days = calendar(FOLDER / "bank_holidays.csv").select("day", "working_day_number")
    ends = pl.DataFrame(
        [
            (month, Month.parse(month).last_day)
            for month in {*alive["first_seen"].unique(), *alive["last_seen"].unique()}
        ],
        schema={"month": pl.String, "day": pl.Date},
        orient="row",
    ).join(days, on="day", how="left")
    first = ends.select(pl.col("month").alias("first_seen"), pl.col("working_day_number").alias("from"))
    last = ends.select(pl.col("month").alias("last_seen"), pl.col("working_day_number").alias("to"))
    return (
        alive.join(first, on="first_seen", how="left", maintain_order="left")
        .join(last, on="last_seen", how="left", maintain_order="left")
        .with_columns((pl.col("to") - pl.col("from")).cast(pl.Int32).alias("age"))
    )


def _in_order(known: pl.DataFrame) -> pl.DataFrame:
    return known.sort(
        pl.col("state").replace_strict({state: place for place, state in enumerate(STATES)}, default=9),
        pl.col("severity").replace_strict(
            {severity: place for place, severity in enumerate(_WORST_FIRST)}, default=9
        ),
        pl.col("age"),
        "source",
        "rule",
        "authority",
        "file",
        "sheet_number",
        "row_number",
        "column_number",
        "issue",
        descending=[False, False, True, *[False] * 8],
        nulls_last=True,
    )
