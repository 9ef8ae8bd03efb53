"""Numbers in finished workbooks and pages where the release has a mark: read from the cells, not from the makers."""

import csv
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from io import StringIO
from pathlib import Path

from scorecards.accessibility.opened import OpenedWorkbook, opened
from scorecards.attack.drawings import charts_beyond_their_tables, drawings_beyond_their_tables
from scorecards.attack.pages import MONTH, QUARTER, Table, page_of
from scorecards.attack.seen import Seen
from scorecards.period import Month, Quarter

Place = tuple[str, str, str, str]
COUNTS = ("Numerator", "Denominator")
AGENCY_WINDOWS = ("quarter", "12 months")
READ_BESIDE = " is read beside"
MARKS = re.compile(r"\s*(\[[a-z]\])+$")
"""What may follow a number: `3,042 [r]` is one, [c] is none."""


def withheld_places(lines: Iterable[Seen]) -> set[Place]:
    """The places where a release has a mark, as finished files name them."""
    return {
        (each.indicator, each.period_id, each.breakdown.replace("_", " ").lower(), each.category)
        for each in lines
        if each.is_withheld
    }


def sightings(
    path: Path, quarter: Quarter, withheld: Collection[Place], book: OpenedWorkbook | None = None
) -> list[str]:
    """Sentences, without a value, for every number that a finished file has in a withheld place, and for whatever its
    drawings show or say that the table beside them does not. `book` is the file when it is a workbook that is open
    already."""
    tables: list[Table] = []
    drawings: list[str] = []
    if path.suffix == ".xlsx":
        book = book or opened(path.read_bytes(), path.name)
        tables = list(workbook_tables(book))
        drawings = charts_beyond_their_tables(book)
    if path.suffix == ".html":
        page = page_of(path.read_text(encoding="utf-8"))
        tables, drawings = page.tables, drawings_beyond_their_tables(page)
    found = set(in_values(path)) | {place for table in tables for place in number_places(table, quarter)}
    return [
        *(
            f"{path.name} has a number for {place[0]} {place[1]} {place[2]} {place[3]}".rstrip()
            + ", which is withheld."
            for place in sorted(found & set(withheld))
        ),
        *(f"{path.name}, {words}" for words in drawings),
    ]


def in_values(path: Path) -> Iterator[Place]:
    """The places for which a table of plain values has a number."""
    if path.suffix == ".csv":
        for line in csv.DictReader(StringIO(path.read_text(encoding="utf-8"))):
            if any(line[name] for name in ("numerator", "denominator", "value")):
                breakdown = line["breakdown"].replace("_", " ").lower()
                yield line["indicator"], line["period_id"], breakdown, line["category"]


def number_places(table: Table, quarter: Quarter) -> Iterator[Place]:
    """The places of which a table of a finished file has a number."""
    about, headings, rows = table
    place = {name: number for number, name in reversed(list(enumerate(headings)))}
    windows = {
        "This quarter": quarter.period_id,
        "Numerator": quarter.period_id,
        "Denominator": quarter.period_id,
        "Previous quarter": quarter.previous.period_id,
        "Same quarter last year": quarter.year_before.period_id,
        "Year to date": quarter.year_to_date_id,
        "Rolling 12 months": quarter.rolling_12_id,
    }
    for row in rows:
        if headings[0] in (MONTH, QUARTER):
            cells = [row[1], *(row[place[name]] for name in COUNTS if name in place)]
            if any(_is_number(cell) for cell in cells):
                month = _month(row[0])
                period = month if headings[0] == MONTH else Quarter.ending(month, quarter.year_start)
                yield about, period.period_id, "", ""
            continue
        if about.endswith(READ_BESIDE):
            if any(cell[:1].isdigit() for cell in row[2:]):
                yield row[0].partition(" ")[0], quarter.period_id, "", ""
            continue
        if "Ref" not in place:
            ref, _, breakdown = about.partition(", this quarter by ")
            if breakdown and any(_is_number(cell) for cell in row[1:]):
                yield ref, quarter.period_id, breakdown, row[0]
            continue
        breakdown = row[place["Broken down by"]].lower() if "Broken down by" in place else ""
        category = row[place["Category"]] if "Category" in place else ""
        for name, number in place.items():
            # An agency's return: its own category and the partnership's total, each with the window in its heading.
            kind, _, when = name.partition(", ")
            if when in AGENCY_WINDOWS and _is_number(row[number]):
                period_id = quarter.period_id if when == AGENCY_WINDOWS[0] else quarter.rolling_12_id
                mine = row[place["Counted as"]].partition(": ")
                own = ("", "") if kind == "Partnership" else (mine[0].lower(), mine[2])
                yield row[place["Ref"]], period_id, *own
        for name, period_id in windows.items():
            if name in place and _is_number(row[place[name]]):
                yield row[place["Ref"]], period_id, breakdown, category


def workbook_tables(book: OpenedWorkbook) -> Iterator[Table]:
    """The tables of a finished workbook, each under the title of its sheet."""
    for sheet in book.book.worksheets:
        for table in sheet.tables.values():
            headings, *rows = ([_text(cell.value) for cell in row] for row in sheet[table.ref])
            yield sheet.title, headings, rows


def _text(content: object) -> str:
    from datetime import datetime

    return f"{content:%b %Y}" if isinstance(content, datetime) else "" if content is None else str(content)


@cache
def _month(words: str) -> Month:
    name, _, year = words.partition(" ")
    number = next(each for each in range(1, 13) if Month(int(year), each).short_name.startswith(name))
    return Month(int(year), number)


def _is_number(text: str) -> bool:
    plain = MARKS.sub("", text).replace(",", "").rstrip("%").removesuffix(" impossible").rstrip("%")
    return plain.lstrip("-").replace(".", "", 1).isdigit()
