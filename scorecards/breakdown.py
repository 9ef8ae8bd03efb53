"""An indicator's quarter by category: its breakdowns, each in an order that tells nothing of what is withheld."""

from dataclasses import dataclass

from scorecards.figure import Figure, count_figure, figure
from scorecards.indicator_words import words
from scorecards.period import Quarter
from scorecards.value import Value, Values

_IN_ORDER = (
    "Unborn", "Under 1", "1 to 4", "5 to 9", "10 to 15", "16 and 17", "18 and over",
    "3 months or less", "Over 3 to 6 months", "Over 6 months to under 1 year", "1 to under 2 years", "2 years or more",
    "7 days or fewer", "8 to 28 days", "29 to 91 days", "Over 91 days",
)  # fmt: skip
_LAST = ("Not recorded", "Not known", "Unknown")


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


def breakdowns(ref: str, quarter: Quarter, values: Values) -> tuple[Breakdown, ...]:
    """The quarter's breakdowns, from values whose small counts are already gone."""
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
    """Bands of age and of time by their length, the rest by name, unknown last; never by size, which would rank what is withheld."""
    if row.category in _IN_ORDER:
        return (_IN_ORDER.index(row.category), "")
    return (len(_IN_ORDER) + (row.category in _LAST), row.category)
