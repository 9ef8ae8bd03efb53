"""A workbook of lists of single records, for the few people who may hold it: marked, plain, one table a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from scorecards.workbook.book import Book
from scorecards.workbook.sheet import LINE_CHARACTERS, Column

BLANK = "[blank]"
_LONGEST_NAME = 31
_LONGEST_CELL = 32_000
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))


@dataclass(frozen=True, kw_only=True)
class ListSheet:
    """One sheet: its name, lines above its table, headings with their widths, and rows of text and whole numbers."""

    name: str
    lines: tuple[str, ...]
    headings: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[str | int]]


def list_workbook(
    sheets: Sequence[ListSheet], *, title: str, marking: str, dated: date, is_made_up: bool
) -> bytes:
    """The bytes of the workbook. Every sheet begins with the title and the marking."""
    book = Book()
    for number, each in enumerate(sheets):
        sheet = book.sheet(sheet_name(each.name))
        sheet.line(f"{title}: {each.name}", "title")
        sheet.line(marking, "marking")
        if is_made_up:
            sheet.line("Made from made-up data. No row here is about a real child.", "warning")
        for line in each.lines:
            for words in wrap(line, LINE_CHARACTERS):
                sheet.line(words)
        sheet.line(
            f"This worksheet contains one table of {len(each.rows)} rows. {BLANK}: nothing stands there."
        )
        columns = [Column(heading=heading, width=width) for heading, width in _distinct(each.headings)]
        rows: list[list[object]] = [
            [cell if isinstance(cell, int) else cell[:_LONGEST_CELL] or BLANK for cell in row]
            for row in each.rows
        ]
        sheet.table(f"list_{number + 1}", columns, rows)
    return book.saved(title=title, dated=dated, marking=marking)


def sheet_name(name: str) -> str:
    """The name without what Excel forbids, and no longer than it allows."""
    return name.translate(_FORBIDDEN)[:_LONGEST_NAME]


def _distinct(headings: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Headings of a table have to differ and to be there."""
    seen: dict[str, int] = {}
    found = []
    for heading, width in headings:
        text = heading.strip() or "No heading"
        seen[text.casefold()] = seen.get(text.casefold(), 0) + 1
        again = seen[text.casefold()]
        found.append((text if again == 1 else f"{text} ({again})", width))
    return found
