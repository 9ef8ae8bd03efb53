"""A scorecard as an accessible workbook: values only, one real table a sheet, native charts with words."""

from collections.abc import Callable

from openpyxl import Workbook

from scorecards.chart.words import chart_title, description
from scorecards.scorecard import Scorecard
from scorecards.sheet import REVISED_FIGURES, Sheet, Styles
from scorecards.workbook_cover import cover, need_to_know, notes_sheet
from scorecards.workbook_document import saved
from scorecards.workbook_indicator import indicator_sheet
from scorecards.workbook_names import (
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
from scorecards.workbook_revised import revised_figures
from scorecards.workbook_summary import all_columns, summary
from scorecards.workbook_tables import breakdowns, data_quality, definitions, deliveries, other_areas

Writer = Callable[[Sheet, Scorecard], None]


def workbook(content: Scorecard) -> bytes:
    """The bytes of the scorecard's workbook: the same content gives the same bytes."""
    book = Workbook()
    styles = Styles(book)
    writers = sheets(content)
    names = [name for name, _ in writers]
    book.worksheets[0].title = names[0]
    for name in names[1:]:
        book.create_sheet(name)
    for worksheet, (name, write) in zip(book.worksheets, writers, strict=True):
        sheet = Sheet(worksheet=worksheet, styles=styles)
        if name == COVER:
            cover(sheet, content, names[1:])
        else:
            write(sheet, content)
    alternatives = [(chart_title(page), description(page)) for page in content.pages if page.has_trend]
    return saved(
        book,
        title=f"{content.title}, {content.quarter.name}",
        marking=content.marking,
        provenance=content.provenance,
        alternatives=alternatives,
    )


def sheets(content: Scorecard) -> list[tuple[str, Writer]]:
    """The names of the sheets in order, each with what writes it."""
    found: list[tuple[str, Writer]] = [
        (COVER, lambda sheet, content: None),
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
