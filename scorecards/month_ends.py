"""A snapshot read two ways: its latest month end, and the average of its month ends, which may tell the opposite story."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scorecards.figure import Figure, figure, number_figure
from scorecards.narrative_change import NUMBERS, change_sentence, difference, way
from scorecards.period import MONTH_NAMES, Month, Quarter
from scorecards.spc.limits import mean
from scorecards.spc.rebase import Rebase
from scorecards.value import Value, Values

if TYPE_CHECKING:
    from scorecards.indicator import Indicator

FEWEST_MONTHS = 3


@dataclass(frozen=True, kw_only=True)
class MonthEnds:
    """The same months of two years: the averages of their month ends, and the count at the end of the last of each.

    `turn` is the lowest month end of this year's months where the average fell, else the highest.
    """

    name: str
    months: tuple[Month, ...]
    average_before: Figure
    average: Figure
    year_earlier: Figure
    latest: Figure
    turn: Figure
    turn_month: Month

    @property
    def is_mixed(self) -> bool:
        """Whether average and month end moved in opposite ways."""
        return way(self.average_before, self.average) * way(self.year_earlier, self.latest) < 0

    @property
    def words(self) -> str:
        """The month end first, for it is what is so now; then the average; then the turn that parts them."""
        last = self.months[-1]
        ended = change_sentence(
            self.name, "at month end", self.year_earlier, last.plus(-12).name, self.latest, last.name
        )
        moved = "fell" if way(self.average_before, self.average) < 0 else "rose"
        first_name, last_name = (MONTH_NAMES[month.number - 1] for month in (self.months[0], last))
        averaged = (
            f"The average of {self._how_many} month ends, {first_name} to {last_name}, "
            f"{moved} from {self.average_before.words} to {self.average.words}."
        )
        return " ".join(
            part
            for part in (ended, averaged, self._turned, "The two disagree: the direction is mixed.")
            if part
        )

    @property
    def _how_many(self) -> str:
        """`ten`, or `ten of the twelve` where some between are not shown in both years."""
        shown, first, last = len(self.months), self.months[0], self.months[-1]
        span = (last.year - first.year) * 12 + last.number - first.number + 1
        return NUMBERS[shown] if shown == span else f"{NUMBERS[shown]} of the {NUMBERS[span]}"

    @property
    def _turned(self) -> str:
        """`Within the year the month-end count rose from 1,344 (August 2022) to 1,691 (March 2023), up 347 (26%).`"""
        if self.turn_month == self.months[-1]:
            return ""
        verb = "rose" if way(self.turn, self.latest) > 0 else "fell"
        return (
            f"Within the year the month-end count {verb} from {self.turn.words} ({self.turn_month.name}) "
            f"to {self.latest.words} ({self.months[-1].name}), {difference(self.turn, self.latest)}."
        )


def month_ends(
    indicator: "Indicator", quarter: Quarter, values: Values, breaks: Iterable[Rebase] = ()
) -> MonthEnds | None:
    """The month ends of the year so far that have a shown figure in both years; None for too few or another basis, or
    where a break lies between across which nothing compares.

    An indicator that is itself an average reads those of the snapshot that it averages.
    """
    ref = indicator.mean_of or indicator.ref
    own = values.total(indicator.ref, quarter.period_id)
    if own is None or not own.is_comparable:
        return None
    if indicator.mean_of is None and (indicator.kind, indicator.unit) != ("snapshot", "count"):
        return None
    first = Month(quarter.first_year, quarter.year_start)
    span = first.until(quarter.last_month)
    if any(
        not each.compares and first.plus(-12).first_day < each.on <= quarter.last_month.last_day
        for each in breaks
    ):
        return None
    pairs = [(month, *_both(ref, month, values)) for month in span]
    both = [(month, before, now) for month, before, now in pairs if before is not None and now is not None]
    if len(both) < FEWEST_MONTHS or both[-1][0] != quarter.last_month:
        return None
    averages = [
        mean([float(row.value or 0) for row in rows])
        for rows in zip(*(pair[1:] for pair in both), strict=True)
    ]
    average_before, average = (number_figure(each, "count") for each in averages)
    has_fallen = way(average_before, average) < 0
    turn_month, _, turn = (min if has_fallen else max)(both, key=lambda pair: pair[2].value or 0)
    return MonthEnds(
        name=indicator.title,
        months=tuple(month for month, _, _ in both),
        average_before=average_before,
        average=average,
        year_earlier=figure(both[-1][1]),
        latest=figure(both[-1][2]),
        turn=figure(turn),
        turn_month=turn_month,
    )


def _both(ref: str, month: Month, values: Values) -> tuple[Value | None, Value | None]:
    """The month's figure a year earlier and now, each only if it is sound and shown."""
    found = (values.total(ref, month.plus(-12).period_id), values.total(ref, month.period_id))
    before, now = (row if row is not None and row.is_comparable else None for row in found)
    return before, now
