"""A published page and workbook read back as a reader's tools read them."""

from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Rows = list[list[str]]


class Page(HTMLParser):
    """The tables of a page by caption, and the places that could fetch something."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, Rows] = {}
        self.links: list[str] = []
        self.tags: list[str] = []
        self._rows: Rows = []
        self._into: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        fetching = ("src", "href", "srcset", "data", "action")
        self.links += [value or "" for name, value in attrs if name in fetching]
        if tag in ("tr", "td", "th"):
            # HTML lets a row or a cell end where the next begins.
            self._end_cell()
        if tag == "table":
            self._rows = []
        if tag == "tr":
            self._rows.append([])
        if tag in ("caption", "td", "th"):
            self._into = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "caption":
            words = " ".join("".join(self._into or []).split())
            assert words not in self.tables, f"two tables are called {words}"
            self.tables[words] = self._rows
            self._into = None
        if tag in ("td", "th", "tr", "tbody", "table"):
            self._end_cell()

    def _end_cell(self) -> None:
        if self._into is not None:
            self._rows[-1].append(" ".join("".join(self._into).split()))
        self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into.append(data)


def parsed(html: str) -> Page:
    page = Page()
    page.feed(html)
    return page


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def table_of(worksheet: Worksheet) -> list[list[Any]]:
    """The cells of a sheet's one table."""
    (table,) = worksheet.tables.values()
    return [list(row) for row in worksheet[table.ref]]


def words_of(worksheet: Worksheet) -> Rows:
    """The sheet's one table as Excel shows it."""
    return [[shown(cell) for cell in row] for row in table_of(worksheet)]


def shown(cell: Any) -> str:
    """A cell as Excel shows it, for the few number formats that the workbook uses."""
    if isinstance(cell.value, date):
        return f"{cell.value:%b %Y}"
    if not isinstance(cell.value, int | float):
        return " ".join(str(cell.value).split())
    digits, _, behind = cell.number_format.partition('"')
    places, words = len(digits.partition(".")[2]), behind.rstrip('"')
    return f"{Decimal(str(cell.value)):,.{places}f}{words}"
