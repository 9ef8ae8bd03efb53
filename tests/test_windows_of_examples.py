"""A window counts what happened in it, its first and last day among it, and nothing else.

The worked examples of an indicator are counted again for windows of a day and of two around every day that stands in them,
and for windows long before and after. No window has two totals, there is nothing to count before anything began, nor long
after what has happened, and two days have no more than both of them (a median no more than the higher one).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest

from pipelines.settings import settings
from scorecards.example import Example
from scorecards.indicator import Indicator, indicators
from scorecards.reference_table import REFERENCE_TABLES
from scorecards.window import Window, local_midnight
from tests.example_database import AUTHORITY, SQL, ExampleDatabase

Span = tuple[date, date]
DAY = timedelta(days=1)
LONG_BEFORE, LONG_AFTER = (date(2016, 5, 1), date(2016, 5, 31)), (date(2029, 5, 1), date(2029, 5, 31))
# what is still open is counted long after it began
AT_ANY_TIME = ("CN03", "CN03E", "CN04", "CP01M", "CP05")
# a child's second report makes a repeat of the first one, and working days are counted of whole months
MORE_TOGETHER = ("MH03", "MH04", "WF05A")
MEDIANS = ("days", "hours")
# of a partnership's own those that say that their windows add up
INDICATORS = [
    each
    for each in indicators(SQL, settings().overlay)
    if each.additive or each.file.path.is_relative_to(SQL)
]


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.ref)
def test_a_window_counts_what_happened_in_it(database: ExampleDatabase, indicator: Indicator) -> None:
    for example in indicator.examples:
        assert not [*breaches(database, indicator, example, indicator.sql)], example.because


@pytest.fixture(scope="module")
def database() -> ExampleDatabase:
    return ExampleDatabase()


def breaches(database: ExampleDatabase, indicator: Indicator, example: Example, sql: str) -> Iterator[Span]:
    """The windows in which a query counts what is not in them, or leaves out what is on their first or last day."""
    days = _days(example)
    pairs = {(first, first + DAY) for day in days for first in (day - DAY, day)}
    singles = {(day, day) for pair in pairs for day in pair}
    totals = _totals(database, indicator, example, sql, [LONG_BEFORE, LONG_AFTER, *pairs, *singles])
    counts = dict(totals)
    yield from (span for span, times in Counter(span for span, _ in totals).items() if times > 1)
    is_snapshot = indicator.kind == "snapshot"
    for far in [LONG_BEFORE] if is_snapshot or indicator.ref in AT_ANY_TIME else [LONG_BEFORE, LONG_AFTER]:
        if any(counts.get(far, ())):
            yield far
    bound = max if is_snapshot or indicator.unit in MEDIANS else sum
    for first, last in [] if indicator.ref in MORE_TOGETHER else sorted(pairs):
        apart = [counts[day, day] for day in (first, last) if (day, day) in counts]
        for place, together in enumerate(counts.get((first, last), ())):
            # a rate is of the population of its window's year
            if together > bound([each[place] for each in apart] or [0]) and first.year == last.year:
                yield first, last


def _days(example: Example) -> set[date]:
    """Every day that is written in what the example gives."""
    cells = {cell[:10] for table in example.given.values() for row in table.rows for cell in row if cell}
    return {date.fromisoformat(cell) for cell in cells if len(cell) == 10 and cell[4] == cell[7] == "-"}


def _totals(
    database: ExampleDatabase, indicator: Indicator, example: Example, sql: str, spans: list[Span]
) -> list[tuple[Span, tuple[Any, ...]]]:
    """The totals with their windows."""
    database.give(example, indicator.tables, breakdowns=indicator.breakdowns)
    by_name = {f"{first}:{last}": (first, last) for first, last in spans}
    windows = [asdict(_window(name, *span)) for name, span in by_name.items()]
    database.put("reference.period", REFERENCE_TABLES["period"], windows)
    names = ["numerator", *(["denominator"] if indicator.unit == "%" else [])]
    return [
        (by_name[row["period_id"]], tuple(row[name] or 0 for name in names))
        for row in database.rows(sql)
        if row["authority"] == AUTHORITY and all(row[name] is None for name in indicator.breakdowns)
    ]


def _window(name: str, first: date, last: date) -> Window:
    return Window(
        period_id=name,
        window_name="month",
        start_date=first,
        end_date=last,
        start_at=local_midnight(first),
        end_at=local_midnight(last + DAY),
        months=1,
        population_year=first.year - 1,
    )
