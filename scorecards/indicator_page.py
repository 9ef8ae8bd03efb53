"""One indicator as its reader sees it: its row of the summary, its trend, its breakdowns and what it means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from scorecards.breakdown import Breakdown, breakdowns
from scorecards.commentary import Commentary, commentary_of
from scorecards.comparator import Comparator
from scorecards.comparison import Comparison, comparison
from scorecards.composition import WORDS as ALWAYS_WHOLE
from scorecards.composition import is_composition
from scorecards.definition_history import Version, version_words
from scorecards.exceptions import action
from scorecards.figure import NOT_AVAILABLE, Figure
from scorecards.indicator import Indicator
from scorecards.indicator_words import COUNTED, FORMULAS, GOOD_IS, read_from, unit_words, words
from scorecards.month_line import MonthLine, month_line
from scorecards.narrative import Statement, finding, statements
from scorecards.period import Month, Quarter
from scorecards.provenance import CheckLine, SourceLine
from scorecards.quality import quality
from scorecards.spc.monthly import monthly_chart
from scorecards.spc.rebases import RebaseRow, breaks_of
from scorecards.spc.result import ControlChart
from scorecards.spc.rules import NHSR, SpcRules
from scorecards.target import Target, in_force
from scorecards.value import NOT_SUPPLIED, Value, Values

TREND_MONTHS, TREND_QUARTERS = 24, 16
MOST_DRAWN = 512
"""Of so many pages what was drawn is kept, for others who are shown the same."""


@dataclass(frozen=True, kw_only=True)
class ReadBeside:
    """One line of what an indicator is read beside: another one, or itself, with its basis and counts."""

    ref: str
    title: str
    basis: str
    figure: Figure
    numerator: Figure
    denominator: Figure


@dataclass(frozen=True, kw_only=True)
class IndicatorPage:
    """One indicator: its row of the summary, its trend, its breakdowns and what it means."""

    ref: str
    title: str
    section: str
    good_is: str
    unit: str
    definition: str
    counted: str
    formula: str
    read_from: str
    why: str
    basis: str
    owner: str
    questions: tuple[str, ...]
    version: str
    comparison: Comparison
    quality: str
    control: ControlChart
    finding: str
    statements: tuple[Statement, ...]
    commentary: Commentary
    is_priority: bool
    """Whether the executive reads it: what is wrong with such a figure is news by itself."""
    is_doubtful: bool
    """Whether the quarter's figure cannot be so, or is missing where there used to be one."""
    months: tuple[MonthLine, ...]
    breakdowns: tuple[Breakdown, ...]
    feeds: tuple[SourceLine, ...] = ()
    read_beside: tuple[ReadBeside, ...] = ()
    """Itself and those without which it may reassure falsely; empty where there are none."""

    def __hash__(self) -> int:
        """Cheap, so that what is drawn of a page can be looked up by it: equal pages have one ref."""
        return hash(self.ref)

    @property
    def action(self) -> str:
        """Discuss, Watch, Note or Celebrate."""
        return action(self)

    @property
    def sources(self) -> str:
        """The agencies it is counted from."""
        return ", ".join(sorted({line.agency for line in self.feeds}))

    @property
    def late(self) -> str:
        """The files behind it that are missing or older than the quarter's last month."""
        missing = [f"{line.agency}: {line.title}" for line in self.feeds if not line.received]
        return "; ".join(missing) or "None"

    @property
    def unit_words(self) -> str:
        return unit_words(self.unit)

    @property
    def has_trend(self) -> bool:
        """Whether there is any month to draw."""
        return any(line.plotted is not None for line in self.months)

    @property
    def step(self) -> str:
        """`month` or `quarter`: what a point of the trend is."""
        return self.control.step

    @property
    def has_denominator(self) -> bool:
        return self.unit != "count"


