"""What a control chart says, as plain values: nothing is drawn here.

    ControlChart
      .points   one SpcPoint a date given, gaps included, in the order of their dates
      .phases   one Phase for each stretch between rebases
      .variation, .assurance              icon names ("concern_high", "consistent_pass"; "" when there is none)
      .variation_words, .assurance_words  the same for a reader: "Getting worse (high)"
      .footnote                           kind, rules, points and rebases: stands under every chart

A chart may draw a phase's limits when `phase.shows_limits`, as broken lines when `phase.is_provisional`; it draws
`point.drawn_lower` and `point.drawn_upper` (kept within 0 and 100%), never `lower` and `upper`, by which the rules went.
A point's mark is `point.mark`: common_cause, improvement, concern, neutral_high or neutral_low.
"""

from dataclasses import dataclass
from datetime import date

from scorecards.period import Month, Quarter
from scorecards.spc.rebase import Rebase
from scorecards.spc.rules import SpcRules
from scorecards.value import WITHHELD

COMMON, IMPROVEMENT, CONCERN = "common_cause", "special_cause_improvement", "special_cause_concern"
NEUTRAL_HIGH, NEUTRAL_LOW = "special_cause_neutral_high", "special_cause_neutral_low"
CONSISTENT_PASS, CONSISTENT_FAIL, INCONSISTENT = "consistent_pass", "consistent_fail", "inconsistent"

OUTSIDE, TREND, TWO_IN_THREE, SHIFT = "outside", "trend", "two_in_three", "shift"

VARIATION_WORDS = {
    "common_cause": "Expected variation",
    "improvement_high": "Improving (high)",
    "improvement_low": "Improving (low)",
    "concern_high": "Getting worse (high)",
    "concern_low": "Getting worse (low)",
    "neutral_high": "Changed: high",
    "neutral_low": "Changed: low",
}
ASSURANCE_WORDS = {
    CONSISTENT_PASS: "Will consistently meet the target",
    CONSISTENT_FAIL: "Will consistently miss the target",
    INCONSISTENT: "May or may not meet the target",
}


BY_QUARTER = "Shown by quarter, because most of its months would be too small to show."


@dataclass(frozen=True, kw_only=True)
class SpcPoint:
    """One date: its value, or why there is none, the limits that hold on it and the rules that it meets."""

    on: date
    value: float | None
    gap: str = ""
    """Why there is no value: `withheld`, `not_supplied`, `not_applicable`, `impossible` or `missing`; else empty."""
    phase: int = 0
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    near_lower: float | None = None
    near_upper: float | None = None
    drawn_lower: float | None = None
    drawn_upper: float | None = None
    side: int = 0
    """1 above the mean, -1 below it, 0 on it or without a value."""
    signals: tuple[str, ...] = ()
    """Every rule that the point meets, in the order in which they decide."""
    rises: bool | None = None
    """Of a point in a trend, which way it goes."""
    type: str = COMMON
    """As the NHS tools name it: common_cause, special_cause_improvement, …_concern, …_neutral_high, …_neutral_low."""

    @property
    def is_signal(self) -> bool:
        return self.type != COMMON

    @property
    def mark(self) -> str:
        """The type without `special_cause_`."""
        return self.type.removeprefix("special_cause_")


@dataclass(frozen=True, kw_only=True)
class Phase:
    """The points between two rebases: `n` values, of which the baseline set the mean and the limits."""

    number: int
    first_on: date
    n: int
    enough: int
    mean: float | None
    lower: float | None
    upper: float | None
    rebase: Rebase | None = None
    is_rebased: bool = False
    """Whether the chart has other phases beside this one."""

    @property
    def is_enough(self) -> bool:
        return self.n >= self.enough

    @property
    def is_provisional(self) -> bool:
        """A short phase beside others: its limits may be drawn, but marked, and nobody is told what they say."""
        return self.is_rebased and not self.is_enough and self.n > self.enough // 2

    @property
    def shows_limits(self) -> bool:
        return self.mean is not None and self.lower is not None and (self.is_enough or self.is_provisional)


