"""Working days in England: Monday to Friday without bank holidays.

SQL never computes a weekday; it joins `reference.calendar`, which these rows fill. The working days in (start, end]
are the number of the end day less that of the start day: the same day is 0.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta


class BankHolidaysMissing(ValueError):
    """The list of bank holidays does not reach over the years asked for."""


@dataclass(frozen=True)
class CalendarDay:
    """A row of `reference.calendar`; the number counts the working days up to and including the day."""

    day: date
    is_working_day: bool
    working_day_number: int


def calendar(bank_holidays: Collection[date]) -> list[CalendarDay]:
    """Every day of the years that the list covers.

    A year without its eight bank holidays would silently count them as working days, so a gap is an error.
    """
    if not bank_holidays:
        raise BankHolidaysMissing("expected a list of bank holidays, found none; restore bank_holidays.csv")
    years = range(min(bank_holidays).year, max(bank_holidays).year + 1)
    for year in years:
        count = sum(day.year == year for day in bank_holidays)
        if count < 8:
            raise BankHolidaysMissing(
                f"expected at least 8 bank holidays in {year}, found {count}; complete bank_holidays.csv"
            )
    return _days(date(years[0], 1, 1), date(years[-1], 12, 31), frozenset(bank_holidays))


def _days(day: date, last: date, closed: frozenset[date]) -> list[CalendarDay]:
    days, number = [], 0
    while day <= last:
        is_working_day = day.weekday() < 5 and day not in closed
        number += is_working_day
        days.append(CalendarDay(day, is_working_day, number))
        day += timedelta(days=1)
    return days
