"""One indicator as its reader sees it: its row of the summary, its trend, its breakdowns and what it means."""

from dataclasses import dataclass
from hashlib import sha256

from scorecards.comparator import Comparator
from scorecards.comparison import Comparison, comparison
from scorecards.figure import Figure, count_figure, figure
from scorecards.indicator import Indicator
from scorecards.period import Month, Quarter
from scorecards.provenance import CheckLine
from scorecards.quality import quality
from scorecards.target import Target
from scorecards.value import NOT_SUPPLIED, OK, Value, Values

TREND_MONTHS = 24
GOOD_IS = {"higher": "High", "lower": "Low", "band": "In a band", "neither": "Context"}
COUNTED = {
    "flow": "What happened in the period",
    "snapshot": "The state at the end of the period's last day",
    "cohort": "Those who entered in the period, and what followed",
}
FORMULAS = {
    "count": "Numerator",
    "%": "Numerator ÷ denominator × 100",
    "per 10,000": "Numerator ÷ children aged 0 to 17 (denominator) × 10,000",
    "children per FTE": "Children (numerator) ÷ full-time equivalent workers (denominator)",
}
UNIT_WORDS = {"count": "Count", "%": "Percent"}
IN_ORDER = ("Unborn", "Under 1", "1 to 4", "5 to 9", "10 to 15", "16 and 17", "18 and over")
LAST = ("Not recorded", "Not known", "Unknown")


@dataclass(frozen=True, kw_only=True)
class MonthLine:
    """One month of a trend; `state` says why a figure is not plotted."""

    month: Month
    figure: Figure
    numerator: Figure
    denominator: Figure
    state: str

    @property
    def plotted(self) -> float | None:
        """The number that a chart may draw: the one shown, and only if it is sound."""
        number = self.figure.number
        return float(number) if self.state == OK and number is not None else None


@dataclass(frozen=True, kw_only=True)
class Category:
    """One line of a breakdown."""

    name: str
    figure: Figure
    numerator: Figure
    denominator: Figure


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """The quarter by one column of the result."""

    name: str
    categories: tuple[Category, ...]


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
    months: tuple[MonthLine, ...]
    breakdowns: tuple[Breakdown, ...]

    @property
    def unit_words(self) -> str:
        return UNIT_WORDS.get(self.unit, self.unit[:1].upper() + self.unit[1:])

    @property
    def has_trend(self) -> bool:
        """Whether there is any month to draw."""
        return any(line.plotted is not None for line in self.months)

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
) -> IndicatorPage:
    """The indicator in the quarter, from values whose small counts are already gone."""
    trusted = quality(ref=indicator.ref, quarter=quarter, values=values, checks=checks)
    return IndicatorPage(
        ref=indicator.ref,
        title=indicator.title,
        section=words(indicator.section),
        good_is=GOOD_IS[indicator.better],
        unit=indicator.unit,
        definition=indicator.definition,
        counted=COUNTED[indicator.kind],
        formula=FORMULAS.get(indicator.unit, "Numerator ÷ denominator"),
        read_from=_read_from(indicator),
        why=indicator.why or "Not written yet",
        basis=indicator.basis or "Local measure",
        owner=indicator.owner or "Not named yet",
        questions=indicator.questions,
        version=sha256(indicator.sql.encode()).hexdigest()[:8],
        comparison=comparison(
            indicator=indicator,
            quarter=quarter,
            values=values,
            comparators=comparators,
            targets=targets,
            is_rated=trusted.is_rated,
        ),
        quality=trusted.words,
        months=_months(indicator.ref, quarter, values),
        breakdowns=_breakdowns(indicator.ref, quarter, values),
    )


def _months(ref: str, quarter: Quarter, values: Values) -> tuple[MonthLine, ...]:
    """The trend, from the first month for which anything was supplied."""
    months = quarter.last_month.plus(1 - TREND_MONTHS).until(quarter.last_month)
    lines = [_month(month, values.total(ref, month.period_id)) for month in months]
    first = next((place for place, line in enumerate(lines) if line.state != NOT_SUPPLIED), len(lines) - 3)
    return tuple(lines[min(first, len(lines) - 3) :])


def _month(month: Month, value: Value | None) -> MonthLine:
    return MonthLine(
        month=month,
        figure=figure(value),
        numerator=count_figure(value.numerator if value else None, value),
        denominator=count_figure(value.denominator if value else None, value),
        state=NOT_SUPPLIED if value is None else value.state,
    )


def _breakdowns(ref: str, quarter: Quarter, values: Values) -> tuple[Breakdown, ...]:
    found = values.breakdowns(ref, quarter.period_id)
    return tuple(
        Breakdown(
            name=words(name), categories=tuple(_category(row) for row in sorted(rows, key=_category_order))
        )
        for name, rows in found.items()
    )


def _category(row: Value) -> Category:
    return Category(
        name=row.category,
        figure=figure(row),
        numerator=count_figure(row.numerator, row),
        denominator=count_figure(row.denominator, row),
    )


def _category_order(row: Value) -> tuple[int, str]:
    """Ages by age, the rest by name, unknown last; never by size, which would rank what is withheld."""
    if row.category in IN_ORDER:
        return (IN_ORDER.index(row.category), "")
    return (len(IN_ORDER) + (row.category in LAST), row.category)


def words(name: str) -> str:
    """A file or column name as words: `front_door` is `Front door`."""
    return name.replace("_", " ").capitalize()


def _read_from(indicator: Indicator) -> str:
    tables = (table.partition(".") for table in indicator.tables)
    return (
        ", ".join(name.replace("_", " ") for schema, _, name in tables if schema == "core")
        or "Reference tables"
    )
