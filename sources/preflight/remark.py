"""What a look at a file's form finds, before anybody asks what its cells mean.

A remark never turns a row away: what cannot be read at all is refused as a file, and cells that hold no value are
told by their place, so that only their rows are set aside.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Notice:
    """A kind of remark. `query` asks the supplier, `note` only tells. The words never hold content of a file."""

    code: str
    severity: Literal["query", "note"]
    message: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A notice at a place: sheet and row (from 1) and column (from 1), each None where the whole is meant. `message`
    is the notice's with counts filled in."""

    notice: Notice
    message: str
    sheet: int | None = None
    row: int | None = None
    column: int | None = None


def remark(
    notice: Notice, sheet: int | None = None, row: int | None = None, column: int | None = None, **counts: int
) -> Remark:
    """A remark whose message has its counts filled in."""
    return Remark(notice=notice, message=notice.message.format(**counts), sheet=sheet, row=row, column=column)


NOT_UTF_8 = Notice(
    "PRE01",
    "query",
    "Expected text in UTF-8; found {bytes} bytes of another encoding, read as Windows-1252. The first stands in this line.",
    "Look at the accents and quotation marks in that line. Export as CSV (UTF-8) from now on.",
)
MIXED_ENCODINGS = Notice(
    "PRE02",
    "query",
    "Expected one encoding throughout; found lines in UTF-8 and, from this line, others. Read as Windows-1252.",
    "Two exports were joined. Export the whole report once more as CSV (UTF-8).",
)
ENCODED_TWICE = Notice(
    "PRE03",
    "query",
    "Expected accents and quotation marks; found the signs of text that was encoded twice, or lost characters, in {cells} lines.",
    "Export the report again as CSV (UTF-8), straight from the system.",
)
TORN_END = Notice(
    "PRE04",
    "query",
    "Expected a line end after the last row; found none, as in a file that was cut off.",
    "Check that the last row is the report's last and whole. Export again where it is not.",
)
SEPARATOR_LINE = Notice(
    "PRE05",
    "note",
    "The first line names the separator; it was used and is no record.",
    "Nothing to do.",
)
LONG_CELL = Notice(
    "PRE06",
    "query",
    "Expected each record on a line; found {cells} cells over more than {lines} lines. The first begins here.",
    "Check the quotation marks of this line: one left open takes the lines below into one cell.",
)
MACROS = Notice(
    "PRE10",
    "query",
    "The workbook carries macros. Only its data was read; nothing was run.",
    "Save the data as .xlsx and send that.",
)
EXTERNAL_LINKS = Notice(
    "PRE11",
    "query",
    "The workbook draws on other files or a database ({parts} links). What it last showed was read; nothing was followed.",
    "Paste the values and break the links before sending.",
)
DATES_FROM_1904 = Notice(
    "PRE12",
    "note",
    "The workbook counts days from 1904. Its dates were read that way.",
    "Check one date against the screen, as sheets pasted from other workbooks can be four years out.",
)
HIDDEN_SHEET = Notice(
    "PRE13",
    "query",
    "The sheet is hidden. It was read like any other.",
    "Show it, or delete it if it is not meant to be sent.",
)
HIDDEN_ROWS = Notice(
    "PRE14",
    "query",
    "{rows} rows with cells are hidden; the first is this one. They were read like any other.",
    "Show them, or delete them if they are not meant to be sent.",
)
HIDDEN_COLUMNS = Notice(
    "PRE15",
    "note",
    "{columns} columns are hidden; the first is this one. They were read like any other.",
    "Nothing to do, unless they are not meant to be sent.",
)
FILTERED = Notice(
    "PRE16",
    "query",
    "A filter is on. The rows that it hides were read as well.",
    "Clear the filter, or delete the rows that are not meant to be sent.",
)
FALSE_DIMENSION = Notice(
    "PRE19",
    "note",
    "The sheet states a smaller area than its cells fill. All cells were read.",
    "Nothing to do. Other programs may show less than there is.",
)
ERRORS_UNTOLD = Notice(
    "PRE21",
    "query",
    "Error cells cannot be told from blank ones in this file.",
    "Save it as .xlsx and send that.",
)
PROTECTED = Notice(
    "PRE22",
    "note",
    "The workbook was protected by a password and opened with the one in the settings.",
    "Nothing to do.",
)
WRONG_NAME = Notice(
    "PRE23",
    "note",
    "The file's name says another kind of file than its content. The content decided.",
    "Save it with the right ending.",
)
UNKNOWN_ELEMENTS = Notice(
    "PRE25",
    "query",
    "Expected each record's values once and in one depth; found {elements} elements that stand elsewhere and were not read.",
    "Export the report as a plain list of records.",
)
LIST_NOT_READ = Notice(
    "PRE26",
    "note",
    "A list of Annex A is not read.",
    "Nothing to do.",
)
LIST_NOT_USABLE = Notice(
    "PRE27",
    "query",
    "A list of Annex A cannot be used.",
    "Give each list a sheet of its own with Ofsted's headings, and send the file again.",
)
UNUSED_COLUMNS = Notice(
    "PRE28",
    "note",
    "Columns of a list of Annex A are not used.",
    "Nothing to do.",
)
NODES_NOT_READ = Notice(
    "PRE29",
    "note",
    "Parts of a daily payload are not read.",
    "Nothing to do.",
)


def every_notice() -> list[Notice]:
    """All kinds of remark, by code."""
    found = [value for value in globals().values() if isinstance(value, Notice)]
    return sorted(found, key=lambda notice: notice.code)
