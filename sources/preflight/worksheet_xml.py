"""The census of a worksheet's XML: where it holds errors, formulas without a value, merged and hidden cells.

A sheet as the usual programs write it is searched with a few patterns, many times as fast as walking through it; one
written in any other way is walked through.
"""

import re
from collections.abc import Iterable, Iterator
from string import ascii_uppercase, digits
from xml.parsers import expat

from sources.preflight.census import Place, SheetCensus, check_area, covered
from sources.preflight.refusal import UnreadableFile

_USUAL_CELL = re.compile(rb"""<c r="([A-Z]{1,3}[0-9]{1,7})"(?: [a-z]+="[^"<>']*")*/?>""")
_USUAL_ROW = re.compile(rb"""<row r="[0-9]{1,7}"(?: [A-Za-z0-9:]+="[^"<>']*")*/?>""")
_ANY_CELL = re.compile(rb"<c[\s/>]")
_ANY_ROW = re.compile(rb"<row[\s/>]")
_ROW_HIDDEN = re.compile(rb'<row r="([0-9]+)"[^>]* hidden="(?:1|true)"[^>]*(?<!/)>')
_COLUMN_HIDDEN = re.compile(rb'<col (?=[^>]*\bhidden="(?:1|true)")[^>]*>')
_ERROR = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*\bt="e"')
_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*)><f(?:[^>]*/>|[^>]*>[^<]*</f>)(<v\s*/>|<v[^>]*></v>|)</c>')
"""Formulas that nothing was computed for, or an empty text."""
_MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z0-9:]+)"')
_DIMENSION = re.compile(rb'<dimension [^>]*ref="([A-Z0-9:]+)"')


def sheet_census(xml: bytes, title: str, zero_styles: dict[int, int]) -> SheetCensus:
    """What stands in the sheet besides its values. Raises UnreadableFile when its cells lie too far apart to read."""
    references = usual_cells(xml)
    if references is None:
        return walked(xml, title, zero_styles)
    _check_whole(xml)
    return _searched(xml, title, zero_styles, references)


def _check_whole(xml: bytes) -> None:
    """The quick reader takes what is no XML, too."""
    try:
        expat.ParserCreate().Parse(xml, True)
    except expat.ExpatError:
        raise _damaged() from None


def _damaged() -> UnreadableFile:
    return UnreadableFile("Expected a whole workbook; found a damaged one. Save it again and send it again.")


def usual_cells(xml: bytes) -> list[bytes] | None:
    """The reference of every cell, such as `B7`, where the patterns see every cell and every row of the sheet."""
    start = xml[:4000]
    if (
        b"<worksheet" not in start
        or b"<!" in xml
        or b"\x00" in start
        or xml.find(b"encoding=") not in (-1, *_utf_8(xml))
        or len(_USUAL_ROW.findall(xml)) != len(_ANY_ROW.findall(xml))
    ):
        return None
    references: list[bytes] = _USUAL_CELL.findall(xml)
    return references if len(references) == len(_ANY_CELL.findall(xml)) else None


def _utf_8(xml: bytes) -> tuple[int, ...]:
    """Where the declaration says UTF-8."""
    found = re.match(rb'(?:\xef\xbb\xbf)?<\?xml [^>]*?(encoding=)["\'](?i:utf-8)["\']', xml)
    return (found.start(1),) if found else ()


def _searched(xml: bytes, title: str, zero_styles: dict[int, int], references: list[bytes]) -> SheetCensus:
    census = SheetCensus(title=title)
    height, width = _extent(xml, references)
    if b't="e"' in xml:
        census.errors = set(map(place, _ERROR.findall(xml)))
    if b"<f" in xml:
        census.uncomputed = {
            place(reference)
            for reference, facts, value in _FORMULA.findall(xml)
            # an empty text is what a formula such as =IF(A1="","",A1) was computed to
            if not value or b't="str"' not in facts
        }
    if b"hidden=" in xml:
        census.hidden_rows = list(map(int, _ROW_HIDDEN.findall(xml)))
        census.hidden_columns = _hidden_columns(xml, width)
    for style, shown in zero_styles.items():
        pattern = re.compile(rb'<c r="([A-Z]+[0-9]+)" s="%d"(?: t="n")?>' % style)
        census.zero_filled.update((place(reference), shown) for reference in pattern.findall(xml))
    tail = xml[xml.rfind(b"</sheetData>") :]
    census.is_filtered = b"<filterColumn" in tail
    census.merged = covered(_areas(_MERGED.findall(tail)), height, width)
    census.has_false_dimension = _is_false(_DIMENSION.search(xml[:4000]), height, width)
    return census


