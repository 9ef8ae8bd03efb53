"""The restatement report for performance officers: what is known now against all that stands published, row by row.

It names rows by their pseudonyms; it stands in the review and is not circulated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scorecards.period import Month
from scorecards.restatement import Restated


@dataclass(frozen=True, kw_only=True)
class DifferingRow:
    """A row of a file that is not as it was, by its pseudonym and its place, and why."""

    source: str
    record_key: str
    cause: str
    columns: tuple[str, ...]
    month: str
    delivery: str
    file_hash: str
    sheet_number: int
    row_number: int


@dataclass(frozen=True, kw_only=True)
class ChangedRow(DifferingRow):
    """One with the indicators whose figures it is behind, or may be."""

    indicators: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Account(DifferingRow):
    """One behind one figure: it made a `record` counted on one `side` of it, or no more, or with another weight. The
    `effect` stands on the first row of each record; a record that no changed row is behind is told by its own row."""

    indicator: str
    period_id: str
    breakdown: str
    category: str
    side: str
    effect: float | None
    record: str


@dataclass(frozen=True, kw_only=True)
class Restatements:
    """The report of a build against everything that stands published."""

    partnership_name: str
    is_made_up: bool
    month: Month
    build_id: str
    compared: tuple[str, ...]
    """The editions that it was held against, in words."""
    published: int
    """How many of their figures could be compared."""
    figures: tuple[Restated, ...]
    rows: tuple[ChangedRow, ...]
    rows_in_all: int
    accounts: tuple[Account, ...] = ()
    accounts_in_all: int = 0
    unasked: int = 0
    """How many figures were more than are asked which rows account for them."""
    causes: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return f"Restatements, {self.month.name}"

    @property
    def by_cause(self) -> list[tuple[str, int]]:
        """How many restated figures each cause has part in."""
        found = [cause for line in self.figures for cause in line.why]
        return [(cause, found.count(cause)) for cause in self.causes if cause in found]

    @property
    def rows_words(self) -> str:
        """How surely the rows are behind the figures."""
        if not self.figures:
            return ""
        exact = sum(line.is_exact for line in self.figures)
        told = (
            f"Of {exact:,} of {len(self.figures):,} figures these are exactly the rows that each counts now and did not count "
            "then, or the other way round."
        )
        others = len(self.figures) - exact - self.unasked
        if others:
            told += (
                f" Of {others:,} the figure's own query cannot tell (its definition is another, or it counts no rows): their "
                "rows are those that may be behind them."
            )
        if self.unasked:
            told += (
                f" {self.unasked:,} are too many to ask in passing, and their rows are those that may be behind them: "
                "`scorecard restatements` asks for all."
            )
        return told

    @property
    def finding(self) -> str:
        """The report in a sentence."""
        if not self.compared:
            return "Nothing stands published that could be restated."
        if not self.figures:
            return f"All {self.published:,} published figures still stand."
        return f"{len(self.figures):,} of {self.published:,} published figures are different now."
