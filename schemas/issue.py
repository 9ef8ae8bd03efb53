"""What an issue is: a finding with a life, from the first delivery that held it to the one that mends it.

An issue says where in the supplier's own file to look and what was expected. It never holds what was found: the bytes
of the delivery are in the restricted store, and only a return pack reads them again.
"""

from typing import Any, Literal

import polars as pl

State = Literal["new", "still_open", "fixed", "reopened", "returned", "waived"]

STATES: dict[str, str] = {
    "new": "New",
    "still_open": "Still open",
    "reopened": "Reopened",
    "returned": "Returned",
    "waived": "Waived",
    "fixed": "Fixed",
}
"""Every state and its word, in the order in which they are read.

`new` was found for the first time in this month's deliveries; `still_open` was there before; `reopened` had gone and
came back, with its first date; `returned` is open and its supplier will mend it; `waived` is open and somebody
answers for it until a day; `fixed` was there and went with this month's deliveries."""

OPEN: tuple[str, ...] = ("new", "still_open", "reopened", "returned")
"""The states that ask for something to be done."""

SEVERITIES: dict[str, str] = {
    "reject": "Row set aside",
    "error": "National error",
    "query": "Query",
    "note": "Note",
    "not_run": "Could not be run",
}
"""Every severity and its words, the worst first but for `not_run`, which comes before all.

`error` is what stops a national return from being accepted; the row stays in our figures."""

ISSUES: dict[str, Any] = {
    "issue": pl.String,
    "state": pl.String,
    "authority": pl.String,
    "agency": pl.String,
    "source": pl.String,
    "rule": pl.String,
    "severity": pl.String,
    "record": pl.String,
    "delivery_id": pl.String,
    "month": pl.String,
    "file": pl.String,
    "sheet": pl.String,
    "sheet_number": pl.Int32,
    "row_number": pl.Int32,
    "column_number": pl.Int32,
    "column": pl.String,
    "cell": pl.String,
    "path": pl.String,
    "place": pl.String,
    "message": pl.String,
    "why": pl.String,
    "remedy": pl.String,
    "indicators": pl.List(pl.String),
    "mends": pl.String,
    "first_seen": pl.String,
    "last_seen": pl.String,
    "age": pl.Int32,
    "waived_until": pl.Date,
    "reason": pl.String,
}
"""Columns of a frame of issues, one row an issue.

`issue`: the stable key, 12 hex characters, made of authority, table, rule, column and the record's pseudonym, never of
a value or a row number. `agency`, `source`: who delivered it and the table (`police.missing_report`); a check over
joined tables names the table of the record that it is about, and is null where it is about a figure. `rule`: the
rule's or check's code. `record`: a short pseudonym of the record, equal for all issues of a record, null where a sheet
or a figure is meant. `delivery_id`, `month`, `file`: the delivery that held it last, its extract month, and the hash
of its bytes in the store, where `<hash>.json` keeps the names that the file came under. `sheet`, `sheet_number`: the
sheet's title (null in a text file) and number. `row_number`, `column_number`: the file's own, from 1; in a text or XML
file the row number is the line. `column`: the heading. `cell`: `F214`, null where a whole row is meant. `path`: the
path of an XML element. `place`: all of that in words, such as `Missing!F214`. `message`: what was expected and what
kind of thing was found. `indicators`: refs of the figures that it touches. `mends`: who mends it. `first_seen`,
`last_seen`: extract months. `age`: working days from the last day of `first_seen` to the last day of the month under
review, or of `last_seen` where it is fixed. `waived_until` (inclusive) and `reason`: of the waiver or promise in force.
"""


def no_issues() -> pl.DataFrame:
    """An empty frame of issues."""
    return pl.DataFrame(schema=ISSUES)


def column_letters(number: int) -> str:
    """The letters of a workbook's column: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def placed(findings: pl.DataFrame) -> pl.DataFrame:
    """The findings with `cell` and `place`, from sheet, row_number, column_number, column and path.

    A workbook's place is written as Excel writes it (`'Child Vulnerability'!F214`), so that it can be pasted into the
    name box; a text file's is its line and column, an XML file's its line and path.
    """
    numbers = findings["column_number"].unique().drop_nulls().to_list()
    letters = pl.col("column_number").replace_strict(
        {number: column_letters(number) for number in numbers}, default=None, return_dtype=pl.String
    )
    row = pl.col("row_number").cast(pl.String)
    sheet = (
        pl.when(pl.col("sheet").str.contains("^[A-Za-z_][A-Za-z0-9_]*$"))
        .then(pl.col("sheet"))
        .otherwise(pl.lit("'") + pl.col("sheet").str.replace_all("'", "''", literal=True) + "'")
    )
    heading = pl.when(pl.col("column").fill_null("") != "").then(pl.format(" ({})", pl.col("column")))
    in_text = (
        pl.format("line {}", row)
        + pl.format(", column {}", pl.col("column_number")).fill_null("")
        + heading.otherwise(pl.lit(""))
    )
    return findings.with_columns(cell=pl.when(pl.col("path").is_null()).then(letters + row)).with_columns(
        place=pl.when(pl.col("path").is_not_null())
        .then(pl.format("line {}, {}", row, pl.col("path")))
        .when(pl.col("sheet").fill_null("") == "")
        .then(
            pl.coalesce(
                in_text, pl.format("column {}", pl.col("column_number")) + heading.otherwise(pl.lit(""))
            )
        )
        .when(pl.col("row_number").is_null() & letters.is_not_null())
        .then(sheet + "!" + letters + ":" + letters)
        .when(pl.col("row_number").is_null())
        .then(pl.lit("sheet ") + sheet)
        .when(pl.col("cell").is_null())
        .then(sheet + "!" + row + ":" + row)
        .otherwise(sheet + "!" + pl.col("cell"))
        .fill_null("the whole file")
    )
