"""The words that a drop-down offers; lists that are too long for a cell's own rule stand on a sheet of their own."""

from pathlib import Path

from openpyxl.utils import get_column_letter

from schemas.code_list import labels
from schemas.column import Column
from scorecards.sheet import Sheet

_LONGEST_INLINE = 255
TITLE = "Lists"
_FIRST_ROW = 3


class Lists:
    """The lists of one form. `columns` are those that need the sheet, by name."""

    def __init__(self, overlay: Path | None) -> None:
        self._overlay = overlay
        self.columns: dict[str, tuple[str, ...]] = {}

    def formula(self, column: Column) -> str | None:
        """What Excel checks a cell of the column against; None where anything may stand."""
        choices = self.choices(column)
        if not choices:
            return None
        inline = f'"{",".join(choices)}"'
        if len(inline) <= _LONGEST_INLINE and not any("," in choice for choice in choices):
            return inline
        name = column.codes or column.headings[0]
        self.columns[name] = choices
        letter = get_column_letter(list(self.columns).index(name) + 1)
        return f"'{TITLE}'!${letter}${_FIRST_ROW}:${letter}${_FIRST_ROW + len(choices) - 1}"

    def choices(self, column: Column) -> tuple[str, ...]:
        """The words offered: a code with its label, a label, or Y and N."""
        if column.codes:
            return tuple(f"{code} - {label}" for code, label in labels(column.codes, self._overlay).items())
        return ("Y", "N") if column.kind == "flag" else column.labels

    def write(self, sheet: Sheet) -> None:
        """Each list in a column of its own, below a title."""
        sheet.line("Lists that the drop-downs offer", "title")
        for place, (name, choices) in enumerate(self.columns.items(), start=1):
            sheet.text(_FIRST_ROW - 1, place, f"List: {name}", "header")
            for row, choice in enumerate(choices, start=_FIRST_ROW):
                sheet.text(row, place, choice, "text")
            width = min(max(map(len, choices)) + 4, 90)
            sheet.worksheet.column_dimensions[get_column_letter(place)].width = width
