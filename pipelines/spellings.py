"""Words that no list knows: each once, with its rows and the line that teaches it. For the restricted review alone,
because a cell of a code can hold anything that somebody typed."""

import csv
from io import StringIO
from typing import TYPE_CHECKING

from pipelines.delivery import deliveries
from pipelines.home import Home
from scorecards.period import Month
from scorecards.sheet import RISKY_STARTS, safe

if TYPE_CHECKING:
    import polars as pl

COLUMNS = ("list", "source", "column", "spelling", "rows", "teach")


def unknown_spellings(home: Home, month: Month) -> "pl.DataFrame":
    """The unknown words of the month's deliveries by list and word, the commonest first: list, source, column,
    spelling, rows."""
    import polars as pl

    from sources.cells.lists import UNKNOWN_SPELLINGS

    named = {"list": pl.String, "source": pl.String, "column": pl.String, "spelling": pl.String}
    paths = [
        home.rows / each.folder_name / "unknown.parquet"
        for each in deliveries(home).values()
        if each.month == str(month) and each.agency
    ]
    frames = [pl.read_parquet(path).select(*named, "rows") for path in paths if path.exists()]
    empty = pl.DataFrame(schema={**named, "rows": UNKNOWN_SPELLINGS["rows"]})
    every = pl.concat([empty, *frames]).group_by(*named).agg(pl.col("rows").sum())
    return every.sort("rows", *named, descending=[True, False, False, False, False])


def spellings_csv(home: Home, month: Month) -> str:
    """The unknown words as a table, each with the line that would teach it: put the code in front and the line in the
    partnership's file of that list."""
    written = StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(COLUMNS)
    for name, source, column, spelling, rows in unknown_spellings(home, month).iter_rows():
        lines.writerow(
            [name, source, column, _plain(spelling), rows, f"codes/{name}.csv: CODE,,{_quoted(spelling)}"]
        )
    return written.getvalue()


def _plain(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    plain = safe(text)
    return f"'{plain}" if plain.startswith(RISKY_STARTS) else plain


def _quoted(text: str) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="").writerow([safe(text)])
    return line.getvalue()