def indicator_page(
    indicator: Indicator,
    quarter: Quarter,
    values: Values,
    comparators: list[Comparator],
    targets: list[Target],
    checks: tuple[CheckLine, ...],
    rebased: Sequence[RebaseRow] = (),
    commentary: Mapping[str, Commentary] = MappingProxyType({}),
    feeds: tuple[SourceLine, ...] = (),
    rules: SpcRules = NHSR,
    versions: Sequence[Version] = (),
    entered: str = "",
    reading: str = "",
    step: str = "month",
) -> IndicatorPage:
    """The indicator in the quarter, from values whose small counts are already gone."""
    trusted = quality(ref=indicator.ref, quarter=quarter, values=values, checks=checks)
    trend = _trend(quarter, indicator.ref, values, step)
    aim = in_force(targets, indicator.ref, quarter.last_month.last_day)
    control = monthly_chart(
        indicator, trend, target=aim.target if aim else None, rebased=rebased, rules=rules
    )
    if is_composition(indicator.ref, quarter.period_id, values):
        control = replace(control, unjudged=ALWAYS_WHOLE)
    compared = comparison(
        indicator=indicator,
        quarter=quarter,
        values=values,
        comparators=comparators,
        targets=targets,
        is_rated=trusted.is_rated,
        breaks=breaks_of(indicator.ref, rebased),
    )
    return IndicatorPage(
        ref=indicator.ref,
        title=indicator.title,
        section=words(indicator.section),
        good_is=GOOD_IS[indicator.better],
        unit=indicator.unit,
        definition=f"{indicator.definition} {reading}".strip(),
        counted=COUNTED[indicator.kind],
        formula=FORMULAS.get(indicator.unit, "Numerator ÷ denominator"),
        read_from=read_from(indicator),
        why=indicator.why or "Not written yet",
        basis=indicator.basis or "Local measure",
        owner=indicator.owner or "Not named yet",
        questions=indicator.questions,
        version=version_words(indicator, versions),
        comparison=compared,
        quality=trusted.words,
        control=control,
        finding=finding(indicator.title, compared, control, trusted),
        statements=statements(
            title=indicator.title,
            unit=indicator.unit,
            quarter=quarter,
            comparison=compared,
            chart=control,
            quality=trusted,
            entered=entered,
        ),
        commentary=commentary_of(indicator.ref, indicator.owner, commentary),
        is_priority="executive" in indicator.audiences,
        is_doubtful=not trusted.is_rated or _has_gone_missing(compared, trend),
        months=tuple(month_line(month, value, control) for month, value in trend),
        breakdowns=breakdowns(indicator.ref, quarter, values),
        feeds=feeds,
    )


def trend_of(quarter: Quarter, step: str) -> list[Month | Quarter]:
    """The months or the quarters of a trend that ends with the quarter."""
    if step == "month":
        return list(quarter.last_month.plus(1 - TREND_MONTHS).until(quarter.last_month))
    ends = (quarter.last_month.plus(-3 * back) for back in reversed(range(TREND_QUARTERS)))
    return [Quarter.ending(end, quarter.year_start) for end in ends]


def with_beside(
    page: IndicatorPage, refs: Sequence[str], pages: Mapping[str, IndicatorPage]
) -> IndicatorPage:
    """The page with the figures of those refs, of which the reader has a page, beside its own."""
    others = [pages[ref] for ref in refs if ref in pages]
    return replace(page, read_beside=tuple(map(_beside, [page, *others]))) if others else page


def _beside(page: IndicatorPage) -> ReadBeside:
    compared = page.comparison
    return ReadBeside(
        ref=page.ref,
        title=page.title,
        basis=compared.statistic_words,
        figure=compared.this_quarter,
        numerator=compared.numerator,
        denominator=compared.denominator,
    )


def _has_gone_missing(compared: Comparison, trend: list[tuple[Month | Quarter, Value | None]]) -> bool:
    """Whether the quarter has no figure where there used to be one: what was never supplied is no news."""
    was_supplied = any(value is not None and value.state != NOT_SUPPLIED for _, value in trend)
    return was_supplied and compared.this_quarter.shorthand == NOT_AVAILABLE


def _trend(
    quarter: Quarter, ref: str, values: Values, step: str
) -> list[tuple[Month | Quarter, Value | None]]:
    """The months or quarters up to the quarter's last, from the first for which anything was supplied."""
    found = [(period, values.total(ref, period.period_id)) for period in trend_of(quarter, step)]
    supplied = (place for place, (_, value) in enumerate(found) if value and value.state != NOT_SUPPLIED)
    fewest = len(found) - 3
    return found[min(next(supplied, fewest), fewest) :]
