"""How things get typed in: when an event is entered, and under which number."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sources.synthetic.entry import Entry, Row

EVENING_FROM, EVENING_SECONDS = time(15), 5 * 3600
LAGS = ((0.62, 0, 0), (0.24, 1, 2), (0.10, 3, 9), (0.04, 10, 24))


class Desk:
    """The recording of one topic: nothing is entered after the horizon, and nothing that lies beyond it.

    Visits and attendance begin on `details_from`: the case system holds no older ones.
    """

    def __init__(self, rng: Random, horizon: date, details_from: date = date.min) -> None:
        self.rng = rng
        self.horizon = horizon
        self.details_from = details_from
        self._numbers: dict[str, int] = {}

    def number(self, prefix: str) -> str:
        """The next local identifier that begins with a prefix."""
        self._numbers[prefix] = self._numbers.get(prefix, 0) + 1
        return f"{prefix}{self._numbers[prefix]:06d}"

    def entered(self, day: date) -> datetime:
        """When an event of a day is entered: mostly at once, sometimes weeks later, never after the horizon."""
        chance, lag = self.rng.random(), 0
        for share, low, high in LAGS:
            if chance < share:
                lag = low + int(self.rng.random() * (high + 1 - low))
                break
            chance -= share
        return self.on(min(day + timedelta(lag), max(day, self.horizon)))

    def on(self, day: date) -> datetime:
        """A moment in the later working hours of a day."""
        return datetime.combine(day, EVENING_FROM) + timedelta(
            seconds=int(self.rng.random() * EVENING_SECONDS)
        )

    def is_past(self, day: date | None) -> bool:
        """Whether an event has happened by the horizon."""
        return day is not None and day <= self.horizon

    def row(self, day: date, values: Row, *, recorded: bool = True) -> Entry:
        """A row about an event of a day."""
        moment = self.entered(day)
        if recorded:
            values["recorded_at"] = moment
        return Entry(recorded_at=moment, values=values)

    def later(self, entry: Entry, day: date | None, **values: Any) -> None:
        """Enter more of a row once something has happened, unless it lies beyond the horizon."""
        if day is None or day > self.horizon:
            return
        moment = max(self.entered(day), entry.recorded_at + timedelta(minutes=2))
        entry.later += [(moment, column, value) for column, value in values.items()]
        entry.later.sort(key=lambda change: change[0])
