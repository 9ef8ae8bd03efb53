"""Earlier figures: rows of the partnership's `earlier_figures.csv`, taken from old scorecards for months before the
records begin. They stand where nothing was counted, never in place of a counted figure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

import polars

from scorecards.entered import Entered, Key
from scorecards.indicator import Indicator
from scorecards.period import Month, PeriodNotUnderstood, Quarter, year_name
from scorecards.value import NOT_SUPPLIED, OK

NEEDED = ("indicator", "period", "figure", "source", "owner", "entered_on")
FORM = "a month such as 2020-11, a quarter such as 2020-21-Q3 or a year such as 2020-21"
SCALES = {"%": 100, "per 10,000": 10_000}
_NO_DENOMINATOR = ("count", "days", "hours")


class EarlierFigureNotUnderstood(ValueError):
    """A row of `earlier_figures.csv` that does not say what was counted when, by whose account, or of how many."""


@dataclass(frozen=True, kw_only=True)
class EarlierFigure:
    """One figure of one period, with its counts: `denominator` is None where the indicator has none. `breakdown` and
    `category` are empty where it is the whole and not one of its parts."""

    indicator: Indicator
    window_name: str
    first: Month
    last: Month
    numerator: Decimal
    denominator: Decimal | None
    entered: Entered
    breakdown: str = ""
    category: str = ""

    @property
    def whole(self) -> Key:
        """What it is, or is a part of."""
        return self.indicator.ref, self.entered.period_id

    def row(self, authority: str) -> dict[str, object]:
        """As a value of a build."""
        value = float(self.numerator)
        if self.denominator is not None:
            value = SCALES.get(self.indicator.unit, 1) * value / float(self.denominator)
        return {
            "authority": authority,
            "indicator": self.indicator.ref,
            "period_id": self.entered.period_id,
            "window_name": self.window_name,
            "period_start": self.first.first_day,
            "period_end": self.last.last_day,
            "breakdown": self.breakdown,
            "category": self.category,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": value,
            "unit": self.indicator.unit,
            "state": OK,
        }


def earlier_figures(
    frame: polars.DataFrame, indicators: Iterable[Indicator], year_start: int = 4
) -> list[EarlierFigure]:
    """The rows of `earlier_figures.csv`, read as text. Raises EarlierFigureNotUnderstood.

    `figure` is the count, or the numerator of a share, rate or average, whose denominator is `out_of`: without both a
    small count behind it could not be withheld. `breakdown` and `category` name a part, whose whole has a row too: it
    could not be told otherwise what a withheld part is a part of.
    """
    known = {each.ref: each for each in indicators}
    found = [
        _figure(number, row, known, year_start)
        for number, row in enumerate(frame.iter_rows(named=True), start=2)
    ]
    wholes = {each.whole: each for each in found if not each.breakdown}
    for number, each in enumerate(found, start=2):
        whole = wholes.get(each.whole)
        if whole is None or each.numerator > whole.numerator:
            raise EarlierFigureNotUnderstood(
                f"earlier_figures.csv, row {number}: expected a row of the same indicator and period without a breakdown, "
                f"with a figure of no less; found {'none' if whole is None else 'a smaller one'}. Add it, or correct the row."
            )
    return found


def _figure(
    number: int, row: dict[str, str | None], known: dict[str, Indicator], year_start: int
) -> EarlierFigure:
    given = {name: (cell or "").strip() for name, cell in row.items()}

    def refuse(expected: str, found: str, remedy: str) -> EarlierFigureNotUnderstood:
        return EarlierFigureNotUnderstood(
            f"earlier_figures.csv, row {number}: expected {expected}; found {found}. {remedy}."
        )

    for name in NEEDED:
        if not given.get(name):
            raise refuse(name, "none", "Fill it in")
    indicator = known.get(given["indicator"])
    if indicator is None:
        raise refuse("the ref of an indicator", "another word", "Correct it")
    has_denominator = indicator.unit not in _NO_DENOMINATOR
    if has_denominator and not given.get("out_of"):
        raise refuse(
            "out_of, of how many the figure is", "none", "Fill it in, so that small counts can be withheld"
        )
    try:
        window_name, period_id, first, last = _period(given["period"], year_start)
        numerator = Decimal(given["figure"])
        denominator = Decimal(given["out_of"]) if has_denominator else None
        entered_on = date.fromisoformat(given["entered_on"])
    except (ValueError, InvalidOperation):
        raise refuse(
            f"{FORM}, numbers, and a day such as 2023-04-03", "something else", "Correct the row"
        ) from None
    if numerator < 0 or (
        denominator is not None and (denominator <= 0 or (indicator.unit == "%" and numerator > denominator))
    ):
        raise refuse("a figure of nought or more, of no fewer than itself", "another", "Correct the row")
    breakdown, category = _part(given, indicator, refuse)
    return EarlierFigure(
        indicator=indicator,
        breakdown=breakdown,
        category=category,
        window_name=window_name,
        first=first,
        last=last,
        numerator=numerator,
        denominator=denominator,
        entered=Entered(
            indicator=indicator.ref,
            period_id=period_id,
            owner=given["owner"],
            entered_on=entered_on,
            source=given["source"],
            note=given.get("note", ""),
        ),
    )


def _part(given: dict[str, str], indicator: Indicator, refuse: Callable[..., Exception]) -> tuple[str, str]:
    """The breakdown, written as in the definition (`source group`) or as the query names it, and the category."""
    breakdown, category = given.get("breakdown", "").replace(" ", "_").casefold(), given.get("category", "")
    if bool(breakdown) != bool(category):
        raise refuse("a breakdown and its category, or neither", "one of them", "Fill in the other")
    if breakdown and breakdown not in indicator.breakdowns:
        known = ", ".join(name.replace("_", " ") for name in indicator.breakdowns) or "none that it has"
        raise refuse(f"a breakdown of the indicator ({known})", "another", "Correct it")
    return breakdown, category


def _period(text: str, year_start: int) -> tuple[str, str, Month, Month]:
    """Window, period id, first and last month. A year such as 2020-21 is told from a month by its second half."""
    if "Q" in text:
        quarter = Quarter.parse(text, year_start)
        return "quarter", quarter.period_id, quarter.first_month, quarter.last_month
    first_year = int(text[:4])
    if text == year_name(first_year, year_start):
        first = Month(first_year, year_start)
        return "year", f"year:{text}", first, first.plus(11)
    try:
        month = Month.parse(text)
    except PeriodNotUnderstood:
        raise ValueError("not a period") from None
    return "month", month.period_id, month, month


def joined(
    values: polars.DataFrame, figures: Iterable[EarlierFigure], authority: str
) -> tuple[polars.DataFrame, dict[Key, Entered]]:
    """The values of one authority with earlier figures where nothing was counted, and whose those are that are used."""
    place = ["indicator", "period_id"]
    counted = values.filter((polars.col("breakdown") == "") & (polars.col("state") != NOT_SUPPLIED)).select(
        place
    )
    taken = set(counted.rows())
    used = {(*each.whole, each.breakdown, each.category): each for each in figures if each.whole not in taken}
    if not used:
        return values, {}
    rows = polars.DataFrame([each.row(authority) for each in used.values()], infer_schema_length=None)
    rows = rows.select(values.columns).cast(values.schema)
    replaced = values.join(rows.select(place).unique(), on=place, how="anti", maintain_order="left")
    return polars.concat([replaced, rows]), {
        each.whole: each.entered for each in used.values() if not each.breakdown
    }