def _extent(xml: bytes, references: list[bytes]) -> tuple[int, int]:
    """The last row and column with a cell. One cell at the far corner makes the reader ask for the whole area, which
    ends the process, not the read."""
    if len(set(references)) < len(references):
        raise _damaged()
    together = b" ".join(references)
    letters = set(together.translate(None, digits.encode()).split())
    width = max((place(letter + b"1")[1] for letter in letters), default=0)
    height = max(map(int, set(together.translate(None, ascii_uppercase.encode()).split())), default=0)
    if height * width > 5_000_000:  # blank cells do not count, but finding the filled ones takes a while
        filled = [place(cell) for cell in re.findall(rb'<c r="([A-Z]+\d+)"[^>]*(?<!/)>', xml)]
        check_area(
            max((row for row, _ in filled), default=0), max((column for _, column in filled), default=0)
        )
    return height, width


def _hidden_columns(xml: bytes, width: int) -> list[int]:
    hidden: list[int] = []
    for tag in _COLUMN_HIDDEN.findall(xml[: xml.find(b"<sheetData")]):
        ends = dict(re.findall(rb'\b(min|max)="(\d+)"', tag))
        hidden += range(int(ends.get(b"min", 1)), min(int(ends.get(b"max", 0)), width) + 1)
    return hidden


def _is_false(dimension: re.Match[bytes] | None, height: int, width: int) -> bool:
    if dimension is None:
        return False
    try:
        row, column = place(dimension.group(1).split(b":")[-1])
    except ValueError:
        return True
    return row < height or column < width


def _areas(references: Iterable[bytes]) -> Iterator[tuple[Place, Place]]:
    for reference in references:
        first, _, last = reference.partition(b":")
        try:
            yield place(first), place(last or first)
        except ValueError:
            continue


def place(reference: bytes) -> Place:
    """Row and column of a reference such as `B7`, from 1. Raises ValueError for what is none."""
    letters = reference.rstrip(b"0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(reference[len(letters) :]), column


class _Walk:
    """One walk through a sheet, element by element; rows and cells without a number follow the one before."""

    def __init__(self, title: str, zero_styles: dict[int, int]) -> None:
        self.census = SheetCensus(title=title)
        self.zero_styles = zero_styles
        self.row = self.column = self.height = self.width = 0
        self.facts: dict[str, str] = {}
        self.has_formula = self.has_value = self.is_filled = self.is_inside_value = False
        self.is_row_hidden = False
        self.merges: list[bytes] = []
        self.dimension = b""
        self.hidden_columns: list[tuple[int, int]] = []
        self.seen: set[Place] = set()

    def start(self, name: str, values: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "c":
            self.facts = values
            self.has_formula = self.has_value = self.is_filled = False
            self.row, self.column = (
                place(values["r"].encode()) if "r" in values else (self.row, self.column + 1)
            )
        elif local == "row":
            self.row = int(values["r"]) if "r" in values else self.row + 1
            self.column = 0
            self.is_row_hidden = values.get("hidden") in ("1", "true")
        elif local == "f":
            self.has_formula = True
        elif local in ("v", "t"):
            self.has_value = self.is_inside_value = True
        elif local == "col" and values.get("hidden") in ("1", "true"):
            self.hidden_columns.append((int(values.get("min", 1)), int(values.get("max", 0))))
        elif local == "filterColumn":
            self.census.is_filtered = True
        elif local == "mergeCell":
            self.merges.append(values.get("ref", "").encode())
        elif local == "dimension":
            self.dimension = values.get("ref", "").encode()

    def text(self, text: str) -> None:
        self.is_filled |= self.is_inside_value and bool(text)

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local in ("v", "t"):
            self.is_inside_value = False
        elif local == "c":
            self._cell()

    def _cell(self) -> None:
        here, census = (self.row, self.column), self.census
        if here in self.seen:
            raise _damaged()
        self.seen.add(here)
        if self.facts.get("t") == "e":
            census.errors.add(here)
        if self.has_formula and not self.is_filled and not (self.has_value and self.facts.get("t") == "str"):
            census.uncomputed.add(here)
        style = int(self.facts.get("s", "0"))
        if self.is_filled and style in self.zero_styles and self.facts.get("t", "n") == "n":
            census.zero_filled[here] = self.zero_styles[style]
        if self.is_row_hidden and census.hidden_rows[-1:] != [self.row]:
            census.hidden_rows.append(self.row)
        if self.has_value or self.has_formula:
            self.height, self.width = max(self.height, self.row), max(self.width, self.column)


def walked(xml: bytes, title: str, zero_styles: dict[int, int]) -> SheetCensus:
    """The census of a sheet in any form of XML."""
    walk = _Walk(title, zero_styles)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.CharacterDataHandler = walk.text
    parser.EndElementHandler = walk.end
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError):
        raise _damaged() from None
    check_area(walk.height, walk.width)
    census = walk.census
    for first, last in walk.hidden_columns:
        census.hidden_columns += range(first, min(last, walk.width) + 1)
    census.merged = covered(_areas(walk.merges), walk.height, walk.width)
    census.has_false_dimension = _is_false(
        _DIMENSION.search(b'<dimension ref="%s"' % walk.dimension), walk.height, walk.width
    )
    return census
