"""The windows of time that every figure is counted for. Dates are inclusive at both ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from scorecards.period import LONDON, Month, PeriodNotUnderstood, Quarter, first_year_of


@dataclass(frozen=True)
class Window:
    """A span of whole months that figures are counted for; the `_at` ends are UTC instants of local midnights."""

    period_id: str
    window_name: str
    start_date: date
    end_date: date
    start_at: datetime
    end_at: datetime
    months: int
    population_year: int


def local_midnight(day: date) -> datetime:
    """The UTC instant, without a zone, at which the day begins in England."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC).replace(tzinfo=None)


def windows(first: str, last: str, year_start: int = 4) -> list[Window]:
    """Every complete month, quarter, year to date, year and rolling twelve months from first to last."""
    begins, ends = Month.parse(first), Month.parse(last)
    if ends < begins:
        raise PeriodNotUnderstood(
            f"Expected a first month no later than the last; found {first} and {last}. Change one of them."
        )
    return [
        window
        for last_month in begins.until(ends)
        for first_month, window in _windows_ending(last_month, year_start)
        if first_month >= begins
    ]


def _windows_ending(last: Month, year_start: int) -> Iterator[tuple[Month, Window]]:
    """The windows whose last month this is, each with its first month."""
    first_of_year = Month(first_year_of(last, year_start), year_start)
    month_of_year = (last.number - year_start) % 12 + 1
    quarter = Quarter.ending(last, year_start)
    spans = [("month", f"month:{last}", last)]
    if month_of_year % 3 == 0:
        spans.append(("quarter", quarter.period_id, quarter.first_month))
    spans.append(("year_to_date", f"year_to_date:{last}", first_of_year))
    if month_of_year == 12:
        spans.append(("year", quarter.year_id, first_of_year))
    spans.append(("rolling_12", f"rolling_12:{last}", last.plus(-11)))
    for window_name, period_id, first in spans:
        yield first, _window(window_name, period_id, first, last, first_of_year.year)


def _window(window_name: str, period_id: str, first: Month, last: Month, population_year: int) -> Window:
    return Window(
        period_id=period_id,
        window_name=window_name,
        start_date=first.first_day,
        end_date=last.last_day,
        start_at=local_midnight(first.first_day),
        end_at=local_midnight(last.last_day + timedelta(days=1)),
        months=(last.year - first.year) * 12 + last.number - first.number + 1,
        population_year=population_year,
    )
