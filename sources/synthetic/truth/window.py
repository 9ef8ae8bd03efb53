"""The windows of time: months, quarters, years, years to date and twelve months on end."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

FINANCIAL_YEAR_START = 4


@dataclass(frozen=True, slots=True)
class Window:
    """Some whole calendar months on end; `start` and `end` are both inclusive."""

    name: str
    period_id: str
    start: date
    end: date

    @property
    def month_ends(self) -> list[date]:
        """The last day of each month of the window, in order."""
        return [last_day(*month) for month in months_between(self.start, self.end)]

    @property
    def population_year(self) -> int:
        """The year of the mid-year estimate: the year before the one in which the financial year ends."""
        return financial_year(self.end)


def windows(first: str, month: str) -> list[Window]:
    """Every window that lies wholly within the months `first` to `month` (both `YYYY-MM` and inclusive)."""
    start = date.fromisoformat(f"{first}-01")
    end = last_day(*_year_and_month(month))
    found: list[Window] = []
    for year, number in months_between(start, end):
        found += [window for window in _windows_ending(year, number) if window.start >= start]
    return found


def months_between(start: date, end: date) -> list[tuple[int, int]]:
    """The months (year, number) touched by the days from `start` to `end`, both inclusive."""
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return [(count // 12, count % 12 + 1) for count in range(first, last + 1)]


def last_day(year: int, number: int) -> date:
    """The last day of a month."""
    return date(year, number, monthrange(year, number)[1])


def months_before(day: date, months: int) -> date:
    """The same day `months` calendar months earlier; a month without that day has its last day instead."""
    count = day.year * 12 + day.month - 1 - months
    end = last_day(count // 12, count % 12 + 1)
    return end.replace(day=min(day.day, end.day))


def months_after(day: date, months: int) -> date:
    """The same day `months` calendar months later; a month without that day has its last day instead."""
    return months_before(day, -months)


def a_year_before(window: "Window") -> "Window":
    """The window of the same months one year earlier."""
    start = months_before(window.start, 12)
    return Window(window.name, window.period_id, start, last_day(window.end.year - 1, window.end.month))


def financial_year(day: date) -> int:
    """The calendar year in which the day's financial year began."""
    return day.year if day.month >= FINANCIAL_YEAR_START else day.year - 1


def _windows_ending(year: int, number: int) -> list[Window]:
    end = last_day(year, number)
    began = financial_year(end)
    label = f"{began}-{(began + 1) % 100:02d}"
    month = f"{year}-{number:02d}"
    months_into_year = (number - FINANCIAL_YEAR_START) % 12 + 1
    year_start = date(began, FINANCIAL_YEAR_START, 1)
    found = [
        Window("month", f"month:{month}", end.replace(day=1), end),
        Window("year_to_date", f"year_to_date:{month}", year_start, end),
        Window("rolling_12", f"rolling_12:{month}", months_before(end.replace(day=1), 11), end),
    ]
    if months_into_year % 3 == 0:
        start = months_before(end.replace(day=1), 2)
        found.append(Window("quarter", f"quarter:{label}-Q{months_into_year // 3}", start, end))
    if months_into_year == 12:
        found.append(Window("year", f"year:{label}", year_start, end))
    return found


def _year_and_month(month: str) -> tuple[int, int]:
    year, number = month.split("-")
    return int(year), int(number)
