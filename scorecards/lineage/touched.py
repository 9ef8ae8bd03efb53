"""Which indicators a column of an agency's table touches, as the queries tell and nobody has to declare.

The answers stand in `touched.csv`, worked out from the SQL by `python -m scorecards.lineage.tracing`, so that a refresh
reads a small file and parses nothing; a test holds the file to the queries.
"""

import csv
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".csv")


def indicators_touched(table: str, column: str = "") -> tuple[str, ...]:
    """The refs of the indicators that a column of a table such as `police.missing_report` can change, in order; of the
    whole table, and of a column that no query reads by itself but that decides over its row, without a column."""
    known = _known()
    if column:
        return known.get(f"{table}.{column}", ())
    refs = {ref for name, found in known.items() if name.rpartition(".")[0] == table for ref in found}
    return tuple(sorted(refs))


def settings_deciding(ref: str) -> set[str]:
    """The names of the settings that decide one of our own indicators."""
    return {
        name.removeprefix("setting.")
        for name, refs in _known().items()
        if name.startswith("setting.") and ref in refs
    }


@cache
def _known() -> dict[str, tuple[str, ...]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["column"]: tuple(row["indicators"].split()) for row in csv.DictReader(file)}
