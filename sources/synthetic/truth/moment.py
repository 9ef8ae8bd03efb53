"""Elapsed time: agencies write the time on the wall, hours are counted between true moments."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/London")


def instant(local: datetime) -> datetime:
    """The true moment of a time on the wall; of the hour that comes twice in October, the first."""
    return local.replace(tzinfo=HERE, fold=0).astimezone(UTC)


def stopped(local: datetime) -> datetime:
    """When it was over by a workbook's cell of a moment: a midnight there may be a day alone, whose last minute counts."""
    return local + timedelta(hours=23, minutes=59) if local.time() == time() else local


def end_of(day: date) -> datetime:
    """The first moment after a local day."""
    return instant(datetime.combine(day + timedelta(days=1), time()))


def never_was(local: datetime) -> bool:
    """Whether the time falls in the hour that the clocks skip in March."""
    if local.month != 3 or local.hour != 1:
        return False
    return local.date() == _last_sunday_of_march(local.year)


@lru_cache
def _last_sunday_of_march(year: int) -> date:
    last = date(year, 3, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)
