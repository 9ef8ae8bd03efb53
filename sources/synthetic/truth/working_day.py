"""Working days, counted on the fingers: Monday to Friday, less the bank holidays of England."""

from datetime import date, timedelta
from functools import cache

BANK_HOLIDAYS = {
    2018: ("01-01", "03-30", "04-02", "05-07", "05-28", "08-27", "12-25", "12-26"),
    2019: ("01-01", "04-19", "04-22", "05-06", "05-27", "08-26", "12-25", "12-26"),
    # The early May holiday was moved to the Friday of the anniversary of victory in Europe.
    2020: ("01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"),
    2021: ("01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"),
    # The spring holiday moved to 2 June; 3 June was the jubilee, 19 September the state funeral.
    2022: ("01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"),
    # 8 May was the coronation holiday.
    2023: ("01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"),
    2024: ("01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"),
    2025: ("01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"),
}


def is_working_day(day: date) -> bool:
    """Whether the day, of a year with a list of bank holidays, is a working day."""
    return day.weekday() < 5 and f"{day:%m-%d}" not in BANK_HOLIDAYS[day.year]


def working_days(start: date, end: date) -> int:
    """The working days after `start` up to and including `end`; the same day or an earlier one is none."""
    return max(_counted_to(end) - _counted_to(start), 0)


def _counted_to(day: date) -> int:
    """The working days from the beginning of the lists up to and including the day."""
    counted = _counted().get(day)
    if counted is None:
        raise ValueError(f"expected a year with a list of bank holidays, found {day.year}")
    return counted


@cache
def _counted() -> dict[date, int]:
    """Every day of the lists, counted through one after the other."""
    counted: dict[date, int] = {}
    day, number = date(min(BANK_HOLIDAYS), 1, 1), 0
    while day.year in BANK_HOLIDAYS:
        number += is_working_day(day)
        counted[day] = number
        day += timedelta(days=1)
    return counted
