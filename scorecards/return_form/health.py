"""The health providers' own form: a row for each count of a measure, a column for each month of the year."""

from datetime import date

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from schemas.health_return import COUNTS, MEASURES, ROW_KINDS, HealthReturn
from schemas.table import columns
from scorecards.period import MONTH_NAMES
from scorecards.workbook.sheet import Sheet

TITLE = "Provider"
_FIRST_MONTH_COLUMN = 4


def guide_rows(months: tuple[date, ...]) -> list[list[str]]:
    """Heading, whether it is filled in, what may stand there and what it means, for each kind of column."""
    about = {name: column.description or "" for name, column in HealthReturn.to_schema().columns.items()}
    fixed = [
        [columns(HealthReturn)[name].headings[0], "Filled in already", "As it stands", about[name]]
        for name in ("measure_ref", "measure", "row_kind")
    ]
    words = "Whole number, n/a for not applicable, <5 for a small number; empty for not supplied"
    across = f"{_month(months[0])} to {_month(months[-1])}"
    return [
        *fixed,
        [across, "If known", words, "The count of the month"],
        [
            "Comment",
            "May be blank",
            "Short text without names",
            "Anything that explains the counts; it is not kept",
        ],
    ]


def provider_sheet(sheet: Sheet, months: tuple[date, ...]) -> None:
    """One provider's sheet; its title becomes the provider's name."""
    sheet.line("Safeguarding return of one provider", "title")
    sheet.line(
        "Give this sheet the name of your organisation. Several providers in one workbook: a copy of it each."
    )
    sheet.line("This sheet has one table, blank for you to fill in.")
    sheet.line("Whole numbers only. Leave a month to come empty; write n/a where a measure is not yours.")
    sheet.line("Write <5 where your organisation does not give out a small number: it is kept as not known.")
    headings = ["Ref", "Measure", "Row", *map(_month, months), "Comment"]
    heads = sheet.row + 1
    for place, heading in enumerate(headings, start=1):
        sheet.text(heads, place, heading, "header")
        sheet.worksheet.column_dimensions[get_column_letter(place)].width = {2: 62, 3: 14}.get(place, 10)
    sheet.worksheet.column_dimensions[get_column_letter(len(headings))].width = 40
    lines = [(ref, kind) for ref in MEASURES for kind in _kinds(ref)]
    for row, (ref, kind) in enumerate(lines, start=heads + 1):
        for place, words in enumerate((ref, MEASURES[ref], kind), start=1):
            sheet.text(row, place, words, "text")
        for place in range(_FIRST_MONTH_COLUMN, len(headings)):
            sheet.styles.apply(sheet.worksheet.cell(row, place), "number", "General")
        sheet.styles.apply(sheet.worksheet.cell(row, len(headings)), "text")
    last = heads + len(lines)
    sheet.worksheet.add_data_validation(_count_rule(heads + 1, last, len(months)))
    sheet.add_table("provider_counts", f"A{heads}:{get_column_letter(len(headings))}{last}", headings)


def _month(month: date) -> str:
    return f"{MONTH_NAMES[month.month - 1][:3]}-{month:%y}"


def _kinds(ref: str) -> tuple[str, ...]:
    numerator, denominator, count = ROW_KINDS
    return (count,) if ref in COUNTS else (numerator, denominator)


def _count_rule(first: int, last: int, months: int) -> DataValidation:
    """A whole number from 0, or one of the words that intake knows."""
    begin, end = get_column_letter(_FIRST_MONTH_COLUMN), get_column_letter(_FIRST_MONTH_COLUMN + months - 1)
    cell = f"{begin}{first}"
    is_number = f"AND(ISNUMBER({cell}),{cell}>=0,{cell}=INT({cell}))"
    is_word = f'OR({cell}="-",{cell}="n/a",AND(LEFT({cell},1)="<",ISNUMBER(VALUE(MID({cell},2,3)))))'
    rule = DataValidation(
        type="custom", formula1=f"IF(ISNUMBER({cell}),{is_number},IFERROR({is_word},FALSE))"
    )
    rule.allow_blank = True
    rule.showErrorMessage = True
    rule.errorTitle = "Not in the form expected"
    rule.error = "Expected a whole number, n/a, or a small number behind a mark such as <5."
    rule.showInputMessage = True
    rule.promptTitle = "A month's count"
    rule.prompt = "A whole number. Empty: not supplied. n/a: not applicable. <5: small and not given out."
    rule.add(f"{begin}{first}:{end}{last}")
    return rule
