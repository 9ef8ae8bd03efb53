"""OpenDocument sheets (.ods), read by walking through their XML: types stand in it, and so do errors.

The usual fast reader shows error cells as blank, truth values as numbers and long durations as a code.
"""

import re
from dataclasses import dataclass, field
from itertools import product
from xml.parsers import expat

from sources.preflight.census import SheetCensus, check_area
from sources.preflight.refusal import UnreadableFile

_DURATION = re.compile(r"^P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?$")
_BLANK_RUN = 1_000
"""Repeated cells beyond this are a sheet's blank rest, not data."""


@dataclass(kw_only=True)
class OpenSheet:
    """A sheet: its census and its cells as text by row."""

    census: SheetCensus
    rows: list[list[str]] = field(default_factory=list)


class _Walk:
    def __init__(self) -> None:
        self.sheets: list[OpenSheet] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.row: list[str] | None = None
        self.cell: dict[str, str] = {}
        self.words: list[str] = []
        self.is_cell = False
        self.note_depth = self.paragraphs = 0
        self.row_facts: dict[str, str] = {}
        self.row_errors: list[tuple[int, str]] = []
        self.row_spans: list[tuple[int, int, int]] = []
        self.blank_rows = 0
        self.column = 0

    def start(self, name: str, values: dict[str, str]) -> None:
        if name == "style:style":
            self.style = values.get("style:name", "")
        elif name == "style:table-properties" and values.get("table:display") == "false":
            self.hidden_styles.add(self.style)
        elif name == "table:table":
            is_hidden = values.get("table:style-name", "") in self.hidden_styles
            self.sheets.append(
                OpenSheet(census=SheetCensus(title=values.get("table:name", ""), is_hidden=is_hidden))
            )
            self.blank_rows = self.column = 0
        elif name == "table:table-column" and self.sheets:
            count = int(values.get("table:number-columns-repeated", "1"))
            if values.get("table:visibility", "visible") != "visible" and count < _BLANK_RUN:
                self.sheets[-1].census.hidden_columns += range(self.column + 1, self.column + count + 1)
            self.column += count
        elif name == "table:table-row" and self.sheets:
            self.row, self.row_facts, self.row_errors = [], values, []
            self.row_spans = []
        elif name in ("table:table-cell", "table:covered-table-cell") and self.row is not None:
            self.cell, self.words, self.is_cell, self.paragraphs = values, [], True, 0
        elif name == "office:annotation":
            self.note_depth += 1
        elif self.is_cell and not self.note_depth:
            if name == "text:p":
                self.words += ["\n"] if self.paragraphs else []
                self.paragraphs += 1
            elif name == "text:s":
                self.words.append(" " * int(values.get("text:c", "1")))
            elif name in ("text:tab", "text:line-break"):
                self.words.append("\t" if name == "text:tab" else "\n")

    def text(self, text: str) -> None:
        if self.is_cell and self.paragraphs and not self.note_depth:
            self.words.append(text)

    def end(self, name: str) -> None:
        if name == "office:annotation":
            self.note_depth -= 1
        elif name in ("table:table-cell", "table:covered-table-cell") and self.row is not None:
            self._cell(self.row)
            self.is_cell = False
        elif name == "table:table-row" and self.row is not None:
            self._row(self.row)
            self.row = None

    def _cell(self, row: list[str]) -> None:
        count = int(self.cell.get("table:number-columns-repeated", "1"))
        words = "".join(self.words)
        value = _value(self.cell, words)
        if not value and count > _BLANK_RUN:
            return
        check_area(1, len(row) + count)
        fault = ""
        if self.cell.get("calcext:value-type") == "error":
            fault = "error"
        elif "table:formula" in self.cell and "office:value-type" not in self.cell:
            fault = "error" if words else "uncomputed"
        below = int(self.cell.get("table:number-rows-spanned", "1")) - 1
        if below > 0:
            across = int(self.cell.get("table:number-columns-spanned", "1"))
            self.row_spans.append((len(row) + 1, len(row) + across, min(below, _BLANK_RUN)))
        if fault:
            self.row_errors += [(len(row) + each + 1, fault) for each in range(count)]
        row += ["" if fault else value] * count

    def _row(self, row: list[str]) -> None:
        sheet = self.sheets[-1]
        count = int(self.row_facts.get("table:number-rows-repeated", "1"))
        while row and not row[-1] and not self.row_errors:
            row.pop()
        if not row:
            self.blank_rows += count
            return
        check_area(len(sheet.rows) + self.blank_rows + count, len(row))
        sheet.rows += [[] for _ in range(self.blank_rows)]
        self.blank_rows = 0
        state = self.row_facts.get("table:visibility", "visible")
        for _ in range(count):
            sheet.rows.append(list(row))
            number = len(sheet.rows)
            sheet.census.is_filtered |= state == "filter"
            if state != "visible":
                sheet.census.hidden_rows.append(number)
            for column, fault in self.row_errors:
                (sheet.census.errors if fault == "error" else sheet.census.uncomputed).add((number, column))
            for first, last, below in self.row_spans:
                sheet.census.merged.update(
                    product(range(number + 1, number + below + 1), range(first, last + 1))
                )


def _value(cell: dict[str, str], words: str) -> str:
    """A cell as text, by the type that stands in the file."""
    kind = cell.get("office:value-type", "string")
    if kind == "boolean":
        return "Y" if cell.get("office:boolean-value") == "true" else "N"
    if kind == "date":
        return cell.get("office:date-value", words).replace("T", " ")
    if kind == "time":
        return _clock(cell.get("office:time-value", words))
    if kind in ("float", "percentage", "currency"):
        return _number(cell.get("office:value", words))
    return words or cell.get("office:string-value", "")


def _number(text: str) -> str:
    try:
        number = float(text)
    except ValueError:
        return text
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _clock(text: str) -> str:
    """A time of day as `09:05:00`; a longer duration in hours, minutes and seconds."""
    found = _DURATION.match(text)
    if found is None:
        return text
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return f"{24 * days + hours:02d}:{minutes:02d}:{seconds:02d}"


def open_document(content: bytes) -> list[OpenSheet]:
    """The sheets of `content.xml`. Raises UnreadableFile for a damaged or endless one."""
    walk = _Walk()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.CharacterDataHandler = walk.text
    parser.EndElementHandler = walk.end
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError):
        raise UnreadableFile(
            "Expected a whole workbook; found a damaged one. Save it as .xlsx and send it again."
        ) from None
    return walk.sheets
