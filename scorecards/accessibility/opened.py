"""A workbook opened to be looked at: what openpyxl reads of it, and the parts of the package that it does not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from posixpath import normpath
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import fromstring

OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class NotAWorkbook(Exception):
    """The file is no workbook that can be opened; the words say what it is."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A table of a sheet and the cells it spans; rows and columns from 1, ends included."""

    table: Table
    left: int
    top: int
    right: int
    bottom: int

    @property
    def has_header(self) -> bool:
        return bool(self.table.headerRowCount != 0)

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True)
class OpenedSheet:
    """One worksheet and the XML it was read from."""

    worksheet: Worksheet
    xml: Element
    drawings: tuple[Element, ...]
    charts: tuple[Element, ...]

    @property
    def name(self) -> str:
        return str(self.worksheet.title)

    @cached_property
    def cells(self) -> dict[tuple[int, int], Cell]:
        """The cells that hold something, by row and column."""
        return {
            place: cell for place, cell in sorted(self.worksheet._cells.items()) if not is_empty(cell.value)
        }

    @cached_property
    def styles(self) -> dict[tuple[int, int], int]:
        """The number of the style of each of these cells: what looks the same is judged once."""
        return {place: cell.style_id for place, cell in self.cells.items()}

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The sheet's tables from the top down."""
        found = []
        for table in self.worksheet.tables.values():
            left, top, right, bottom = range_boundaries(table.ref)
            found.append(Block(table=table, left=left, top=top, right=right, bottom=bottom))
        return tuple(sorted(found, key=lambda block: (block.top, block.left)))

    def block_at(self, row: int, column: int) -> Block | None:
        return next((block for block in self.blocks if block.holds(row, column)), None)

    @cached_property
    def outside(self) -> dict[tuple[int, int], Cell]:
        """The cells that hold something and stand in no table."""
        return {place: cell for place, cell in self.cells.items() if self.block_at(*place) is None}

    @property
    def above(self) -> str:
        """The words that stand above the first table, or anywhere when there is none."""
        top = self.blocks[0].top if self.blocks else self.worksheet.max_row + 1
        return "\n".join(str(cell.value) for (row, _), cell in self.outside.items() if row < top)

    def body(self, block: Block) -> Iterator[tuple[int, int, Cell | None]]:
        """The places of a table below its header, each with its cell when there is one that holds something."""
        for row in range(block.top + int(block.has_header), block.bottom + 1):
            for column in range(block.left, block.right + 1):
                yield row, column, self.cells.get((row, column))


@dataclass(frozen=True)
class OpenedWorkbook:
    """A workbook, its sheets in order and the names of its parts. Chart sheets hold no cells and are not looked at."""

    book: Workbook
    parts: dict[str, bytes]
    file_name: str

    @cached_property
    def sheets(self) -> tuple[OpenedSheet, ...]:
        paths = self._sheet_paths()
        return tuple(
            OpenedSheet(worksheet, self.xml(path), *self._drawn(path))
            for worksheet in self.book.worksheets
            for path in [paths[worksheet.title]]
        )

    def xml(self, path: str) -> Element:
        root: Element = fromstring(self.parts[path])
        return root

    def _sheet_paths(self) -> dict[str, str]:
        main = self.related("", "officeDocument")[0]
        targets = self._relations(main)
        sheets = descendants(self.xml(main), "sheet")
        return {each.get("name", ""): targets[each.get(f"{OFFICE}id", "")][1] for each in sheets}

    def _drawn(self, path: str) -> tuple[tuple[Element, ...], tuple[Element, ...]]:
        drawings = self.related(path, "drawing")
        charts = [chart for drawing in drawings for chart in self.related(drawing, "chart")]
        return tuple(map(self.xml, drawings)), tuple(map(self.xml, charts))

    def related(self, path: str, kind: str) -> list[str]:
        """The parts that a part refers to as a `drawing`, a `chart`, `comments`…"""
        return [
            part for type_, part in self._relations(path).values() if type_ == kind and part in self.parts
        ]

    def _relations(self, path: str) -> dict[str, tuple[str, str]]:
        """Kind and path of what a part refers to, by the reference's id."""
        folder, _, name = path.rpartition("/")
        listed = f"{folder}/_rels/{name}.rels".lstrip("/")
        if listed not in self.parts:
            return {}
        return {
            each.get("Id", ""): (
                each.get("Type", "").rpartition("/")[2],
                _target(folder, each.get("Target", "")),
            )
            for each in self.xml(listed)
            if each.get("TargetMode") != "External"
        }

    @cached_property
    def words(self) -> dict[str, str]:
        """All the words of each sheet, one cell a line."""
        return {sheet.name: "\n".join(map(str, _values(sheet))) for sheet in self.sheets}

    @cached_property
    def notes(self) -> str:
        """The words of every sheet that explains: a cover, notes, definitions or shorthand."""
        explains = re.compile(
            r"cover|note|about|read|shorthand|definition|contents|information", re.IGNORECASE
        )
        return "\n".join(words for name, words in self.words.items() if explains.search(name))


def opened(content: bytes, file_name: str) -> OpenedWorkbook:
    """The workbook in these bytes. Raises NotAWorkbook."""
    try:
        with ZipFile(BytesIO(content)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        book = load_workbook(quick_to_load(parts))
    except BadZipFile:
        is_locked = content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        found = "a file of Excel 97 to 2003 or one with a password" if is_locked else "no such file"
        raise NotAWorkbook(
            f"Expected an .xlsx workbook; found {found}. Save it as .xlsx without a password."
        ) from None
    except Exception:
        # What openpyxl says may hold what a cell holds.
        raise NotAWorkbook(
            "Expected an .xlsx workbook; found a damaged one. Open it in Excel and save it again."
        ) from None
    return OpenedWorkbook(book, parts, file_name)


DRAWN = re.compile(rb"<Relationship [^>]*/relationships/drawing\"[^>]*?(/>|></Relationship>)")


PLAIN_WORDS = re.compile(
    rb't="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>',
)


def quick_to_load(parts: dict[str, bytes]) -> BytesIO:
    """The workbook without its charts and pictures, which are read from their own parts and slow to load, and with the
    words of cells where openpyxl need not look for several runs of them."""
    kept = BytesIO()
    with ZipFile(kept, "w") as package:
        for name, part in parts.items():
            if name.startswith("xl/worksheets/_rels/"):
                part = DRAWN.sub(b"", part)
            elif name.startswith("xl/worksheets/"):
                part = PLAIN_WORDS.sub(rb't="str"><v>\1</v></c>', part)
            package.writestr(name, part)
    return kept


def _values(sheet: OpenedSheet) -> Iterator[Any]:
    return (cell.value for cell in sheet.cells.values())


def _target(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(f"{folder}/{target}").lstrip("/")


def is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def coordinate(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def descendants(element: Element, name: str) -> Iterator[Element]:
    """The elements of a name at any depth, whatever their namespace."""
    return element.iterfind(f".//{{*}}{name}")
