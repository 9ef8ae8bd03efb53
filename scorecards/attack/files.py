"""Numbers in finished workbooks and pages where the release has a mark: read from the cells, not from the makers."""

import csv
import re
from collections.abc import Collection, Iterable, Iterator
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

from scorecards.accessibility.opened import OpenedWorkbook, opened
from scorecards.attack.seen import Seen
from scorecards.period import Month, Quarter

Place = tuple[str, str, str, str]
Table = tuple[str, list[str], list[list[str]]]
"""What stands above a table (the ref it is about, where one is), its headings and its rows, as text."""
COUNTS = ("Numerator", "Denominator")
AGENCY_WINDOWS = ("quarter", "12 months")
MONTH, QUARTER = "Month", "Quarter ending"
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
    """Sentences, without a value, for every number that a finished file has in a withheld place. `book` is the file when
    it is a workbook that is open already."""
    return [
        f"{path.name} has a number for {place[0]} {place[1]} {place[2]} {place[3]}".rstrip()
        + ", which is withheld."
        for place in sorted(set(_numbers(path, quarter, book)) & set(withheld))
    ]


def _numbers(path: Path, quarter: Quarter, book: OpenedWorkbook | None) -> Iterator[Place]:
    """The places for which the file has a number."""
    if path.suffix == ".csv":
        for line in csv.DictReader(StringIO(path.read_text(encoding="utf-8"))):
            if any(line[name] for name in ("numerator", "denominator", "value")):
                breakdown = line["breakdown"].replace("_", " ").lower()
                yield line["indicator"], line["period_id"], breakdown, line["category"]
    if path.suffix == ".xlsx":
        for table in _workbook(book or opened(path.read_bytes(), path.name)):
            yield from _in_table(table, quarter)
    if path.suffix == ".html":
        for table in _page(path):
            yield from _in_table(table, quarter)


def _in_table(table: Table, quarter: Quarter) -> Iterator[Place]:
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


def _workbook(book: OpenedWorkbook) -> Iterator[Table]:
    for sheet in book.book.worksheets:
        for table in sheet.tables.values():
            headings, *rows = ([_text(cell.value) for cell in row] for row in sheet[table.ref])
            yield sheet.title, headings, rows


def _text(content: object) -> str:
    from datetime import datetime

    return f"{content:%b %Y}" if isinstance(content, datetime) else "" if content is None else str(content)


def _month(words: str) -> Month:
    name, _, year = words.partition(" ")
    number = next(each for each in range(1, 13) if Month(int(year), each).short_name.startswith(name))
    return Month(int(year), number)


def _is_number(text: str) -> bool:
    plain = MARKS.sub("", text).replace(",", "").rstrip("%").removesuffix(" impossible").rstrip("%")
    return plain.lstrip("-").replace(".", "", 1).isdigit()


def _page(path: Path) -> list[Table]:
    found = _Tables()
    found.feed(path.read_text(encoding="utf-8"))
    return found.tables


class _Tables(HTMLParser):
    """The tables of a page, each with the article that it stands in or, of a breakdown, its caption."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self._article = ""
        self._caption = ""
        self._rows: list[list[str]] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article":
            self._article = dict(attrs).get("id") or ""
        if tag == "table":
            self._caption, self._rows = "", []
        if tag == "tr":
            self._rows.append([])
        if tag in ("td", "th", "caption"):
            self._inside = tag
            if tag != "caption" and self._rows:
                self._rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "caption"):
            self._inside = ""
        if tag == "article":
            self._article = ""
        if tag == "table" and self._rows:
            headings, *rows = self._rows
            whole = [row for row in rows if len(row) == len(headings)]
            is_breakdown = bool(self._article) and headings[0] not in (MONTH, QUARTER)
            self.tables.append((self._caption if is_breakdown else self._article, headings, whole))

    def handle_data(self, data: str) -> None:
        if self._inside == "caption":
            self._caption += data
        elif self._inside and self._rows and self._rows[-1]:
            self._rows[-1][-1] += data.strip()
