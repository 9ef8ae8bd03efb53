"""Where a scorecard's figures came from: its build, the deliveries behind it and what its checks found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from scorecards.disclosure.tier import SUBGROUP, TIERS
from scorecards.figure import NOT_AVAILABLE
from scorecards.period import Month

NO_CONTACT = "the partnership has not named one yet"
SEVERITY_WORDS = {"reject": "Set aside", "query": "Query", "note": "Note"}


@dataclass(frozen=True, kw_only=True)
class SourceLine:
    """One expected file; every row of it is accepted, set aside or ignored. No month when there never was one."""

    agency: str
    title: str
    extract_month: str
    received: bool
    rows: int = 0
    accepted: int = 0
    set_aside: int = 0
    ignored: int = 0
    file_hash: str = ""
    source: str = ""
    """Its agency and table, such as `police.missing_report`."""
    shared_under: str = ""
    """The agreement, the lawful basis and how long it is kept, in words."""

    @property
    def shared_words(self) -> str:
        """Under what the file is shared, or that nobody has said."""
        return self.shared_under or "Not named in the settings"

    @property
    def month_words(self) -> str:
        """The month of the newest extract in force."""
        return Month.parse(self.extract_month).name if self.extract_month else NOT_AVAILABLE

    @property
    def hides_counts(self) -> bool:
        """A file of one to five rows would show a small count that is withheld elsewhere."""
        return any(TIERS[SUBGROUP].withholds(Decimal(count)) for count in (self.rows, self.accepted))


@dataclass(frozen=True, kw_only=True)
class CheckLine:
    """What one check found: `periods` are the period ids of the figures it makes doubtful, empty for all."""

    code: str
    title: str
    severity: str
    count: int
    message: str
    remedy: str
    periods: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()

    @property
    def severity_words(self) -> str:
        return SEVERITY_WORDS.get(self.severity, self.severity)


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """The build that a scorecard was made from. It holds no clock's time, so that the same build gives the same bytes.

    `shortfalls` are the words for what of the last month is not in force: `police: August not received, July figures
    stand`."""

    partnership_name: str
    authority: str
    build_id: str
    data_to: date
    sources: tuple[SourceLine, ...] = ()
    checks: tuple[CheckLine, ...] = ()
    shortfalls: tuple[str, ...] = ()
    feeds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The sources without which an indicator, named by its ref, has no figure."""
    is_made_up: bool = False
    contact: str = NO_CONTACT

    def behind(self, ref: str) -> tuple[SourceLine, ...]:
        """The files that an indicator is counted from."""
        return tuple(line for line in self.sources if line.source in self.feeds.get(ref, ()))

    @property
    def received_words(self) -> str:
        """`11 of 12 files received; police: August not received, July figures stand`."""
        count = f"{sum(line.received for line in self.sources)} of {len(self.sources)} files received"
        return "; ".join([count, *self.shortfalls])
