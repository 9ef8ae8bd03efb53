"""The words that a drop-down offers; lists that are too long for a cell's own rule stand on a sheet of their own."""

from pathlib import Path

from schemas.code_list import labels
from schemas.column import Column as Asked
from scorecards.workbook.sheet import Column, Sheet

_LONGEST_INLINE = 255
TITLE = "Lists"
_FIRST_ROW = 4


class Lists:
    """The lists of one form. `columns` are those that need the sheet, by name."""

    def __init__(self, overlay: Path | None) -> None:
        self._overlay = overlay
        self.columns: dict[str, tuple[str, ...]] = {}

    def formula(self, column: Asked) -> str | None:
        """What Excel checks a cell of the column against; None where anything may stand."""
        choices = self.choices(column)
        if not choices:
            return None
        inline = f'"{",".join(choices)}"'
        if len(inline) <= _LONGEST_INLINE and not any("," in choice for choice in choices):
            return inline
        name = column.codes or column.headings[0]
        self.columns.setdefault(name, choices)
        first = _FIRST_ROW + sum(
            len(self.columns[before]) for before in list(self.columns)[: list(self.columns).index(name)]
        )
        return f"'{TITLE}'!$B${first}:$B${first + len(choices) - 1}"

    def choices(self, column: Asked) -> tuple[str, ...]:
        """The words offered: a code with its label, a label, or Y and N."""
        if column.codes:
            return tuple(f"{code} - {label}" for code, label in labels(column.codes, self._overlay).items())
        return ("Y", "N") if column.kind == "flag" else column.labels

    def write(self, sheet: Sheet) -> None:
        """All lists as one table, one below the other."""
        sheet.line("Lists that the drop-downs offer", "title")
        sheet.line("This sheet has one table.")
        sheet.table(
            "lists",
            [Column(heading="List", width=30), Column(heading="Choice", width=90)],
            [[name, choice] for name, choices in self.columns.items() for choice in choices],
        )
