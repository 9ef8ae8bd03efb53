"""Months as text (`2023-03`), financial years (`2022-23`) and the working days of England."""

from bisect import bisect_right
from calendar import monthrange
from datetime import date, timedelta
from functools import cache, lru_cache

CALENDAR_FIRST, CALENDAR_LAST = 2010, 2035
MOVED_HOLIDAYS = {date(2020, 5, 4): date(2020, 5, 8), date(2022, 5, 30): date(2022, 6, 2)}
EXTRA_HOLIDAYS = (date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8))


@cache
def first_day(month: str) -> date:
    """The first day of a month."""
    return date(int(month[:4]), int(month[5:]), 1)


@cache
def last_day(month: str) -> date:
    """The last day of a month."""
    start = first_day(month)
    return start.replace(day=monthrange(start.year, start.month)[1])


def month_of(day: date) -> str:
    """The month that holds a day."""
    return f"{day.year}-{day.month:02d}"


def month_plus(month: str, number: int) -> str:
    """The month a number of months later, or earlier when the number is negative."""
    count = int(month[:4]) * 12 + int(month[5:]) - 1 + number
    return f"{count // 12}-{count % 12 + 1:02d}"


def months(first: str, last: str) -> list[str]:
    """Every month from the first to the last, both included."""
    found = []
    while first <= last:
        found.append(first)
        first = month_plus(first, 1)
    return found


def months_between(first: str, last: str) -> int:
    """How many months the last is after the first."""
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:])


def financial_year(month: str) -> str:
    """The financial year, April to March, that holds a month."""
    start = int(month[:4]) - (month[5:] < "04")
    return f"{start}-{(start + 1) % 100:02d}"


def year_months(year: str) -> list[str]:
    """The twelve months of a financial year."""
    return months(f"{year[:4]}-04", f"{int(year[:4]) + 1}-03")


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def anniversary(day: date) -> date:
    """The last day on which a second referral is still within twelve calendar months of this day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)


def is_working_day(day: date) -> bool:
    """Whether a day is neither a weekend nor a bank holiday."""
    return day in _working_day_set()


def working_days_after(day: date, number: int) -> date:
    """The working day that is a number of working days after a day; the day itself counts as day nought."""
    return _working_days()[bisect_right(_working_days(), day) - 1 + number]


def working_days_between(start: date, end: date) -> int:
    """The working days after the start, up to and including the end."""
    return bisect_right(_working_days(), end) - bisect_right(_working_days(), start)


@cache
def working_days_of(month: str) -> tuple[date, ...]:
    """The working days of a month."""
    first, last = first_day(month), last_day(month)
    days = (first + timedelta(number) for number in range((last - first).days + 1))
    return tuple(day for day in days if is_working_day(day))


def next_working_day(day: date) -> date:
    """The day itself when it is a working day, otherwise the first one after it."""
    return day if is_working_day(day) else working_days_after(day, 1)


@lru_cache(maxsize=1)
def _working_days() -> list[date]:
    holidays = frozenset(h for year in range(CALENDAR_FIRST, CALENDAR_LAST + 1) for h in _bank_holidays(year))
    start, end = date(CALENDAR_FIRST, 1, 1), date(CALENDAR_LAST, 12, 31)
    days = (start + timedelta(number) for number in range((end - start).days + 1))
    return [day for day in days if day.weekday() < 5 and day not in holidays]


@lru_cache(maxsize=1)
def _working_day_set() -> frozenset[date]:
    return frozenset(_working_days())


def _bank_holidays(year: int) -> list[date]:
    easter = _easter(year)
    usual = [
        easter - timedelta(2),
        easter + timedelta(1),
        _monday(year, 5, 1),
        _monday(year, 5, 25),
        _monday(year, 8, 25),
    ]
    usual = [MOVED_HOLIDAYS.get(day, day) for day in usual]
    new_year = date(year, 1, 1)
    usual.append(new_year + timedelta({5: 2, 6: 1}.get(new_year.weekday(), 0)))
    christmas = date(year, 12, 25)
    # When Christmas falls on Friday, Saturday or Sunday a substitute day follows the weekend.
    offsets = {4: (0, 3), 5: (2, 3), 6: (1, 2)}.get(christmas.weekday(), (0, 1))
    usual += [christmas + timedelta(offset) for offset in offsets]
    return usual + [day for day in EXTRA_HOLIDAYS if day.year == year]


def _monday(year: int, month: int, from_day: int) -> date:
    day = date(year, month, from_day)
    return day + timedelta(-day.weekday() % 7)


def _easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian method."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    x = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * x) // 451
    number = h + x - 7 * m + 114
    return date(year, number // 31, number % 31 + 1)
