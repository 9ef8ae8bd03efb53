"""One month of a trend as its reader sees it: its figure, the range that chance explains, and what it signals."""

from dataclasses import dataclass

from scorecards.figure import NOT_APPLIED, Figure, absent, count_figure, decimal_places, figure, number_figure
from scorecards.period import Month, Quarter
from scorecards.spc.result import OUTSIDE, SHIFT, TREND, TWO_IN_THREE, ControlChart, Phase, SpcPoint
from scorecards.value import NOT_SUPPLIED, OK, Value

COMMON_MARK = "common_cause"
WITHIN, TOO_FEW = "Within range", "Too few points"
SIGNAL_WORDS = {
    OUTSIDE: ("Above expected range", "Below expected range"),
    TREND: ("Rising trend", "Falling trend"),
    TWO_IN_THREE: ("Near the upper limit, two of three", "Near the lower limit, two of three"),
    SHIFT: ("Run above the mean", "Run below the mean"),
}


@dataclass(frozen=True, kw_only=True)
class MonthLine:
    """One month, or one quarter of a trend by quarter; `state` says why a figure is not plotted. Limits are as they are
    drawn, None where none may be."""

    month: Month | Quarter
    figure: Figure
    numerator: Figure
    denominator: Figure
    state: str
    phase: int
    mean: float | None
    lower: float | None
    upper: float | None
    mean_figure: Figure
    lower_figure: Figure
    upper_figure: Figure
    mark: str
    signal: str

    @property
    def plotted(self) -> float | None:
        """The number that a chart may draw: the one shown, and only if it is sound."""
        number = self.figure.number
        return float(number) if self.state == OK and number is not None else None

    @property
    def is_signal(self) -> bool:
        return self.mark != COMMON_MARK


def month_line(month: Month | Quarter, value: Value | None, control: ControlChart) -> MonthLine:
    """The month's figure with what the control chart says of it."""
    point = next(each for each in control.points if each.on == month.first_day)
    phase = control.phases[point.phase]
    unit = value.unit if value else ""
    has_limits = phase.shows_limits
    return MonthLine(
        month=month,
        figure=figure(value),
        numerator=count_figure(value.numerator if value else None, value),
        denominator=count_figure(value.denominator if value else None, value),
        state=NOT_SUPPLIED if value is None else value.state,
        phase=point.phase,
        mean=point.mean if has_limits else None,
        lower=point.drawn_lower if has_limits else None,
        upper=point.drawn_upper if has_limits else None,
        mean_figure=_line(point.mean, unit, has_limits),
        lower_figure=_line(point.drawn_lower, unit, has_limits),
        upper_figure=_line(point.drawn_upper, unit, has_limits),
        mark=point.mark if phase.is_enough else COMMON_MARK,
        signal=_signal(point, phase),
    )


def _line(number: float | None, unit: str, is_shown: bool) -> Figure:
    """A mean or a limit, with a decimal where a count is small."""
    if number is None or not is_shown:
        return absent(NOT_APPLIED)
    places = decimal_places(unit) or int(abs(number) < 100)
    return number_figure(number, unit, places)


def _signal(point: SpcPoint, phase: Phase) -> str:
    if point.value is None:
        return NOT_APPLIED
    if not phase.is_enough:
        return TOO_FEW
    if not point.is_signal:
        return WITHIN
    up, down = SIGNAL_WORDS[point.signals[0]]
    is_up = bool(point.rises) if point.signals[0] == TREND else point.side > 0
    return up if is_up else down
