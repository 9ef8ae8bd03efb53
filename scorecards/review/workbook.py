"""The review as an accessible workbook: the same lists as the page, one real table a sheet, values only."""

from collections.abc import Callable

import polars as pl

from schemas.issue import SEVERITIES, STATES
from scorecards.figure import NOT_APPLIED, Figure, absent, number_figure
from scorecards.period import day_name
from scorecards.review.content import MARKING, Review
from scorecards.workbook.book import Book
from scorecards.workbook.sheet import Column, Sheet, SheetLink

TODAY = "Today"
SHORTHAND_LINE = f"Shorthand: {NOT_APPLIED} not applicable, - nothing to say."


def review_workbook(content: Review) -> bytes:
    """The bytes of the review's workbook: the same content gives the same bytes."""
    book = Book()
    for name, write in SHEETS.items():
        write(book.sheet(name), content)
    return book.saved(
        title=f"{content.title}: {content.partnership_name}",
        marking=MARKING,
        author=content.partnership_name,
        build_id=content.build_id,
        dated=content.month.last_day,
    )


def _opening(sheet: Sheet, content: Review, title: str, *more: str, is_first: bool = False) -> None:
    sheet.line(f"{content.title}: {title}", "title")
    sheet.line(MARKING + (" Made from made-up data." if content.is_made_up else ""))
    for words in more:
        sheet.line(words)
    sheet.line(f"This worksheet contains one table. {SHORTHAND_LINE}")
    if not is_first:
        sheet.line_link("Back to the first sheet", TODAY)


def _columns(widths: dict[str, int], *numbers: str) -> list[Column]:
    return [
        Column(heading=heading, width=width, is_number=heading in numbers)
        for heading, width in widths.items()
    ]


def _today(sheet: Sheet, content: Review) -> None:
    _opening(
        sheet,
        content,
        f"can it be published? {content.answer}",
        f"{content.partnership_name}. Build {content.build_id}. The same lists stand on the page beside this workbook.",
        "A row that is set aside is in no figure until it is mended; a query is counted and asked about; a note only tells.",
        is_first=True,
    )
    rows: list[list[object]] = [["Answer", content.answer, None]]
    rows += [["What stops it", words, None] for words in content.blocks or ("Nothing",)]
    rows += [["Warning", words, None] for words in content.warnings or ("None",)]
    rows += [["Issues", words, content.counts[state]] for state, words in STATES.items()]
    rows += [["Open now", words, number] for words, number in content.by_severity]
    rows += [["Decisions", "Waivers and promises that end before the next extract", content.ending]]
    rows += [["Sheet", SheetLink(words=name, sheet_name=name), None] for name in list(SHEETS)[1:]]
    rows = [[first, words, NOT_APPLIED if number is None else number] for first, words, number in rows]
    sheet.table("today", _columns({"About": 22, "What": 110, "Number": 12}, "Number"), rows)


def _suppliers(sheet: Sheet, content: Review) -> None:
    _opening(
        sheet,
        content,
        "by supplier",
        "The score is the number of rows in 100 in which nothing is set aside or asked about.",
    )
    widths = {
        "Supplier": 46, "On time": 34, "Reports received": 12, "Reports expected": 12, "Rows": 12, "Set aside": 12,
        "Errors per 1,000 rows": 14, "Score": 10, "Trend": 28, "Open": 10, "New": 10,
        "Oldest open, working days": 16, "Most found": 40,
    }  # fmt: skip
    rows: list[list[object]] = [
        [
            each.name, each.state, each.received, each.expected, each.rows, each.set_aside,
            _decimal(each.errors_per_1000), _decimal(each.score), each.trend, each.open, each.new,
            NOT_APPLIED if each.oldest is None else each.oldest, ", ".join(each.top_rules) or "Nothing",
        ]
        for each in content.suppliers
    ]  # fmt: skip
    numbers = [name for name in widths if name not in ("Supplier", "On time", "Trend", "Most found")]
    sheet.table("suppliers", _columns(widths, *numbers), rows)


