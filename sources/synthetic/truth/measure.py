"""How an indicator is counted from tallies: a number, a share, a median, a sum."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from sources.synthetic.truth.tally import TOTAL, Amounts, Counts, Figures, Member, Seen, Tally
from sources.synthetic.truth.window import Window
from sources.synthetic.truth.working_day import working_days


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """An indicator with the way to count it in a window; `scale` is 100 for a percentage."""

    indicator: str
    figures: Callable[[Window], Figures]
    scale: int = 1


def at_the_end(figures: Callable[[date], Figures]) -> Callable[[Window], Figures]:
    """Figures of a window's last day, counted once for all windows that end on it."""
    of_day = cache(figures)
    return lambda window: of_day(window.end)


def share_when_known(indicator: str, part: Tally, known: Tally, open_: list[date], working: int) -> Measure:
    """Some of what is known as a percentage; the `open_` are none of them, and known once their working days are past.

    Those still open that began in the window join the whole if `working` working days have passed by its end.
    """

    def figures(window: Window) -> Figures:
        late = sum(
            window.start <= day <= window.end and working_days(day, window.end) > working for day in open_
        )
        return {TOTAL: (part.counts(window)[TOTAL], known.counts(window)[TOTAL] + late)}

    return Measure(indicator=indicator, scale=100, figures=figures)


def count_of(indicator: str, tally: Tally) -> Measure:
    """The number of events."""
    return Measure(indicator=indicator, figures=lambda window: plain(tally.counts(window)))


def number_seen(indicator: str, seen: Seen[Member]) -> Measure:
    """The number of those seen."""
    return Measure(indicator=indicator, figures=lambda window: {TOTAL: (len(seen.within(window)), None)})


def share_of(indicator: str, part: Tally, whole: Tally) -> Measure:
    """Some of the events as a percentage of all: together, and of each category of the whole."""

    def figures(window: Window) -> Figures:
        counts = part.counts(window)
        return {category: (counts.get(category, 0), all_) for category, all_ in whole.counts(window).items()}

    return Measure(indicator=indicator, scale=100, figures=figures)


def share_of_all(indicator: str, part: Tally, whole: Tally) -> Measure:
    """The events of each category as a percentage of everything together."""

    def figures(window: Window) -> Figures:
        everything = whole.counts(window)[TOTAL]
        return {category: (count, everything) for category, count in part.counts(window).items()}

    return Measure(indicator=indicator, scale=100, figures=figures)


def median_of(indicator: str, amounts: Amounts) -> Measure:
    """The middle of the amounts, or half-way between the two in the middle; of nothing there is none."""

    def figures(window: Window) -> Figures:
        found = {category: sorted(noted) for category, noted in amounts.within(window).items() if noted}
        return {
            category: ((noted[(len(noted) - 1) // 2] + noted[len(noted) // 2]) / 2, None)
            for category, noted in found.items()
        }

    return Measure(indicator=indicator, figures=figures)


def sum_of(indicator: str, amounts: Amounts) -> Measure:
    """The amounts added up."""

    def figures(window: Window) -> Figures:
        return {
            category: (sum(noted, Decimal(0)), None) for category, noted in amounts.within(window).items()
        }

    return Measure(indicator=indicator, figures=figures)


def share_of_amounts(indicator: str, part: Amounts, whole: Amounts) -> Measure:
    """Some amounts as a percentage of all: together, and of each category of the whole."""

    def figures(window: Window) -> Figures:
        parts = part.within(window)
        return {
            category: (sum(parts.get(category, ()), Decimal(0)), sum(noted, Decimal(0)))
            for category, noted in whole.within(window).items()
        }

    return Measure(indicator=indicator, scale=100, figures=figures)


def plain(counts: Counts) -> Figures:
    """Counts as figures without a denominator."""
    return {category: (count, None) for category, count in counts.items()}
