"""What intake finds: one line for each thing wrong, with its place and never with its value."""

from dataclasses import dataclass

import polars as pl

from schemas.rule import Rule

FINDINGS: dict[str, pl.DataType | type[pl.DataType]] = {
    "record": pl.Int32,
    "sheet_number": pl.Int32,
    "row_number": pl.Int32,
    "column_number": pl.Int32,
    "column": pl.String,
    "code": pl.String,
    "severity": pl.String,
    "message": pl.String,
    "remedy": pl.String,
}
"""Columns of a frame of findings. `record` is the number of the record within its sheet (from 0), which tells the
records of one row of a cross-tab apart; rows and columns are the file's own, from 1. A finding on a whole sheet has
none of them. The findings of a file have three more: `source`, `sheet` (the sheet's title, null in a text file) and
`record_key` (`schemas.record`)."""

UNREADABLE = Rule(
    code="GEN01",
    severity="reject",
    column="",
    message="Expected {kind}; found something else.",
    remedy="Correct the cell, or empty it if nothing is known, and send the file again.",
)
UNKNOWN = Rule(
    code="GEN02",
    severity="reject",
    column="",
    message="Expected a code or label that the list knows; found another.",
    remedy="Correct the cell, or teach the spelling with one row of the partnership's code list.",
)
MISSING = Rule(
    code="GEN03",
    severity="reject",
    column="",
    message="Expected a value in this column; found none.",
    remedy="Fill the cell in and send the file again.",
)
DUPLICATE = Rule(
    code="GEN04",
    severity="reject",
    column="",
    message="Expected each reference once in a file; found it again.",
    remedy="Remove the row that is not right and send the file again.",
)
FUTURE = Rule(
    code="GEN05",
    severity="query",
    column="",
    message="Expected a date up to the last day of the extract month; found a later one, which counts as not yet happened.",
    remedy="Correct the date, or tell us that it is planned.",
)
RAGGED = Rule(
    code="GEN06",
    severity="reject",
    column="",
    message="Expected as many cells as there are headings; found more or fewer.",
    remedy="Put quotation marks around text that holds a comma and send the file again.",
)
IMPLAUSIBLE = Rule(
    code="GEN07",
    severity="reject",
    column="",
    message="Expected a number or date within believable bounds; found one outside them.",
    remedy="Correct the cell and send the file again.",
)
LAYOUT = Rule(
    code="GEN08",
    severity="reject",
    column="",
    message="Expected the headings of one known report.",
    remedy="Put the headings back, or teach a new spelling in the partnership's headings.csv.",
)

REPEATED_HOUR = Rule(
    code="GEN09",
    severity="note",
    column="",
    message="Expected a time that comes once; found one in the hour that the clocks repeat, taken as its first pass.",
    remedy="Nothing to do, unless the second pass was meant.",
)


@dataclass(frozen=True, kw_only=True)
class Column:
    """Where in the supplier's file a column stands: its number (from 1) and its heading as the schema names it."""

    number: int | None
    heading: str


def findings(rule: Rule, places: pl.DataFrame, column: Column, message: str | None = None) -> pl.DataFrame:
    """One finding a row of `places` (record, sheet_number, row_number), all of one rule in one column.

    Where `places` has a column `record_column`, that is the file's column, as in a cross-tab.
    """
    number = pl.lit(column.number, pl.Int32)
    if "record_column" in places.columns:
        number = pl.col("record_column").cast(pl.Int32)
    return places.select(
        pl.col("record").cast(pl.Int32),
        pl.col("sheet_number").cast(pl.Int32),
        pl.col("row_number").cast(pl.Int32),
        number.alias("column_number"),
        pl.lit(column.heading).alias("column"),
        pl.lit(rule.code).alias("code"),
        pl.lit(rule.severity).alias("severity"),
        pl.lit(message or rule.message).alias("message"),
        pl.lit(rule.remedy).alias("remedy"),
    )


def no_findings() -> pl.DataFrame:
    """An empty frame of findings."""
    return pl.DataFrame(schema=FINDINGS)
