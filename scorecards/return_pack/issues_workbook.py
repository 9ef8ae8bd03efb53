"""`issues.xlsx`: a supplier's issues as one table, with the columns in which it answers."""

from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink

from schemas.decision import CORRECT, DECIDED_BY, DECISION, DECISIONS, ISSUE, REASON, UNTIL, WILL_FIX
from scorecards.period import day_name
from scorecards.return_pack.content import Line, Pack, confidential
from scorecards.workbook.book import Book
from scorecards.workbook.sheet import Column, Sheet

_COLUMNS = [
    Column(heading=ISSUE, width=16),
    Column(heading="Where", width=26),
    Column(heading="Your reference", width=20),
    Column(heading="In your file", width=24),
    Column(heading="What we expected", width=48),
    Column(heading="What to do", width=36),
    Column(heading=DECISION, width=20, style="answer"),
    Column(heading=REASON, width=34, style="answer"),
    Column(heading=UNTIL, width=14, style="answer"),
    Column(heading=DECIDED_BY, width=20, style="answer"),
    Column(heading="What happens", width=18),
    Column(heading="Why it matters", width=44),
    Column(heading="Column", width=20),
    Column(heading="File", width=30),
    Column(heading="Rule", width=10),
    Column(heading="State", width=14),
    Column(heading="First seen", width=12),
]


def issues_workbook(pack: Pack) -> bytes:
    """The bytes of the workbook: the same pack gives the same bytes."""
    book = Book()
    sheet = book.sheet("Issues")
    sheet.line(f"{pack.agency_name}: issues in your return, {pack.month_name}", "title")
    sheet.line(confidential(pack), "warning")
    sheet.line(
        f"Correct the record in your system and send it with your next return, or answer here by {day_name(pack.deadline)}."
    )
    sheet.line(
        f"Decision: choose “{CORRECT}” or “{WILL_FIX}”. Give a reason and your name; Until is the last day that it holds."
    )
    sheet.line(
        "Then send this workbook back. The order of rows and columns may change; the words under Issue may not."
    )
    sheet.line(
        "This sheet has one table. Blank cells under Decision, Reason, Until and Decided by are for you; "
        "elsewhere a blank cell means that there is nothing to say."
    )
    names = {file.number: file for file in pack.files}
    top = sheet.table(
        "issues", _COLUMNS, [_row(line, names[line.file].name if line.file else "") for line in pack.lines]
    )
    for row, line in enumerate(pack.lines, start=top + 1):
        file = names.get(line.file)
        if file is not None and file.is_marked and line.link:
            _link(sheet, row, file.returned, line)
    _answers(sheet, top, len(pack.lines), pack.deadline)
    title = f"{pack.agency_name}: issues, {pack.month_name}"
    return book.saved(title=title, dated=pack.deadline, author=pack.partnership)


def _row(line: Line, file: str) -> list[Any]:
    words = [line.issue, line.place, line.reference, line.found, line.message, line.remedy, "", "", "", ""]
    return [
        *words,
        line.severity_words,
        line.why,
        line.column,
        file,
        line.rule,
        line.state_words,
        line.first_seen,
    ]


def _link(sheet: Sheet, row: int, file: str, line: Line) -> None:
    """The place as a link into the marked workbook, which lies beside this one."""
    cell = sheet.text(row, 2, line.place, "link")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, target=file, location=line.link, display=line.place)


def _answers(sheet: Sheet, top: int, lines: int, deadline: date) -> None:
    places = {
        column.heading: get_column_letter(number)
        for number, column in enumerate(_COLUMNS, start=1)
        if column.style == "answer"
    }
    for row in range(top + 1, top + lines + 1):
        for letter in places.values():
            sheet.worksheet[f"{letter}{row}"].value = None
        sheet.styles.apply(sheet.worksheet[f"{places[UNTIL]}{row}"], "answer", "dd/mm/yyyy")
    choice = DataValidation(type="list", formula1=f'"{",".join(DECISIONS)}"', allow_blank=True)
    choice.promptTitle, choice.prompt = DECISION, "Choose from the list, or leave empty."
    until = DataValidation(
        type="date",
        operator="greaterThan",
        formula1=str((deadline - date(1899, 12, 30)).days),
        allow_blank=True,
    )
    until.promptTitle, until.prompt = UNTIL, "The last day on which your answer holds, such as 31/03/2024."
    until.error = f"Expected a date after {day_name(deadline)}, such as 31/03/2024."
    choice.error = f"Choose “{CORRECT}” or “{WILL_FIX}”."
    for rule, heading in ((choice, DECISION), (until, UNTIL)):
        rule.showErrorMessage = rule.showInputMessage = True
        rule.add(f"{places[heading]}{top + 1}:{places[heading]}{top + max(lines, 1)}")
        sheet.worksheet.add_data_validation(rule)
