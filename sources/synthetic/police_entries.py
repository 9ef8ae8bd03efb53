"""How the police date and type their entries."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sources.synthetic.entry import Entry
from sources.synthetic.moments import close_of, day_in_month, last_day


def days_of(rng: Random, numbers: dict[date, int]) -> list[date]:
    """The days of a number of events for each month, in order."""
    days = [day_in_month(rng, month) for month, number in numbers.items() for _ in range(number)]
    return sorted(days)


def dealt(rng: Random, numbers: dict[Any, int]) -> list[Any]:
    """Each value as often as its number says, in random order."""
    cards = [card for card, number in numbers.items() for _ in range(number)]
    rng.shuffle(cards)
    return cards


def any_time(rng: Random, day: date) -> datetime:
    """Any time of the day that leaves an hour for typing it in before the month closes."""
    return datetime.combine(day, time(rng.randrange(0, 23), rng.randrange(60)))


def entered(rng: Random, day: date, values: dict[str, Any]) -> Entry:
    """An entry typed up to three days later, but before the month of the event closes."""
    typed = any_time(rng, day) + timedelta(hours=rng.choice([0, 0, 0, 18, 40, 66]))
    return Entry(recorded_at=min(typed, close_of(last_day(day))), values=values)
