"""The table of all indicators: the columns that a meeting reads, and every column."""

from scorecards.columns import COLUMNS, FRONT, NOW, SummaryColumn
from scorecards.indicator_page import IndicatorPage
from scorecards.scorecard import Scorecard
from scorecards.workbook.names import opening, sheet_name, where_and_when
from scorecards.workbook.sheet import Column, Sheet, SheetLink

JUDGED = ("Against target", "Previous quarter against target", "Variation", "What to do")
COMPARATORS = "Other areas' figures stand with the year they were published for and are never coloured."


def summary(sheet: Sheet, content: Scorecard) -> None:
    """One row an indicator, in the columns of the front table, with the years of its comparators."""
    glance = ". ".join(f"{label}: {count}" for label, count in content.at_a_glance)
    opening(
        sheet,
        content,
        f"All indicators: {content.audience.title}, {where_and_when(content)}",
        f"{glance}.",
        COMPARATORS,
    )
    years = next(column for column in COLUMNS if column.heading == "Comparators are for")
    place = [column.heading for column in FRONT].index("Data quality")
    _table(sheet, content, "summary", (*FRONT[:place], years, *FRONT[place:]))


def all_columns(sheet: Sheet, content: Scorecard) -> None:
    """One row an indicator with everything that is known of it."""
    opening(sheet, content, f"All columns: {content.audience.title}, {where_and_when(content)}", COMPARATORS)
    _table(sheet, content, "all_columns", COLUMNS)


def _table(sheet: Sheet, content: Scorecard, name: str, columns: tuple[SummaryColumn, ...]) -> None:
    drawn = [
        Column(
            heading=each.heading,
            width=each.width,
            is_number=each.is_number,
            style="now" if each.heading == NOW else "text",
            is_judged=each.heading in JUDGED,
        )
        for each in columns
    ]
    sheet.table(name, drawn, [[_cell(each, page) for each in columns] for page in content.pages])


def _cell(column: SummaryColumn, page: IndicatorPage) -> object:
    if column.heading == "Ref":
        return SheetLink(words=page.ref, sheet_name=sheet_name(page))
    return column.of(page)
