"""Months, financial years and local moments of the made-up partnership."""

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sources.synthetic import month

LONDON = ZoneInfo("Europe/London")
UTC = ZoneInfo("UTC")


def last_day(day: date) -> date:
    """The last day of the month of `day`."""
    return month.last_day(month.month_of(day))


def financial_year(day: date) -> str:
    """The financial year of a day (April to March), such as `2022-23`."""
    return month.financial_year(month.month_of(day))


def close_of(day: date) -> datetime:
    """The last moment of a day at which anything is typed."""
    return datetime.combine(day, time(23, 59, 59))


def birthday(birth_date: date, age: int) -> date:
    """The day on which somebody reaches `age`; someone born on 29 February reaches it on 1 March."""
    return month.years_after(birth_date, age)


def on_the_clock(moment: datetime) -> datetime:
    """The moment itself, or two hours later when clocks skip or repeat its hour."""
    early, late = (moment.replace(tzinfo=LONDON, fold=fold).utcoffset() for fold in (0, 1))
    return moment if early == late else moment + timedelta(hours=2)


def elapsed_after(moment: datetime, elapsed: timedelta) -> datetime:
    """The local moment when `elapsed` has really passed, clock changes included."""
    instant = moment.replace(tzinfo=LONDON).astimezone(UTC) + elapsed
    return instant.astimezone(LONDON).replace(tzinfo=None)


def moment_between(rng: Random, start: datetime, end: datetime) -> datetime:
    """A moment to the minute from `start` up to `end`, never in a skipped or repeated hour."""
    minutes = max(0, int((end - start).total_seconds() // 60))
    return on_the_clock(start.replace(second=0) + timedelta(minutes=rng.randint(0, minutes)))


def day_in_month(rng: Random, first: date) -> date:
    """Any day of the month that begins on `first`."""
    return first + timedelta(days=rng.randrange(last_day(first).day))


def office_moment(rng: Random, day: date) -> datetime:
    """A moment of a day in office hours."""
    return datetime.combine(day, time(rng.randrange(8, 18), rng.randrange(60)))
