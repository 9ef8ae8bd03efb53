"""The blank workbook of an agency's return: a page of what each column means, a sheet a report, and the lists.

Everything in it is read from the tables in `schemas/`, so a form cannot ask for anything that intake does not know.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from schemas.column_words import kind_words, needed_words
from schemas.table import TableModel, columns, rules, table_name
from scorecards.return_form import health
from scorecards.return_form.lists import Lists
from scorecards.return_form.report import report_sheet
from scorecards.workbook.book import Book
from scorecards.workbook.sheet import Column, Sheet

_SEVERITIES = {
    "reject": "The row is set aside until it is put right",
    "query": "The row counts, and we ask",
    "note": "The row counts; we only tell",
}


@dataclass(frozen=True, kw_only=True)
class Form:
    """What a form is for: the agency as people call it, who asks, the tables that it returns, the months of a
    cross-tab (first days, in order), and the partnership's own code lists."""

    agency: str
    partnership: str
    tables: tuple[TableModel, ...]
    cross_tabs: frozenset[str]
    months: tuple[date, ...]
    overlay: Path | None = None


def form_workbook(form: Form) -> bytes:
    """The bytes of the form: the same form gives the same bytes."""
    book = Book()
    lists = Lists(form.overlay)
    guide, checks = book.sheet("Guide"), book.sheet("What we check")
    for table in form.tables:
        sheet = book.sheet(_title(form, table))
        sheet.worksheet.sheet_view.showGridLines = True  # so that it can be filled in
        if table_name(table) in form.cross_tabs:
            health.provider_sheet(sheet, form.months)
        else:
            report_sheet(sheet, table, lists)
    _guide(guide, form)
    _checks(checks, form)
    if lists.columns:
        lists.write(book.sheet("Lists"))
    return book.saved(title=f"{form.agency}: blank return", dated=form.months[-1], author=form.partnership)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _title(form: Form, table: TableModel) -> str:
    return health.TITLE if table_name(table) in form.cross_tabs else sheet_title(table)


def sheet_title(table: TableModel) -> str:
    """The title of a report's sheet, such as `Missing report`. Reports are told by their headings, so it may change."""
    words = table_name(table).split(".")[1].split("_")
    words = [word.upper() if word in ("cp", "cin") else word for word in words]
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]])[:31]


def _guide(sheet: Sheet, form: Form) -> None:
    sheet.line(f"{form.agency}: return to {form.partnership}", "title")
    sheet.line("When it is filled in this workbook holds records of people: send it by secure transfer only.")
    sheet.line(
        "Fill in one row a record, or paste your export under the headings. Save it as .xlsx and send it."
    )
    sheet.line("Keep the headings as they are. The order of columns and the names of sheets may change.")
    sheet.line("Leave a cell empty when nothing is known: an empty cell is never counted as no or as zero.")
    sheet.line("Dates are day first: 31/03/2023. A time is local time: 31/03/2023 14:05.")
    for table in form.tables:
        sheet.line_link(f"{_title(form, table)}: {_about(table)}", _title(form, table))
    sheet.line("What each column means", "heading")
    sheet.line("This sheet has one table.")
    sheet.table(
        "what_each_column_means",
        [
            Column(heading="Sheet", width=26),
            Column(heading="Column", width=30),
            Column(heading="Filled in", width=22),
            Column(heading="What may stand there", width=46),
            Column(heading="What it means", width=70),
        ],
        [row for table in form.tables for row in _column_rows(form, table)],
    )


def _about(table: TableModel) -> str:
    return (table.__doc__ or "").split("\n\n")[0].replace("\n", " ").strip()


def _column_rows(form: Form, table: TableModel) -> Iterable[list[str]]:
    if table_name(table) in form.cross_tabs:
        yield from ([_title(form, table), *row] for row in health.guide_rows(form.months))
        return
    about = {name: column.description for name, column in table.to_schema().columns.items()}
    for name, column in columns(table).items():
        if column.headings:
            yield [
                sheet_title(table),
                column.headings[0],
                _sentence(needed_words(column)),
                _sentence(kind_words(column)),
                about[name] or "",
            ]


def _checks(sheet: Sheet, form: Form) -> None:
    sheet.line("What we check when your return arrives", "title")
    sheet.line(
        "We also check that every cell can be read, that nothing needed is empty, and that no reference repeats."
    )
    sheet.table(
        "what_we_check",
        [
            Column(heading="Sheet", width=26),
            Column(heading="Rule", width=10),
            Column(heading="What happens", width=34),
            Column(heading="What we expect", width=70),
            Column(heading="What to do", width=50),
        ],
        [
            [_title(form, table), rule.code, _SEVERITIES[rule.severity], rule.message, rule.remedy]
            for table in form.tables
            for rule in rules(table).values()
        ],
    )
