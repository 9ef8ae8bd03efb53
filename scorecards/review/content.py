"""What the review of a month says, for its page and its workbook: plain words and counts, never a record's value."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import polars as pl

from schemas.issue import OPEN, SEVERITIES, STATES
from scorecards.period import Month

MARKING = "OFFICIAL-SENSITIVE. For performance officers of the partnership only."


@dataclass(frozen=True, kw_only=True)
class SupplierLine:
    """How one agency's deliveries stand. `received` are the reports in force of the month out of `expected`;
    `scores` are its scores of up to twelve extracts, the oldest first, with their months."""

    agency: str
    name: str
    state: str
    received: int
    expected: int
    rows: int
    set_aside: int
    errors_per_1000: float | None
    scores: tuple[tuple[str, float], ...]
    open: int
    new: int
    oldest: int | None
    top_rules: tuple[str, ...]

    @property
    def score(self) -> float | None:
        """Of 100 rows of the newest extract, how many nothing is wrong with."""
        return self.scores[-1][1] if self.scores else None

    @property
    def trend(self) -> str:
        """How the score has moved over the extracts, in words."""
        if len(self.scores) < 2:
            return "First extract" if self.scores else "No extract"
        (first_month, first), (_, last) = self.scores[0], self.scores[-1]
        since = Month.parse(first_month).name
        if abs(last - first) < 0.05:
            return f"Steady since {since}"
        return f"{'Up' if last > first else 'Down'} {abs(last - first):.1f} since {since}"


@dataclass(frozen=True, kw_only=True)
class RuleLine:
    """What one rule found in one table: now and at the last run, with an example place and its effect on figures."""

    rule: str
    source: str
    table: str
    severity: str
    title: str
    message: str
    remedy: str
    now: int
    before: int
    new: int
    fixed: int
    waived: int
    first_seen: str
    example: str
    indicators: tuple[str, ...]
    effects: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RecordLine:
    """A record and everything that is open about it."""

    record: str
    tables: str
    count: int
    rules: str
    worst: str
    oldest: int
    places: str


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """What changed in one table since the last extract; `columns` are headings with their counts."""

    table: str
    earlier: str
    rows: int
    vanished: int
    changed: int
    columns: str
    example: str


@dataclass(frozen=True, kw_only=True)
class ChangedRow:
    """The place of one row that vanished or changed."""

    table: str
    what: str
    record: str
    month: str
    place: str
    columns: str


@dataclass(frozen=True, kw_only=True)
class RestatedLine:
    """A figure of an ended period that is no longer what the last build said."""

    ref: str
    title: str
    period: str
    before: str
    now: str
    change: str


@dataclass(frozen=True, kw_only=True)
class DecisionLine:
    """A waiver or a promise to mend. `state` is active, ending or lapsed; `covers` says how many of its issues are
    open still."""

    decision: str
    kind: str
    state: str
    subject: str
    issues: int
    covers: int
    reason: str
    by: str
    decided: date
    until: date


@dataclass(frozen=True, kw_only=True)
class CatalogueLine:
    """One rule of the catalogue."""

    rule: str
    where: str
    severity: str
    title: str
    message: str
    why: str
    remedy: str
    indicators: str
    open: int


@dataclass(frozen=True, kw_only=True)
class Review:
    """The review of one month. `issues` has the columns of `schemas.issue.ISSUES`; `blocks` stop publication until
    somebody acts, `warnings` do not; `unlisted` counts changed rows beyond those kept."""

    partnership_name: str
    month: Month
    build_id: str
    is_made_up: bool
    blocks: tuple[str, ...]
    warnings: tuple[str, ...]
    suppliers: tuple[SupplierLine, ...]
    rules: tuple[RuleLine, ...]
    issues: pl.DataFrame
    records: tuple[RecordLine, ...]
    changes: tuple[ChangeLine, ...]
    changed_rows: tuple[ChangedRow, ...]
    restated: tuple[RestatedLine, ...]
    decisions: tuple[DecisionLine, ...]
    catalogue: tuple[CatalogueLine, ...]
    unlisted: int = 0
    tables: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The page's and the workbook's title."""
        return f"Review of the extracts of {self.month.name}"

    @property
    def answer(self) -> str:
        """Whether the month can be published, in a word or three."""
        if self.blocks:
            return "No"
        return "Yes, with warnings" if self.warnings else "Yes"

    @cached_property
    def counts(self) -> dict[str, int]:
        """Issues by state."""
        found = dict(self.issues.group_by("state").len().iter_rows())
        return {state: int(found.get(state, 0)) for state in STATES}

    @cached_property
    def open(self) -> pl.DataFrame:
        """The issues that ask for something."""
        return self.issues.filter(pl.col("state").is_in(OPEN))

    @property
    def ending(self) -> int:
        """Waivers and promises that end before the next extract."""
        return sum(each.state == "ending" for each in self.decisions)

    @cached_property
    def by_severity(self) -> list[tuple[str, int]]:
        """Open issues by severity, in words, the worst first."""
        found = dict(self.open.group_by("severity").len().iter_rows())
        worst = ("not_run", "reject", "error", "query", "note")
        return [(SEVERITIES[each], int(found[each])) for each in worst if found.get(each)]
