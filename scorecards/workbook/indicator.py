"""The sheet of one indicator: what it shows in words, its months and their chart, what it counts and what to ask."""

from collections.abc import Callable

from scorecards.indicator_page import IndicatorPage
from scorecards.month_table import MONTH, NOTE, QUARTER, SIGNAL, month_headings, month_rows
from scorecards.period import Month
from scorecards.scorecard import Scorecard
from scorecards.workbook.chart import add_chart
from scorecards.workbook.names import opening, where_and_when
from scorecards.workbook.sheet import Column, Sheet

WIDTHS = {MONTH: 12, QUARTER: 16, SIGNAL: 38, NOTE: 26}


def indicator_sheet(page: IndicatorPage) -> Callable[[Sheet, Scorecard], None]:
    """What writes the sheet of one indicator."""

    def write(sheet: Sheet, content: Scorecard) -> None:
        opening(
            sheet,
            content,
            f"{page.ref} {page.finding}. {where_and_when(content)}",
            " ".join(said.words for said in page.statements),
            _figures(page),
            _read_beside(page),
            f"What it counts: {page.definition}",
            f"Why it matters: {page.why}",
            f"What to ask: {' '.join(page.questions) or 'none written yet'}",
            f"The owner's words: {_owner(page)}",
            f"Data quality: {page.quality}. Source: {page.sources or page.read_from}. Definition {page.version}.",
            page.control.footnote if page.has_trend else "",
            holds="one table and one chart, which shows the table" if page.has_trend else "one table",
        )
        headings = month_headings(page)
        columns = [
            Column(heading=name, width=WIDTHS.get(name, 14), is_number=is_number)
            for name, is_number in headings
        ]
        rows = [
            [Month.of(line.month.last_day).first_day, *row[1:]]
            for line, row in zip(page.months, month_rows(page), strict=True)
        ]
        header_row = sheet.table(f"months_{_table_name(page)}", columns, rows)
        if page.has_trend:
            names = tuple(name for name, _ in headings)
            add_chart(sheet.worksheet, page, header_row=header_row, headings=names)

    return write


def _figures(page: IndicatorPage) -> str:
    beside = page.comparison
    target = (
        "No target has been set"
        if beside.target.number is None
        else f"Target: {beside.target_words}. {beside.against_target}"
    )
    return (
        f"This quarter: {beside.this_quarter.words}. Previous quarter: {beside.previous_quarter.words}. "
        f"Same quarter last year: {beside.same_quarter_last_year.words}. Year to date: {beside.year_to_date.words}. "
        f"Rolling 12 months: {beside.rolling_12.words}. {target}. Good is: {page.good_is.lower()}. "
        f"What to do: {page.action}."
    )


def _read_beside(page: IndicatorPage) -> str:
    """`Read beside: SP07 …, share over the quarter: 41.2% (7 of 17); …`; empty where there is nothing."""
    said = []
    for each in page.read_beside[1:]:
        has_counts = each.numerator.number is not None and each.denominator.number is not None
        counts = f" ({each.numerator.words} of {each.denominator.words})" if has_counts else ""
        said.append(f"{each.ref} {each.title}, {each.basis}: {each.figure.words}{counts}")
    return f"Read beside: {'; '.join(said)}." if said else ""


def _owner(page: IndicatorPage) -> str:
    said = page.commentary
    if not said.is_supplied:
        return f"{said.signed}."
    boxes = " ".join(f"{heading}: {words.rstrip('.')}." for heading, words in said.boxes)
    return f"{boxes} {said.signed}."


def _table_name(page: IndicatorPage) -> str:
    return "".join(each if each.isalnum() else "_" for each in page.ref.lower())
