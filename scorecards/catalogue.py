"""What the catalogue of indicators asks each of them to be broken down by, and which column of ours answers it.

`sql/indicators/catalogue.csv` has a row for every dimension that the catalogue names, windows of time aside: `by` is the
column of the indicator's own query, or `REF.column` of the one beside it; else `without` says why there is none.
"""

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One dimension of one indicator. Of `by` and `without` one is blank."""

    indicator: str
    asked: str
    by: str
    without: str

    @property
    def answer(self) -> tuple[str, str]:
        """The ref of the indicator that is broken down so, and its column."""
        ref, _, column = self.by.rpartition(".")
        return ref or self.indicator, column


def catalogue(path: Path) -> list[Asked]:
    """Every dimension asked for, as the file at `path` has them."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Asked(**row) for row in csv.DictReader(file)]
