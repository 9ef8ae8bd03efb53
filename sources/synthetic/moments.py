"""Months, financial years and local moments of the made-up partnership."""

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
UTC = ZoneInfo("UTC")


def first_days(first: date, last: date) -> list[date]:
    """The first day of every month from that of `first` to that of `last`, both included."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def last_day(day: date) -> date:
    """The last day of the month of `day`."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)


def month_of(day: date) -> str:
    """The month of a day, such as `2023-03`."""
    return f"{day:%Y-%m}"


def financial_year(day: date) -> str:
    """The financial year of a day (April to March), such as `2022-23`."""
    start = day.year - (day.month < 4)
    return f"{start}-{(start + 1) % 100:02d}"


def close_of(day: date) -> datetime:
    """The last moment of a day at which anything is typed."""
    return datetime.combine(day, time(23, 59, 59))


def birthday(birth_date: date, age: int) -> date:
    """The day on which somebody reaches `age`; someone born on 29 February reaches it on 1 March."""
    year = birth_date.year + age
    if birth_date.month == 2 and birth_date.day == 29 and (year % 4 or (year % 100 == 0 and year % 400)):
        return date(year, 3, 1)
    return birth_date.replace(year=year)


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


def day_in_month(rng: Random, month: date) -> date:
    """Any day of a month."""
    return month + timedelta(days=rng.randrange(last_day(month).day))


def office_moment(rng: Random, day: date) -> datetime:
    """A moment of a day in office hours."""
    return datetime.combine(day, time(rng.randrange(8, 18), rng.randrange(60)))
