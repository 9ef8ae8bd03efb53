"""What intake finds: one line for each thing wrong, with its place and never with its value."""

from dataclasses import dataclass
from functools import cache

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
    why="A cell that was guessed at or emptied would put a wrong figure in the place of a missing one.",
    remedy="Correct the cell, or empty it if nothing is known, and send the file again.",
)
UNKNOWN = Rule(
    code="GEN02",
    severity="reject",
    column="",
    message="Expected a word that the list {list} knows; found another.",
    why="A code that was guessed at would count the record under the wrong heading.",
    remedy="Correct the cell, or teach the spelling with one row of the partnership's list in codes/.",
)
MISSING = Rule(
    code="GEN03",
    severity="reject",
    column="",
    message="Expected a value in this column; found none.",
    why="Without it the record cannot be counted, or not told apart from others.",
    remedy="Fill the cell in and send the file again.",
)
DUPLICATE = Rule(
    code="GEN04",
    severity="reject",
    column="",
    message="Expected each reference once in a file; found it again.",
    why="A record that stands twice would be counted twice.",
    remedy="Remove the row that is not right and send the file again.",
)
FUTURE = Rule(
    code="GEN05",
    severity="query",
    column="",
    message="Expected a date up to the last day of the extract month; found a later one, which counts as not yet happened.",
    why="A planned event that is counted as done would raise the figures too early.",
    remedy="Correct the date, or tell us that it is planned.",
)
RAGGED = Rule(
    code="GEN06",
    severity="reject",
    column="",
    message="Expected as many cells as there are headings; found more or fewer.",
    why="When cells have moved, every value after them stands under the wrong heading.",
    remedy="Put quotation marks around text that holds a comma and send the file again.",
)
IMPLAUSIBLE = Rule(
    code="GEN07",
    severity="reject",
    column="",
    message="Expected a number or date within believable bounds; found one outside them.",
    why="One slip of the keyboard can outweigh a whole month in a total or a mean.",
    remedy="Correct the cell and send the file again.",
)
LAYOUT = Rule(
    code="GEN08",
    severity="reject",
    column="",
    message="Expected the headings of one known report.",
    why="A sheet that nobody recognises is in no figure.",
    remedy="Put the headings back, or teach a new spelling in the partnership's headings.csv.",
)

REPEATED_HOUR = Rule(
    code="GEN09",
    severity="note",
    column="",
    message="Expected a time that comes once; found one in the hour that the clocks repeat, taken as its first pass.",
    why="An hour decides whether an interview was held within 72 hours.",
    remedy="Nothing to do, unless the second pass was meant.",
)
PLACEHOLDER = Rule(
    code="GEN10",
    severity="reject",
    column="",
    message="Expected a day on which something happened; found one that systems write where no day is known, such as 01/01/1900.",
    why="It would count as a very old or an endless case.",
    remedy="Enter the day, or empty the cell if it is not known, and send the file again.",
)
FAR_FUTURE = Rule(
    code="GEN11",
    severity="reject",
    column="",
    message="Expected a date up to three months after the extract month; found a later one, which cannot have happened.",
    why="A year that was mistyped would leave the record in no month, or open for years.",
    remedy="Correct the year and send the file again.",
)
SUPPRESSED = Rule(
    code="GEN12",
    severity="reject",
    column="",
    message="Expected a number; found a mark that stands in place of a small one.",
    why="A hidden number is neither 0 nor the number that it is less than.",
    remedy="Send the number itself: the partnership hides small numbers when it publishes.",
)
CHECK_DIGIT = Rule(
    code="GEN13",
    severity="query",
    column="",
    message="Expected a number whose check digit fits its other digits; found one that does not.",
    why="A wrong number can join the records of two children, or leave one child's apart.",
    remedy="Check the number against the NHS or school record and correct it.",
)
NOT_RUN = Rule(
    code="GEN14",
    severity="query",
    column="",
    message="Expected every rule of this table to run; rule {rule} could not be run, so nobody knows what it would have found.",
    why="A rule that did not run has found nothing, which is not the same as finding nothing wrong.",
    remedy="Tell whoever looks after the system; the delivery is held until the rule runs or somebody releases it.",
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


def counted(rule: Rule, places: pl.DataFrame, column: Column) -> pl.DataFrame:
    """One finding for each sheet of `places`, with the number of its rows in the message and at no row of its own."""
    sheets = places.group_by("sheet_number", maintain_order=True).len("rows")
    before, _, after = rule.message.partition("{rows}")
    rows = pl.when(pl.col("rows") == 1).then(pl.lit("1 row")).otherwise(pl.format("{} rows", "rows"))
    return sheets.select(
        pl.lit(None, pl.Int32).alias("record"),
        pl.col("sheet_number").cast(pl.Int32),
        pl.lit(None, pl.Int32).alias("row_number"),
        pl.lit(column.number, pl.Int32).alias("column_number"),
        pl.lit(column.heading).alias("column"),
        pl.lit(rule.code).alias("code"),
        pl.lit(rule.severity).alias("severity"),
        pl.concat_str(pl.lit(before), rows, pl.lit(after)).alias("message"),
        pl.lit(rule.remedy).alias("remedy"),
    )


@cache
def no_findings() -> pl.DataFrame:
    """An empty frame of findings."""
    return pl.DataFrame(schema=FINDINGS)
