"""Months and quarters, as they are written and named. Dates are inclusive at both ends."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import ClassVar
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class PeriodNotUnderstood(ValueError):
    """A period was named in a form that is not a month, quarter or year."""


@dataclass(frozen=True, order=True)
class Month:
    """One calendar month."""

    year: int
    number: int

    step: ClassVar[str] = "month"

    @classmethod
    @lru_cache(maxsize=1000)  # a nation's deliveries name some hundred months many thousand times
    def parse(cls, text: str) -> "Month":
        """The month written `2023-03`."""
        found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text)
        if not found:
            raise PeriodNotUnderstood("Expected a month such as 2023-03; found another form. Write it so.")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    def plus(self, months: int) -> "Month":
        """The month that many months later (earlier when negative)."""
        year, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, index + 1)

    def until(self, last: "Month") -> Iterator["Month"]:
        """Every month from this one to the last, both included."""
        month = self
        while month <= last:
            yield month
            month = month.plus(1)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def name(self) -> str:
        """`March 2023`."""
        return f"{MONTH_NAMES[self.number - 1]} {self.year}"

    @property
    def short_name(self) -> str:
        """`Mar 2023`."""
        return f"{MONTH_NAMES[self.number - 1][:3]} {self.year}"

    @property
    def months_name(self) -> str:
        """`March 2023`, as a quarter names its months."""
        return self.name

    @property
    def period_id(self) -> str:
        return f"month:{self}"

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month of a day."""
        return cls(day.year, day.month)


def first_year_of(month: Month, year_start: int = 4) -> int:
    """The calendar year in which the month's reporting year begins."""
    return month.year if month.number >= year_start else month.year - 1


def year_name(first_year: int, year_start: int = 4) -> str:
    """`2022-23`, or `2022` when the reporting year is the calendar year."""
    return str(first_year) if year_start == 1 else f"{first_year}-{(first_year + 1) % 100:02d}"


@dataclass(frozen=True)
class Quarter:
    """Three months of a reporting year, named for the year and counted from its start."""

    first_year: int
    number: int
    year_start: int = 4

    step: ClassVar[str] = "quarter"

    @classmethod
    def parse(cls, text: str, year_start: int = 4) -> "Quarter":
        """The quarter written `2022-23-Q4`."""
        found = re.fullmatch(r"(\d{4})(-\d{2})?-Q([1-4])", text)
        if not found or text != str(cls(int(found[1]), int(found[3]), year_start)):
            example = cls(2022, 4, year_start)
            raise PeriodNotUnderstood(
                f"Expected a quarter such as {example}; found another form. Write it so."
            )
        return cls(int(found[1]), int(found[3]), year_start)

    @classmethod
    def ending(cls, month: Month, year_start: int = 4) -> "Quarter":
        """The quarter that the month belongs to."""
        first_year = first_year_of(month, year_start)
        index = (month.number - year_start) % 12 // 3
        return cls(first_year, index + 1, year_start)

    def __str__(self) -> str:
        return f"{self.year_name}-Q{self.number}"

    @property
    def year_name(self) -> str:
        return year_name(self.first_year, self.year_start)

    @property
    def first_month(self) -> Month:
        return Month(self.first_year, self.year_start).plus(3 * (self.number - 1))

    @property
    def last_month(self) -> Month:
        return self.first_month.plus(2)

    @property
    def first_day(self) -> date:
        return self.first_month.first_day

    @property
    def last_day(self) -> date:
        return self.last_month.last_day

    @property
    def short_name(self) -> str:
        """Its last month: `Mar 2023`."""
        return self.last_month.short_name

    @property
    def previous(self) -> "Quarter":
        return Quarter.ending(self.first_month.plus(-1), self.year_start)

    @property
    def year_before(self) -> "Quarter":
        return Quarter(self.first_year - 1, self.number, self.year_start)

    @property
    def months_name(self) -> str:
        """`January to March 2023`, naming both years where they differ."""
        first, last = self.first_month, self.last_month
        begins = MONTH_NAMES[first.number - 1] if first.year == last.year else first.name
        return f"{begins} to {last.name}"

    @property
    def name(self) -> str:
        """`Quarter 4 of 2022-23, January to March 2023`."""
        return f"Quarter {self.number} of {self.year_name}, {self.months_name}"

    @property
    def period_id(self) -> str:
        return f"quarter:{self}"

    @property
    def year_to_date_id(self) -> str:
        return f"year_to_date:{self.last_month}"

    @property
    def year_id(self) -> str:
        return f"year:{self.year_name}"

    @property
    def rolling_12_id(self) -> str:
        return f"rolling_12:{self.last_month}"


def day_name(day: date) -> str:
    """`31 March 2023`, whatever language the machine speaks."""
    return f"{day.day} {Month(day.year, day.month).name}"
