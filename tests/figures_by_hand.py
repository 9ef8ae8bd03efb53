"""Figures written down for a test: an indicator's months, quarters and years, each given or left out."""

from decimal import Decimal
from typing import Any

from scorecards.comparator import comparators
from scorecards.indicator_page import IndicatorPage, indicator_page
from scorecards.period import Month, Quarter
from scorecards.target import Target
from scorecards.value import NOT_SUPPLIED, OK, WITHHELD, Value, Values
from scorecards.window import windows
from tests.made_up_scorecard import made_up_comparators, made_up_indicator

PERIODS = {window.period_id: window for window in windows("2020-04", "2023-03")}
QUARTER = Quarter.parse("2022-23-Q4")
HIDDEN = "hidden"


def figure_row(ref: str, period_id: str, given: Any, unit: str = "count") -> Value:
    """One total: a number, (numerator, denominator), None for not supplied, or HIDDEN for withheld."""
    period = PERIODS[period_id]
    numerator = denominator = value = None
    state = OK
    if given is None:
        state = NOT_SUPPLIED
    elif given == HIDDEN:
        state = WITHHELD
    elif isinstance(given, tuple):
        numerator, denominator = (Decimal(part) for part in given)
        value = float(numerator / denominator) * {"%": 100, "per 10,000": 10_000}.get(unit, 1)
    else:
        numerator, value = Decimal(str(given)), float(given)
    return Value(
        authority="370", indicator=ref, period_id=period_id, window_name=period.window_name,
        period_start=period.start_date, period_end=period.end_date, breakdown="", category="",
        numerator=numerator, denominator=denominator, value=value, unit=unit, state=state,
    )  # fmt: skip


def figures(ref: str, given: dict[str, Any], unit: str = "count") -> Values:
    return Values.of(figure_row(ref, period_id, each, unit) for period_id, each in given.items())


def month_ends(before: list[int], now: list[int]) -> dict[str, Any]:
    """A snapshot's months, June to March of two years, and its quarters: each the state on its last day."""
    months = [*zip(range(10), before, strict=True)], [*zip(range(10), now, strict=True)]
    given: dict[str, Any] = {}
    for first, pairs in zip((Month(2021, 6), Month(2022, 6)), months, strict=True):
        for place, count in pairs:
            month = first.plus(place)
            given[month.period_id] = count
            if month.number % 3 == 0:
                given[Quarter.ending(month).period_id] = count
    return given


def page_of(
    given: dict[str, Any], *, targets: list[Target] | None = None, rebased: Any = (), title: str = "Children in need",
    unit: str = "count", **header: Any,
) -> IndicatorPage:  # fmt: skip
    """The page of one indicator whose figures these are."""
    indicator = made_up_indicator("XX01", title, "children_in_need", unit=unit, **header)
    others = comparators(made_up_comparators()) if header.get("comparator") else []
    return indicator_page(
        indicator, QUARTER, figures("XX01", given, unit), others, targets or [], (), rebased
    )


def said(page: IndicatorPage, kind: str) -> str:
    return " ".join(statement.words for statement in page.statements if statement.kind == kind)
