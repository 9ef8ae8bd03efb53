"""The columns of each agency's report, as that agency heads and writes them (`layout.csv`).

A column of the file that no table stores has `=` and the name of what stands in it, such as `=worker_name`.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, kw_only=True)
class FileColumn:
    """One column of a report: its heading, the table's column and the form in which the value is written."""

    heading: str
    column: str
    form: str


@cache
def layouts() -> dict[str, list[FileColumn]]:
    """The columns of every report in their order, by table."""
    text = files("sources.synthetic").joinpath("layout.csv").read_text(encoding="utf-8")
    found: dict[str, list[FileColumn]] = {}
    for row in csv.DictReader(text.splitlines()):
        column = FileColumn(heading=row["heading"], column=row["column"], form=row["form"])
        found.setdefault(row["table"], []).append(column)
    return found
