"""The restatement report as a page, a workbook and two plain tables, for performance officers."""

import csv
from collections.abc import Iterable
from io import StringIO

from scorecards.page import css, template
from scorecards.restatement import Restated, part_words, period_words
from scorecards.restatement_report import Account, ChangedRow, Restatements
from scorecards.review.content import MARKING
from scorecards.thin import thin
from scorecards.workbook.book import Book
from scorecards.workbook.sheet import Column, Sheet

MOST_ON_PAGE = 1_000
FIGURES, ROWS, ACCOUNTS, CAUSES = "Restated figures", "Rows behind them", "Which row in which", "Causes"
FIGURE_HEADINGS = {
    "Ref": 10, "Indicator": 44, "Period": 26, "Of": 36, "As published": 14, "Shown as": 12, "Now": 14, "Change": 26,
    "Why": 40, "Rows": 9, "By these rows": 34, "Published in": 44,
}  # fmt: skip
ROW_HEADINGS = {
    "Table": 30, "Record": 34, "Cause": 18, "Columns": 40, "Extract": 12, "Delivery": 20, "File": 16, "Sheet": 8, "Row": 9,
    "Indicators": 60,
}  # fmt: skip
ACCOUNT_HEADINGS = {
    "Ref": 10, "Period": 26, "Of": 36, "Side": 14, "Effect": 10, "Counted record": 50, "Table": 30, "Record": 34, "Cause": 24,
    "Columns": 30, "Extract": 12, "Delivery": 20, "File": 16, "Sheet": 8, "Row": 9,
}  # fmt: skip


def restatement_files(content: Restatements) -> dict[str, bytes]:
    """The report's files by name."""
    return {
        f"restatements-{content.month}.html": restatement_page(content).encode(),
        f"restatements-{content.month}.xlsx": restatement_workbook(content),
        "restated-figures.csv": _csv(
            FIGURE_HEADINGS, (_figure_words(line) for line in content.figures)
        ).encode(),
        "restated-rows.csv": _csv(ROW_HEADINGS, (_row_cells(row) for row in content.rows)).encode(),
        "restated-accounts.csv": _csv(
            ACCOUNT_HEADINGS, (_account_cells(row) for row in content.accounts)
        ).encode(),
    }


def restatement_page(content: Restatements) -> str:
    """The HTML of the report."""
    return thin(
        template("restatements.html.j2").render(
            content=content,
            css=css(),
            marking=MARKING,
            figure_headings=FIGURE_HEADINGS,
            row_headings=ROW_HEADINGS,
            figures=content.figures[:MOST_ON_PAGE],
            rows=content.rows[:MOST_ON_PAGE],
        )
    )


def restatement_workbook(content: Restatements) -> bytes:
    """The bytes of the report's workbook: the same content gives the same bytes."""
    book = Book()
    for name, write in ((FIGURES, _figures), (ROWS, _rows), (ACCOUNTS, _accounts), (CAUSES, _causes)):
        write(book.sheet(name), content)
    return book.saved(
        title=f"{content.title}: {content.partnership_name}",
        marking=MARKING,
        author=content.partnership_name,
        build_id=content.build_id,
        dated=content.month.last_day,
    )


def _opening(sheet: Sheet, content: Restatements, what: str) -> None:
    sheet.line(f"{content.title}: {what}", "title")
    sheet.line(MARKING + (" Made from made-up data." if content.is_made_up else ""))
    sheet.line(f"{content.partnership_name}. {content.finding} Build {content.build_id}.")
    for edition in content.compared:
        sheet.line(f"Held against: {edition}.")
    for words in content.notes:
        sheet.line(words)
    sheet.line(
        "This worksheet contains one table. Shorthand: [c] withheld; [x] not supplied; [z] not applicable."
    )


def _figures(sheet: Sheet, content: Restatements) -> None:
    _opening(sheet, content, "what was published and is different now")
    numbers = ("As published", "Now", "Rows")
    columns = [
        Column(heading=name, width=width, is_number=name in numbers)
        for name, width in FIGURE_HEADINGS.items()
    ]
    sheet.table("restated_figures", columns, [_figure_cells(line) for line in content.figures])


def _rows(sheet: Sheet, content: Restatements) -> None:
    _opening(
        sheet,
        content,
        f"{content.rows_in_all:,} rows behind them, {len(content.rows):,} listed",
    )
    sheet.line(content.rows_words)
    columns = [
        Column(heading=name, width=width, is_number=name in ("Sheet", "Row"))
        for name, width in ROW_HEADINGS.items()
    ]
    sheet.table("changed_rows", columns, [_row_cells(row) for row in content.rows])


def _accounts(sheet: Sheet, content: Restatements) -> None:
    _opening(
        sheet,
        content,
        f"which row is behind which figure, {content.accounts_in_all:,} lines, {len(content.accounts):,} listed",
    )
    sheet.line(
        "The effects of a figure's rows are its whole change; one that is worked out from all its rows together, such as a "
        "median, has none for each. A record that no changed row is behind is told by its own row."
    )
    sheet.line(content.rows_words)
    columns = [
        Column(heading=name, width=width, is_number=name in ("Effect", "Sheet", "Row"))
        for name, width in ACCOUNT_HEADINGS.items()
    ]
    sheet.table("which_row_in_which", columns, [_account_cells(row) for row in content.accounts])


def _causes(sheet: Sheet, content: Restatements) -> None:
    _opening(sheet, content, "what the causes mean")
    counts = dict(content.by_cause)
    columns = [
        Column(heading="Cause", width=28),
        Column(heading="Figures", width=10, is_number=True),
        Column(heading="What it means", width=110),
    ]
    sheet.table(
        "causes", columns, [[cause, counts.get(cause, 0), words] for cause, words in content.causes.items()]
    )


def _figure_cells(line: Restated) -> list[object]:
    return [
        line.indicator, line.title, line.period_words, line.part_words, line.was, line.shown_as or "as published", line.now,
        line.change_words, line.why_words, line.rows, line.effect_words, line.edition,
    ]  # fmt: skip


def _figure_words(line: Restated) -> list[object]:
    cells = _figure_cells(line)
    return [cell if isinstance(cell, str | int) else getattr(cell, "words", "") for cell in cells]


def _row_cells(row: ChangedRow) -> list[object]:
    return [
        row.source, row.record_key, row.cause, ", ".join(row.columns) or "the row", row.month, row.delivery, row.file_hash,
        row.sheet_number, row.row_number, ", ".join(row.indicators),
    ]  # fmt: skip


def _account_cells(row: Account) -> list[object]:
    effect = "" if row.effect is None else f"{round(row.effect, 2):+,.10g}"
    return [
        row.indicator, period_words(row.period_id), part_words(row.breakdown, row.category), row.side, effect, row.record,
        row.source, row.record_key, row.cause, ", ".join(row.columns) or "the row", row.month, row.delivery, row.file_hash,
        row.sheet_number, row.row_number,
    ]  # fmt: skip


def _csv(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    written = StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(list(headings))
    lines.writerows(rows)
    return written.getvalue()
