"""A scorecard as an accessible workbook: values only, one real table a sheet, native charts with words."""

from collections.abc import Callable

from scorecards.chart.words import chart_title, description
from scorecards.scorecard import Scorecard
from scorecards.workbook.book import Book
from scorecards.workbook.cover import cover, need_to_know, notes_sheet
from scorecards.workbook.indicator import indicator_sheet
from scorecards.workbook.names import (
    ALL_COLUMNS,
    BREAKDOWNS,
    COVER,
    DATA_QUALITY,
    DEFINITIONS,
    DELIVERIES,
    NEED_TO_KNOW,
    NOTES,
    OTHER_AREAS,
    SUMMARY,
    sheet_name,
)
from scorecards.workbook.revised import revised_figures
from scorecards.workbook.sheet import REVISED_FIGURES, Sheet
from scorecards.workbook.summary import all_columns, summary
from scorecards.workbook.tables import breakdowns, data_quality, definitions, deliveries, other_areas

Writer = Callable[[Sheet, Scorecard], None]


def workbook(content: Scorecard) -> bytes:
    """The bytes of the scorecard's workbook: the same content gives the same bytes."""
    book = Book()
    writers = sheets(content)
    names = [name for name, _ in writers]
    cover(book.sheet(COVER), content, names)
    for name, write in writers:
        write(book.sheet(name), content)
    alternatives = [(chart_title(page), description(page)) for page in content.pages if page.has_trend]
    return book.of_figures(
        title=f"{content.title}, {content.quarter.name}",
        marking=content.marking,
        provenance=content.provenance,
        alternatives=alternatives,
    )


def sheets(content: Scorecard) -> list[tuple[str, Writer]]:
    """The names of the sheets behind the cover in order, each with what writes it."""
    found: list[tuple[str, Writer]] = [
        (NEED_TO_KNOW, need_to_know),
        (SUMMARY, summary),
        (ALL_COLUMNS, all_columns),
    ]
    found += [(sheet_name(page), indicator_sheet(page)) for page in content.pages]
    if any(page.breakdowns for page in content.pages):
        found.append((BREAKDOWNS, breakdowns))
    if any(page.comparison.beside_us for page in content.pages):
        found.append((OTHER_AREAS, other_areas))
    found.append((DEFINITIONS, definitions))
    if content.revised:
        found.append((REVISED_FIGURES, revised_figures))
    if content.checks:
        found.append((DATA_QUALITY, data_quality))
    return [*found, (DELIVERIES, deliveries), (NOTES, notes_sheet)]
