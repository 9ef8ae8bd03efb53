"""What drawings give away beyond their tables: points where the table has a mark, numbers in the words that are read in
place of a drawing, cells with a mark under a chart, and numbers kept inside a chart."""

import re
from collections.abc import Iterable

from openpyxl.utils import range_boundaries

from scorecards.accessibility.opened import OpenedSheet, OpenedWorkbook, descendants
from scorecards.attack.pages import MONTH, QUARTER, Drawing, FinishedPage

POINT = re.compile(r"[ML]")
DECIMALS = re.compile(r"0*")
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(rf"\b(?:{MONTHS}) \d{{4}}")
# The title of an indicator stands before, and its target, which is nobody's secret, behind.
SAID = re.compile(r" by (?:month|quarter): (.*?)(?:The target is|$)", re.DOTALL)
OF_A_CHART = re.compile(r"^'?(?P<sheet>.*?)'?!(?P<cells>\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)$")


def drawings_beyond_their_tables(page: FinishedPage) -> list[str]:
    """Sentences for the trends of a page, without a value."""
    # Of several tables of months in an article the first is the drawing's.
    trends = {
        about: rows for about, headings, rows in reversed(page.tables) if headings[0] in (MONTH, QUARTER)
    }
    return [
        words for drawing in page.drawings for words in _of_drawing(drawing, trends.get(drawing.about, []))
    ]


def _of_drawing(drawing: Drawing, rows: list[list[str]]) -> list[str]:
    shown = [row for row in rows if NUMBER.match(row[1]) and "impossible" not in row[1]]
    points = sum(len(POINT.findall(path)) for path in drawing.paths)
    found = (
        [f"{drawing.about}: its drawing has more points than its table has numbers."]
        if points > len(shown)
        else []
    )
    return found + _in_words(drawing.about, drawing.words, (cell for row in rows for cell in row))


def _in_words(about: str, words: str, cells: Iterable[str]) -> list[str]:
    """Whether the words in place of a drawing hold a number that no cell of its table has."""
    known = {number for cell in cells for number in NUMBER.findall(cell)}
    said = SAID.search(words)
    told = set(NUMBER.findall(DATE.sub("", said[1]))) if said else set()
    return (
        [f"{about}: the words in place of its drawing hold a number that its table does not."]
        if told - known
        else []
    )


def charts_beyond_their_tables(book: OpenedWorkbook) -> list[str]:
    """Sentences for the charts of a workbook, without a value."""
    return [words for sheet in book.sheets if sheet.charts for words in _of_sheet(sheet)]


def _of_sheet(sheet: OpenedSheet) -> list[str]:
    found = []
    if any(
        True for chart in sheet.charts for name in ("numCache", "strCache") for _ in descendants(chart, name)
    ):
        found.append(f"{sheet.name}: its chart keeps numbers of its own.")
    references = {each.text or "" for chart in sheet.charts for each in descendants(chart, "f")}
    if not all(_is_of_numbers(sheet, reference) for reference in references):
        found.append(f"{sheet.name}: its chart stands over cells that hold no number.")
    cells = [cell for block in sheet.blocks for *_, cell in sheet.body(block) if cell is not None]
    written = [_as_shown(cell.value, cell.number_format) for cell in cells]
    for drawing in sheet.drawings:
        for named in descendants(drawing, "cNvPr"):
            found += _in_words(sheet.name, named.get("descr", ""), written)
    return found


def _is_of_numbers(sheet: OpenedSheet, reference: str) -> bool:
    """Whether every cell that a chart refers to is of this sheet and holds a number or a date."""
    told = OF_A_CHART.match(reference)
    if told is None or told["sheet"] != sheet.name:
        return False
    left, top, right, bottom = range_boundaries(told["cells"])
    places = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
    return all((cell := sheet.cells.get(place)) is not None and cell.data_type in "nd" for place in places)


def _as_shown(value: object, number_format: str) -> str:
    """A number with the decimals of its format and its thousands parted."""
    if not isinstance(value, int | float):
        return str(value)
    decimals = len(DECIMALS.match(number_format.partition(".")[2])[0])  # type: ignore[index]
    return f"{value:,.{decimals}f}"
