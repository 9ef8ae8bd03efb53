"""What is expected of each agency and when, what came, and what is late: silence is told as loudly as a fault.

Lateness is told from the ledger and the calendar alone. A month that was due before its home was set up was watched by
nobody, so what came of it is never called late.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from pipelines.home import Home
from pipelines.intake.delivery import Delivery, deliveries
from pipelines.intake.inbox import KINDS
from pipelines.intake.verdict import HELD, REFUSED
from pipelines.settings import ROOT, Settings
from scorecards.period import LONDON, Month
from sources.catalogue import AGENCIES

USUAL_DAY = 8
"""The working day after a month's end on which files are expected of an agency that the settings do not name."""

_BANK_HOLIDAYS = ROOT / "data" / "reference" / "bank_holidays.csv"


@dataclass(frozen=True, kw_only=True)
class Expected:
    """One agency's files of one month: the day they are due, what became of them and on which day they came.

    `state` is `came`, `held`, `refused` or `late` (nothing came and the day has passed), or `waiting` for a day that
    has not passed. `days` are the calendar days after the due day: so far where nothing usable came, else those that
    it came late; 0 where it was in time or nobody watched.
    """

    authority: str
    agency: str
    month: Month
    due_on: date
    came_on: date | None
    state: str
    days: int

    @property
    def is_open(self) -> bool:
        """Whether somebody has to act."""
        return self.state in ("late", HELD, REFUSED)


def today() -> date:
    """The day it is in England."""
    return datetime.now(LONDON).date()


def due_on(settings: Settings, agency: str, month: Month) -> date:
    """The day by which the agency's files of the month are expected: so many working days of England after its end."""
    return _working_day_after(month.last_day, settings.due.days.get(agency, USUAL_DAY))


def expected(home: Home, on: date | None = None) -> list[Expected]:
    """What was or is expected up to the month that ended last before `on` (today), by authority, agency and month.

    Of agencies whose files hold everything up to their month only the newest that is due can be late: an older one is
    made up for by it.
    """
    day = on or today()
    settings = home.settings
    arrivals = _arrivals(home)
    opened = home.ledger.of("opened")
    watched_from = _day(opened[0].at) if opened else day
    return [
        each
        for authority in settings.names
        for agency in AGENCIES
        for each in _of_agency(settings, authority, agency, arrivals, watched_from, day)
    ]


def _of_agency(
    settings: Settings,
    authority: str,
    agency: str,
    arrivals: dict[tuple[str, str, str], list[tuple[date, Delivery]]],
    watched_from: date,
    day: date,
) -> Iterator[Expected]:
    first = settings.reported_from
    came = sorted(month for code, name, month in arrivals if (code, name) == (authority, agency))
    if agency not in settings.due.days:
        if not came:
            return
        first = max(first, Month.parse(came[0]))
    last = Month(day.year, day.month).plus(-1)
    if settings.due.until is not None:
        last = min(last, settings.due.until)
    found = []
    for month in first.until(last):
        if not settings.is_member(authority, month):
            continue
        due = due_on(settings, agency, month)
        came_on, state = _state(arrivals.get((authority, agency, str(month)), []))
        if state != "came":
            state = state or ("late" if day > due else "waiting")
            late = (day - due).days
        else:
            late = (came_on - due).days if came_on is not None and due >= watched_from else 0
        found.append(
            Expected(
                authority=authority, agency=agency, month=month, due_on=due, came_on=came_on, state=state,
                days=max(late, 0),
            )
        )  # fmt: skip
    if KINDS[agency] in ("snapshot", "year_to_date"):
        newest = max((each.month for each in found if each.state != "waiting"), default=None)
        found = [each for each in found if each.state in ("came", "waiting") or each.month == newest]
    yield from found


def _state(arrived: list[tuple[date, Delivery]]) -> tuple[date | None, str]:
    """The day on which the first usable file came and `came`, or of the newest file the day and why it is not used."""
    usable = [day for day, delivery in arrived if delivery.is_usable]
    if usable:
        return usable[0], "came"
    if not arrived:
        return None, ""
    held = [day for day, delivery in arrived if delivery.verdict == HELD]
    return (held[-1], HELD) if held else (arrived[-1][0], REFUSED)


def _arrivals(home: Home) -> dict[tuple[str, str, str], list[tuple[date, Delivery]]]:
    """The deliveries of every authority, agency and month with the day on which each was first taken in, in order."""
    known = deliveries(home)
    found: dict[tuple[str, str, str], list[tuple[date, Delivery]]] = {}
    counted = set()
    for record in home.ledger.of("delivered"):
        name = record.facts["delivery_id"]
        if name not in counted:
            counted.add(name)
            each = known[name]
            found.setdefault((each.authority, each.agency, each.month), []).append((_day(record.at), each))
    return found


def _day(at: str) -> date:
    return datetime.fromisoformat(at).astimezone(LONDON).date()


@cache
def _working_days() -> list[date]:
    import polars as pl

    from pipelines.figures.reference import calendar

    return list(calendar(_BANK_HOLIDAYS).filter(pl.col("is_working_day"))["day"])


def _working_day_after(day: date, number: int) -> date:
    """The working day that many after `day`; where the bank-holiday file has ended, weekdays alone count."""
    from bisect import bisect_right
    from datetime import timedelta

    days = _working_days()
    place = bisect_right(days, day) - 1 + number
    if place < len(days):
        return days[place]
    left, found = place - len(days) + 1, max(days[-1], day)
    while left:
        found += timedelta(days=1)
        left -= found.weekday() < 5
    return found