@dataclass(frozen=True, kw_only=True)
class ControlChart:
    """A series with its limits, signals and icons. See the module for how to draw one."""

    kind: str
    """`XmR`, `P′`, `G` or `T`."""
    why: str
    """Why this kind of chart, as a sentence; empty when it was simply asked for."""
    rules: SpcRules
    better: str
    target: float | None
    points: tuple[SpcPoint, ...]
    phases: tuple[Phase, ...]
    variation: str
    assurance: str
    between: "ControlChart | None" = None
    """Of rare events the chart of the time between them, by which they are judged; the points here have no limits."""
    step: str = "month"
    """`month` or `quarter`: what a point is."""
    unjudged: str = ""
    """Why nothing is said of the series, such as that too much of it is withheld; then it has no limits either."""

    @property
    def latest(self) -> SpcPoint | None:
        """The last point that has a value."""
        return next((point for point in reversed(self.points) if point.value is not None), None)

    @property
    def is_latest_missing(self) -> bool:
        """Whether the last date of the chart has no value, so that its icon is of an earlier one."""
        return self.latest is not None and self.latest is not self.points[-1]

    @property
    def phase(self) -> Phase | None:
        """The phase of the latest value."""
        return self.phases[self.latest.phase] if self.latest else None

    @property
    def n(self) -> int:
        """How many values there are in the latest phase, or how many times between events."""
        if self.between is not None:
            return self.between.n
        return self.phase.n if self.phase else 0

    @property
    def is_enough(self) -> bool:
        if self.unjudged:
            return False
        if self.between is not None:
            return self.between.is_enough
        return self.phase is not None and self.phase.is_enough and self.phase.mean is not None

    @property
    def is_signal(self) -> bool:
        """Whether a reader is told of a change."""
        return self.is_enough and self.variation not in ("", "common_cause")

    @property
    def withheld(self) -> int:
        """How many points are withheld."""
        return sum(point.gap == WITHHELD for point in self.points)

    @property
    def too_few(self) -> str:
        return self.unjudged or f"Too few points ({self.n} of {self.rules.enough})"

    def name_of(self, on: date) -> str:
        """`April 2022`, or `April to June 2022` of a point that is a quarter."""
        return (
            Quarter.ending(Month.of(on), on.month).months_name
            if self.step == "quarter"
            else Month.of(on).name
        )

    @property
    def variation_words(self) -> str:
        """`Getting worse (high)`, `Expected variation`, `Too few points (9 of 13)`."""
        if not self.is_enough:
            return self.too_few
        said = VARIATION_WORDS[self.variation]
        if self.is_latest_missing and self.latest:
            said += f", as at {self.name_of(self.latest.on)}"
        return said

    @property
    def assurance_words(self) -> str:
        """Whether the process, left as it is, meets the target; empty when there is none to meet."""
        if self.target is None or self.better not in ("higher", "lower"):
            return ""
        return ASSURANCE_WORDS[self.assurance] if self.is_enough and self.assurance else self.too_few

    @property
    def footnote(self) -> str:
        """Kind, rules, points and rebases in one or two sentences."""
        parts = [f"{self.kind} chart, {self.n} points in the latest phase. {self.rules.words}."]
        parts += [BY_QUARTER] if self.step == "quarter" else []
        parts += [self.why] if self.why else []
        parts += [self.unjudged + "."] if self.unjudged else []
        parts += (
            [f"{hidden} points withheld: limits rest on those shown."]
            if (hidden := self.withheld) and not self.unjudged
            else []
        )
        parts += [f"Limits start again in {phase.rebase.words}." for phase in self.phases if phase.rebase]
        if self.phase and self.phase.is_provisional:
            parts.append(f"Limits are provisional: {self.n} of {self.rules.enough} points.")
        return " ".join(parts)
