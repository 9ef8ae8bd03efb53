"""Words that no code list knows: each once, with its rows and the line that teaches it. For the restricted role alone,
because a cell of a code can hold anything that somebody typed."""

import csv
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.files import write_whole
from pipelines.home import Home
from pipelines.intake.delivery import deliveries
from pipelines.roles import RESTRICTED, refuse_unless, restricted_folder
from scorecards.period import Month
from scorecards.workbook.sheet import RISKY_STARTS, safe

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


def write_spellings(home: Home, month: Month) -> tuple[Path, int]:
    """Write the unknown words to a table, each with the line that teaches it once the code stands in front; returns
    the file, which its owner alone can read, and how many words there are. Raises NotYourRole."""
    refuse_unless(home, RESTRICTED, "the words that no code list knows")
    words = unknown_spellings(home, month)
    path = restricted_folder(home, "found") / f"unknown-spellings-{month}.csv"
    write_whole(path, _csv(words).encode())
    return path, words.height


def _csv(words: "pl.DataFrame") -> str:
    written = StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(COLUMNS)
    for name, source, column, spelling, rows in words.iter_rows():
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
