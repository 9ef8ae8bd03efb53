"""The columns of the table of all indicators: named once, for the page and for the workbook.

The front table holds those that a meeting reads; the full one holds every column, a row an indicator.
"""

from collections.abc import Callable
from dataclasses import dataclass

from scorecards.comparator import ENGLAND, NEIGHBOURS, REGION
from scorecards.figure import NOT_APPLIED, Figure
from scorecards.indicator_page import IndicatorPage

NOW, TREND = "This quarter", "Trend"
Content = Figure | str


@dataclass(frozen=True, kw_only=True)
class SummaryColumn:
    """One column: `of` gives a page's cell; `width` is in characters of a workbook."""

    heading: str
    of: Callable[[IndicatorPage], Content]
    width: float = 12
    is_number: bool = False
    is_front: bool = False


def _number(heading: str, of: Callable[[IndicatorPage], Content], *, is_front: bool = False) -> SummaryColumn:
    return SummaryColumn(heading=heading, of=of, is_number=True, is_front=is_front)


def _words(
    heading: str, of: Callable[[IndicatorPage], str], width: float, *, is_front: bool = False
) -> SummaryColumn:
    return SummaryColumn(
        heading=heading, of=lambda page: of(page) or NOT_APPLIED, width=width, is_front=is_front
    )


COLUMNS: tuple[SummaryColumn, ...] = (
    _words("Ref", lambda page: page.ref, 9, is_front=True),
    _words("Indicator", lambda page: page.title, 40, is_front=True),
    _words("Good is", lambda page: page.good_is, 10, is_front=True),
    _words("Unit", lambda page: page.unit_words, 13, is_front=True),
    _number(NOW, lambda page: page.comparison.this_quarter, is_front=True),
    _number("Numerator", lambda page: page.comparison.numerator),
    _number("Denominator", lambda page: page.comparison.denominator),
    _number("Previous quarter", lambda page: page.comparison.previous_quarter, is_front=True),
    _number("Same quarter last year", lambda page: page.comparison.same_quarter_last_year, is_front=True),
    _words("Change", lambda page: page.comparison.change_words, 26),
    _words("Direction", lambda page: page.comparison.direction, 14),
    _number("Year to date", lambda page: page.comparison.year_to_date),
    _number("Rolling 12 months", lambda page: page.comparison.rolling_12),
    _number("Target", lambda page: page.comparison.target, is_front=True),
    _words("Target in words", lambda page: page.comparison.target_words, 28),
    _words("Against target", lambda page: page.comparison.against_target, 18, is_front=True),
    _words("Previous quarter against target", lambda page: page.comparison.previous_against_target, 18),
    _words("Variation", lambda page: page.control.variation_words, 22, is_front=True),
    _words("Assurance", lambda page: page.control.assurance_words, 26),
    _number(NEIGHBOURS, lambda page: page.comparison.beside_quarter(NEIGHBOURS), is_front=True),
    _number(REGION, lambda page: page.comparison.beside_quarter(REGION)),
    _number(ENGLAND, lambda page: page.comparison.beside_quarter(ENGLAND), is_front=True),
    _words("Comparators are for", lambda page: page.comparison.comparator_years, 40),
    _words("Data quality", lambda page: page.quality, 42, is_front=True),
    _words("What to do", lambda page: page.action, 12, is_front=True),
    _words("Commentary", lambda page: page.commentary.signed, 28),
    _words("What we are doing", lambda page: page.commentary.boxes[1][1], 40),
    _words("By whom and by when", lambda page: page.commentary.boxes[2][1], 28),
    _words("Source systems", lambda page: page.sources, 24),
    _words("Late or missing suppliers", lambda page: page.late, 26),
    _words("Definition version", lambda page: page.version, 12),
    _words("Control chart", lambda page: f"{page.control.kind}, {page.control.rules.name}", 18),
)
FRONT = tuple(column for column in COLUMNS if column.is_front)