def _rules(sheet: Sheet, content: Review) -> None:
    _opening(sheet, content, "by rule", "Effects are on the figures of the year so far.")
    widths = {
        "Rule": 10, "Title": 36, "Table": 30, "Severity": 18, "Now": 9, "Last run": 9, "New": 9, "Fixed": 9,
        "Waived": 10, "First seen": 13, "Example place": 34, "What is wrong": 60, "What to do": 50, "Indicators": 26,
        "Effect": 60,
    }  # fmt: skip
    rows: list[list[object]] = [
        [
            each.rule, each.title, each.table, SEVERITIES[each.severity], each.now, each.before, each.new, each.fixed,
            each.waived, each.first_seen, each.example, each.message, each.remedy, ", ".join(each.indicators) or "None",
            _first(each.effects),
        ]
        for each in content.rules
    ]  # fmt: skip
    sheet.table("rules", _columns(widths, "Now", "Last run", "New", "Fixed", "Waived"), rows)


def _effects(sheet: Sheet, content: Review) -> None:
    _opening(
        sheet,
        content,
        "what the rules could do to figures",
        "If every row that a rule asks about were wrong, in the year so far where no other window is named.",
    )
    rows: list[list[object]] = [
        [each.rule, each.table, each.title, words] for each in content.rules for words in each.effects
    ]
    sheet.table("effects", _columns({"Rule": 10, "Table": 34, "Title": 44, "Effect": 110}), rows)


def _issues(sheet: Sheet, content: Review) -> None:
    _opening(
        sheet,
        content,
        f"issues, {content.issues.height:,} in all",
        "The worst and oldest first. A place such as Missing!F214 can be typed into Excel's name box.",
    )
    widths = {
        "Key": 16, "State": 12, "Severity": 16, "Rule": 10, "Title": 36, "Table": 30, "Place": 34, "Extract": 11,
        "File": 16, "Record": 12, "What is wrong": 60, "What to do": 50, "Indicators": 26, "Who mends it": 18,
        "First seen": 12, "Age, working days": 12, "Waived or promised until": 16, "Reason": 30,
    }  # fmt: skip
    titles = {(each.rule, each.source): each.title for each in content.rules}
    shown = content.issues.select(
        "issue",
        pl.col("state").replace_strict(STATES),
        pl.col("severity").replace_strict(SEVERITIES),
        "rule",
        pl.col("source").fill_null(""),
        pl.col("source").replace_strict(content.tables, default="Across tables").alias("table"),
        "place",
        "month",
        pl.col("file").str.head(12),
        "record",
        "message",
        "remedy",
        pl.col("indicators").list.join(", "),
        "mends",
        "first_seen",
        "age",
        pl.col("waived_until").cast(pl.String),
        "reason",
    )
    rows: list[list[object]] = [
        [*row[:4], titles.get((row[3], row[4]), ""), *row[5:]] for row in shown.iter_rows()
    ]
    sheet.table("issues", _columns(widths, "Age, working days"), _without_gaps(rows))


def _records(sheet: Sheet, content: Review) -> None:
    _opening(
        sheet, content, "by record", "A record goes by a short pseudonym; its supplier finds it by the place."
    )
    widths = {
        "Record": 14, "Issues": 9, "Worst": 18, "Tables": 40, "Rules": 24, "Places": 80, "Oldest, working days": 14,
    }  # fmt: skip
    rows: list[list[object]] = [
        [each.record, each.count, SEVERITIES[each.worst], each.tables, each.rules, each.places, each.oldest]
        for each in content.records
    ]
    sheet.table("records", _columns(widths, "Issues", "Oldest, working days"), rows)


def _changes(sheet: Sheet, content: Review) -> None:
    _opening(
        sheet,
        content,
        "changes since the last extract",
        f"Only rows dated before {content.month.name} count as changed, and only values that were known.",
    )
    widths = {
        "Table": 34, "Against": 12, "Rows then": 12, "Vanished": 11, "Changed": 11,
        "Columns that changed, with the number of rows": 70, "Example place": 34,
    }  # fmt: skip
    rows: list[list[object]] = [
        [
            each.table,
            each.earlier,
            each.rows,
            each.vanished,
            each.changed,
            each.columns or "None",
            each.example,
        ]
        for each in content.changes
    ]
    sheet.table("changes", _columns(widths, "Rows then", "Vanished", "Changed"), rows)


