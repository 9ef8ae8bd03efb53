"""One worksheet of a supplier's workbook: its cells are given a mark and a comment, and nothing else of it changes."""

import re
from bisect import bisect_left

from lxml import etree

from schemas.issue import column_letters
from scorecards.marking.package import OFFICE, Element, parsed, q, written
from scorecards.marking.styles import Styles

_BEFORE_COMMENTS = tuple(
    map(
        q,
        (
            "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
            "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
            "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
            "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
            "smartTags", "drawing",
        ),
    )
)  # fmt: skip
"""What stands before the comments' drawing in a worksheet (ECMA-376, part 1, CT_Worksheet)."""
_REFERENCE = re.compile(r"([A-Z]+)([0-9]+)")
Place = tuple[int, int]


class Worksheet:
    """The XML of one sheet."""

    def __init__(self, xml: bytes) -> None:
        self._root = parsed(xml)
        data = self._root.find(q("sheetData"))
        self._rows: list[Element] = [] if data is None else list(data)
        self._data = data
        self._numbers = self._row_numbers()
        self._merged = [_area(each.get("ref", "")) for each in self._root.iter(q("mergeCell"))]

    def saved(self) -> bytes:
        """The part's bytes."""
        return written(self._root)

    def shown(self, place: Place) -> Place:
        """The cell that shows what stands at the place: the first of a merged area."""
        for (top, left), (bottom, right) in self._merged:
            if top <= place[0] <= bottom and left <= place[1] <= right:
                return top, left
        return place

    def is_hidden(self, place: Place) -> bool:
        """Whether the place stands in a hidden row or column."""
        row = self._row(place[0])
        return (row is not None and _is_true(row.get("hidden"))) or any(
            _is_true(column.get("hidden")) for column in self._columns(place[1])
        )

    def mark(self, place: Place, styles: Styles) -> None:
        """Gives the cell a marked style; a cell that does not exist is made, empty."""
        cell = self._cell(place)
        if cell is not None:
            cell.set("s", str(styles.marked(int(cell.get("s", "0")))))

    def comments_relation(self) -> str | None:
        """The relation by which the sheet names the drawing of its comments."""
        found = self._root.find(q("legacyDrawing"))
        return None if found is None else found.get(f"{{{OFFICE}}}id")

    def draw_comments(self, relation: str) -> None:
        """Names the drawing of the sheet's comments."""
        drawing = etree.Element(q("legacyDrawing"))
        drawing.set(f"{{{OFFICE}}}id", relation)
        last = max(index for index, each in enumerate(self._root) if each.tag in _BEFORE_COMMENTS)
        self._root.insert(last + 1, drawing)

    def _row_numbers(self) -> list[int]:
        """The numbers of the rows; one that names none follows the one before it."""
        numbers: list[int] = []
        for row in self._rows:
            numbers.append(int(row.get("r") or (numbers[-1] + 1 if numbers else 1)))
        return numbers

    def _row(self, number: int) -> Element | None:
        place = bisect_left(self._numbers, number)
        return self._rows[place] if place < len(self._numbers) and self._numbers[place] == number else None

    def _columns(self, number: int) -> list[Element]:
        return [
            column
            for column in self._root.iterfind(f"{q('cols')}/{q('col')}")
            if int(column.get("min", "0")) <= number <= int(column.get("max", "0"))
        ]

    def _cell(self, place: Place) -> Element | None:
        number, column = place
        row = self._row(number)
        if row is None:
            if self._data is None:
                return None
            row = etree.Element(q("row"), r=str(number))
            index = bisect_left(self._numbers, number)
            self._data.insert(index, row)
            self._rows.insert(index, row)
            self._numbers.insert(index, number)
        last = 0
        for index, cell in enumerate(row):
            reference = _REFERENCE.fullmatch(cell.get("r", ""))
            last = _number(reference[1]) if reference else last + 1
            if last == column:
                return cell
            if last > column:
                return self._new_cell(row, index, place)
        return self._new_cell(row, len(row), place)

    def _new_cell(self, row: Element, index: int, place: Place) -> Element:
        """An empty cell in the style that the place has without one: its row's, else its column's."""
        style = row.get("s") if _is_true(row.get("customFormat")) else None
        if style is None:
            style = next((column.get("style") for column in self._columns(place[1])), None)
        cell = etree.Element(q("c"), r=f"{column_letters(place[1])}{place[0]}")
        if style:
            cell.set("s", style)
        row.insert(index, cell)
        return cell


def _area(reference: str) -> tuple[Place, Place]:
    first, _, last = reference.partition(":")
    return _place(first), _place(last or first)


def _place(reference: str) -> Place:
    found = _REFERENCE.fullmatch(reference)
    return (int(found[2]), _number(found[1])) if found else (0, 0)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _is_true(word: str | None) -> bool:
    return word in ("1", "true")
