"""Tallies: events ticked off day by day, amounts noted, people seen in a month, and who is on the books on a day."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Generic, TypeVar

from sources.synthetic.truth.window import Window, months_between

Category = tuple[str, str]
"""A breakdown and one of its categories, both empty for everything together."""
Number = int | Decimal
Counts = dict[Category, int]
Figures = dict[Category, tuple[Number, Number | None]]
"""Numerator and denominator by category; a plain count has no denominator."""

TOTAL: Category = ("", "")
Member = TypeVar("Member", bound=Hashable)


class Tally:
    """Events, each ticked on its day."""

    def __init__(self) -> None:
        self._days: dict[Category, list[date]] = {TOTAL: []}
        self._in_order = True

    def add(self, day: date, *categories: Category) -> None:
        """Tick an event off, in the total and in each of its categories."""
        for category in (TOTAL, *categories):
            self._days.setdefault(category, []).append(day)
        self._in_order = False

    def add_apart(self, day: date, category: Category) -> None:
        """Tick an event off that is no part of the total, in a category of its own."""
        self._days.setdefault(category, []).append(day)
        self._in_order = False

    def counts(self, window: Window) -> Counts:
        """The number of events in the window: the total, and the categories that have any."""
        if not self._in_order:
            for days in self._days.values():
                days.sort()
            self._in_order = True
        counts = {
            category: bisect_right(days, window.end) - bisect_left(days, window.start)
            for category, days in self._days.items()
        }
        return {category: count for category, count in counts.items() if count or category == TOTAL}


class Amounts:
    """Numbers, each noted on its day: minutes waited, days lost, people who came."""

    def __init__(self) -> None:
        self._days: dict[Category, list[tuple[date, Decimal]]] = {TOTAL: []}
        self._in_order = True

    def add(self, day: date, amount: Number, *categories: Category) -> None:
        """Note an amount, in the total and in each of its categories."""
        for category in (TOTAL, *categories):
            self._days.setdefault(category, []).append((day, Decimal(amount)))
        self._in_order = False

    def within(self, window: Window) -> dict[Category, list[Decimal]]:
        """The amounts of the window: the total, and the categories that have any."""
        if not self._in_order:
            for noted in self._days.values():
                noted.sort()
            self._in_order = True
        found = {}
        for category, noted in self._days.items():
            first = bisect_left(noted, window.start, key=_day_of)
            found[category] = [
                amount for _, amount in noted[first : bisect_right(noted, window.end, key=_day_of)]
            ]
        return {category: amounts for category, amounts in found.items() if amounts or category == TOTAL}


class Seen(Generic[Member]):
    """Who or what was seen on the days of each month; seen twice in a window is seen once."""

    def __init__(self) -> None:
        self._months: dict[tuple[int, int], set[Member]] = defaultdict(set)

    def add(self, member: Member, first: date, last: date | None = None) -> None:
        """Note a member as seen on every day from `first` to `last`, both inclusive, or on `first` alone."""
        last = last or first
        if first <= last:
            for month in months_between(first, last):
                self._months[month].add(member)

    def within(self, window: Window) -> set[Member]:
        """Everyone seen on a day of the window."""
        seen: set[Member] = set()
        for month in months_between(window.start, window.end):
            seen |= self._months.get(month, set())
        return seen


@dataclass(frozen=True, slots=True)
class Spell:
    """Something open from `start` until `end`, the day of its closing, or until its child is an adult."""

    member: Hashable
    start: date
    end: date | None
    adult_on: date | None
    categories: Callable[[date], Iterable[Category]] = lambda _: ()

    def is_open(self, day: date) -> bool:
        """Whether it is open at the end of the day and the child still a child."""
        return self.start <= day and not _reached(self.end, day) and not _reached(self.adult_on, day)

    def last_day(self, horizon: date) -> date:
        """The last day on which it was there at any point and the child still a child."""
        last = min(self.end or horizon, horizon)
        return min(last, self.adult_on - timedelta(days=1)) if self.adult_on else last


class Books:
    """Spells, of which the open ones are counted at the end of a day."""

    def __init__(self, spells: Iterable[Spell]) -> None:
        self._spells = list(spells)
        self._found: dict[date, dict[Category, set[Hashable]]] = {}

    def open_at(self, day: date) -> dict[Category, set[Hashable]]:
        """The members with a spell open at the end of the day, by category."""
        if day not in self._found:
            members: dict[Category, set[Hashable]] = {TOTAL: set()}
            for spell in self._spells:
                if spell.is_open(day):
                    for category in (TOTAL, *spell.categories(day)):
                        members.setdefault(category, set()).add(spell.member)
            self._found[day] = members
        return self._found[day]

    def snapshot(self, window: Window) -> Figures:
        """The number of members at the end of the window's last day."""
        return {category: (len(members), None) for category, members in self.open_at(window.end).items()}

    def share_of(self, whole: "Books") -> Callable[[Window], Figures]:
        """The members as a percentage of those of the whole: together, and of each category of the whole."""

        def figures(window: Window) -> Figures:
            part = self.open_at(window.end)
            return {
                category: (len(part.get(category, ())), len(members))
                for category, members in whole.open_at(window.end).items()
            }

        return figures

    def mean(self, window: Window) -> Figures:
        """The sum of the numbers at the month ends, over the number of months."""
        ends = window.month_ends
        return {TOTAL: (sum(len(self.open_at(day)[TOTAL]) for day in ends), len(ends))}


def _day_of(noted: tuple[date, Decimal]) -> date:
    return noted[0]


def _reached(limit: date | None, day: date) -> bool:
    return limit is not None and limit <= day