def _changed_rows(sheet: Sheet, content: Review) -> None:
    more = f"{content.unlisted:,} more rows are counted on the sheet before and not listed here."
    _opening(
        sheet,
        content,
        "rows that vanished or changed",
        "A row that vanished is placed in the earlier file, one that changed in the new file.",
        *([more] if content.unlisted else []),
    )
    widths = {"Table": 34, "What": 12, "Record": 14, "File of": 12, "Place": 40, "Columns": 60}
    rows: list[list[object]] = [
        [each.table, each.what, each.record, each.month, each.place, each.columns or "The whole row"]
        for each in content.changed_rows
    ]
    sheet.table("changed_rows", _columns(widths), rows)


def _restated(sheet: Sheet, content: Review) -> None:
    _opening(sheet, content, "figures of ended periods that changed")
    widths = {"Ref": 12, "Indicator": 60, "Period": 24, "Last build": 18, "Now": 18, "Change": 14}
    rows: list[list[object]] = [
        [each.ref, each.title, each.period, each.before, each.now, each.change or "none"]
        for each in content.restated
    ]
    sheet.table("restated", _columns(widths), rows)


def _waivers(sheet: Sheet, content: Review) -> None:
    _opening(
        sheet,
        content,
        "waivers and promises to mend",
        "Each names its issues one by one and lapses after its last day.",
    )
    widths = {
        "State": 12, "Decision": 18, "About": 50, "Issues": 10, "Still there": 10, "Reason": 50, "By": 24,
        "Decided": 22, "Last day": 22, "Key": 14,
    }  # fmt: skip
    rows: list[list[object]] = [
        [
            each.state.capitalize(), each.kind, each.subject, each.issues, each.covers, each.reason, each.by,
            day_name(each.decided), day_name(each.until), each.decision,
        ]
        for each in content.decisions
    ]  # fmt: skip
    sheet.table("waivers", _columns(widths, "Issues", "Still there"), rows)


def _catalogue(sheet: Sheet, content: Review) -> None:
    _opening(sheet, content, "every rule", "Whether it found something or not.")
    widths = {
        "Rule": 10, "Title": 40, "Where": 32, "Severity": 18, "Open": 9, "What is wrong": 66, "Why it matters": 50,
        "How to mend it": 54, "Indicators": 30,
    }  # fmt: skip
    rows: list[list[object]] = [
        [
            each.rule, each.title, each.where, SEVERITIES[each.severity], each.open, each.message, each.why, each.remedy,
            each.indicators or "Those of the table",
        ]
        for each in content.catalogue
    ]  # fmt: skip
    sheet.table("catalogue", _columns(widths, "Open"), _without_gaps(rows))


SHEETS: dict[str, Callable[[Sheet, Review], None]] = {
    TODAY: _today,
    "By supplier": _suppliers,
    "By rule": _rules,
    "Effects": _effects,
    "Issues": _issues,
    "By record": _records,
    "Changes": _changes,
    "Changed rows": _changed_rows,
    "Restated figures": _restated,
    "Waivers": _waivers,
    "Rule catalogue": _catalogue,
}
"""The sheets in order, with what writes each."""


def _first(effects: tuple[str, ...]) -> str:
    """The first effect, and how many more the sheet of effects has."""
    more = f" And {len(effects) - 1} more on the sheet of effects." if len(effects) > 1 else ""
    return effects[0] + more if effects else "None that can be told"


def _decimal(number: float | None) -> Figure:
    return absent(NOT_APPLIED) if number is None else number_figure(number, "", 2)


def _without_gaps(rows: list[list[object]]) -> list[list[object]]:
    """The rows with a dash where nothing is to be said, so that no cell looks forgotten."""
    return [["-" if cell is None or cell == "" else cell for cell in row] for row in rows]
