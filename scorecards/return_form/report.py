"""A blank sheet of one report: its official headings, drop-downs, formats and a message at every cell."""

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from schemas.column import Column
from schemas.column_words import kind_words
from schemas.table import TableModel, columns
from scorecards.return_form.lists import Lists
from scorecards.workbook.sheet import Sheet

_LAST_ROW = 1_048_576
_HIGHEST = 10_000_000
_FIRST_DAY, _LAST_DAY = 367, 73_415  # 1 January 1901 and 31 December 2100, as Excel counts days
_FORMATS = {"day": "dd/mm/yyyy", "moment": "dd/mm/yyyy hh:mm", "whole": "0", "decimal": "0.##"}


def report_sheet(sheet: Sheet, table: TableModel, lists: Lists) -> None:
    """The sheet of one table, ready to be filled in."""
    about = {name: column.description for name, column in table.to_schema().columns.items()}
    asked = {name: column for name, column in columns(table).items() if column.headings}
    sheet.line((table.__doc__ or "").strip().split("\n\n")[0], "title")
    needed = [column.headings[0] for column in asked.values() if column.required]
    sheet.line("This sheet has one table. Its cells are blank for you to fill in, one row a record.")
    sheet.line(
        f"Always needed: {', '.join(needed)}. The others if known. Select a cell to be told what may stand there."
    )
    heads = sheet.row + 1
    for place, (name, column) in enumerate(asked.items(), start=1):
        letter = get_column_letter(place)
        width = max(len(column.headings[0]) + 4, 16)
        sheet.text(heads, place, column.headings[0], "header")
        dimension = sheet.worksheet.column_dimensions[letter]
        dimension.width = width
        # The format of the whole column, so that no empty cell has to be written for it.
        dimension.number_format = _FORMATS.get(column.kind, "@")
        rule = _validation(column, lists, about[name] or "")
        rule.add(f"{letter}{heads + 1}:{letter}{_LAST_ROW}")
        sheet.worksheet.add_data_validation(rule)
    sheet.worksheet.row_dimensions[heads].height = 22
    headings = [column.headings[0] for column in asked.values()]
    last = get_column_letter(len(headings))
    sheet.add_table(f"{table.__name__.lower()}_rows", f"A{heads}:{last}{heads + 1}", headings)


def need_words(column: Column) -> str:
    """Whether a cell has to be filled in, in words, above its heading."""
    return "Always needed" if column.required else "If known"


def _validation(column: Column, lists: Lists, about: str) -> DataValidation:
    rule = DataValidation(**_bounds(column, lists), allow_blank=not column.required)
    rule.showErrorMessage = True
    rule.errorTitle = "Not in the form expected"
    rule.error = f"Expected {kind_words(column)}."[:250]
    rule.showInputMessage = True
    rule.promptTitle = column.headings[0][:32]
    rule.prompt = f"{about}. {need_words(column)}: {kind_words(column)}."[:255]
    return rule


def _bounds(column: Column, lists: Lists) -> dict[str, object]:
    """What Excel itself can check in a cell of the column."""
    if formula := lists.formula(column):
        return {"type": "list", "formula1": formula}
    if column.kind in ("day", "moment"):
        return {
            "type": "date",
            "operator": "between",
            "formula1": str(_FIRST_DAY),
            "formula2": str(_LAST_DAY),
        }
    if column.kind in ("whole", "decimal"):
        lowest, highest = column.lowest, column.highest
        return {
            "type": column.kind,
            "operator": "between",
            "formula1": f"{-_HIGHEST if lowest is None else lowest:g}",
            "formula2": f"{_HIGHEST if highest is None else highest:.10g}",
        }
    longest = 60 if column.kind == "identifier" else 400
    return {"type": "textLength", "operator": "lessThanOrEqual", "formula1": str(longest)}
