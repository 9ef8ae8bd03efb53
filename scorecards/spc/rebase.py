"""A break in a series: a date from which its limits are set afresh, and why."""

from dataclasses import dataclass
from datetime import date

from scorecards.period import Month, day_name

LIMITS, DEFINITION, SOURCE, AUTHORITIES = "limits", "definition", "source", "authorities"
_STARTS = {
    LIMITS: "New limits", DEFINITION: "New definition", SOURCE: "New source", AUTHORITIES: "Other authorities",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Rebase:
    """A break in a series: a date from which limits are set afresh, and why, never without a recorded reason.

    `kind` says what is new from that date: the limits alone (a change that somebody decided to mark), the definition,
    the source of the figures, or the authorities that a region's sum is of.
    """

    on: date
    """The first date of the series that is new."""
    reason: str
    decided_by: str = ""
    decided_on: date | None = None
    kind: str = LIMITS
    changed_on: date | None = None
    """The day of the change where that is earlier, as it may be in a series of quarters."""

    @property
    def starts(self) -> str:
        """`New limits`, `New definition` or `New source`."""
        return _STARTS[self.kind]

    @property
    def compares(self) -> bool:
        """Whether figures on both sides of it are of one measure, so that one may be set beside the other."""
        return self.kind == LIMITS

    @property
    def month_name(self) -> str:
        """`June 2022`."""
        return Month.of(self.changed_on or self.on).name

    @property
    def brief(self) -> str:
        """`June 2022: the case system changed`."""
        reason = self.reason.rstrip(".")
        return f"{self.month_name}: {reason[:1].lower()}{reason[1:]}"

    @property
    def words(self) -> str:
        """`June 2022: the case system changed, decided by the Executive Group on 14 July 2022`."""
        by = f", decided by {self.decided_by}" if self.decided_by else ""
        day = f" on {day_name(self.decided_on)}" if self.decided_by and self.decided_on else ""
        return f"{self.brief}{by}{day}"

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError(f"Expected a reason for the new limits from {self.on}; found none. Record one.")
