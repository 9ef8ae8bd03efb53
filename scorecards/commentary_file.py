"""Owners' commentary as files: the workbook that they fill in, and the TOML that some prefer."""

import tomllib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial
from io import BytesIO
from typing import Any

from scorecards.commentary import Commentary
from scorecards.period import Quarter, day_name

SHEET = "Commentary"
HEADINGS = {
    "Ref": "indicator",
    "What is happening": "happening",
    "What we are doing": "doing",
    "By whom": "by_whom",
    "By when": "by_when",
    "What we need from this meeting": "needed",
    "Written by": "author",
    "Written on": "written_on",
    "May be public": "may_be_public",
}
"""The headings that are read, each with the field that it fills; any other column is for the eye."""
TEXTS = ("happening", "doing", "by_whom", "by_when", "needed", "author")
LONGEST = 1000


class CommentaryNotUnderstood(ValueError):
    """A commentary file that cannot be read; the words say where and what to do, and repeat nothing that was written."""


def from_toml(text: str, name: str) -> list[Commentary]:
    """The commentary of a TOML file: a table for each indicator's ref, with the fields of Commentary."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise CommentaryNotUnderstood(
            f"{name}: expected TOML; found something else. Correct the file."
        ) from None
    return [_from_table(name, ref, table) for ref, table in tables.items()]


def _from_table(name: str, ref: str, table: Any) -> Commentary:
    known = [field for field in HEADINGS.values() if field != "indicator"]
    if not isinstance(table, dict) or not set(table) <= set(known):
        raise CommentaryNotUnderstood(
            f"{name}, [{ref}]: expected a table of {', '.join(known)}; found something else. Correct it."
        )
    return _commentary({"indicator": ref, **table}, partial("{}, [{}], {}".format, name, ref))


def from_workbook(data: bytes, name: str) -> list[Commentary]:
    """The commentary of a filled-in workbook: a row for each indicator under the headings of the template."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
    except Exception:
        raise CommentaryNotUnderstood(
            f"{name}: expected an Excel workbook; found none. Save it as .xlsx."
        ) from None
    if SHEET not in book.sheetnames:
        raise CommentaryNotUnderstood(f"{name}: expected a sheet {SHEET!r}; found none. Use the template.")
    rows = [[_plain(cell) for cell in row] for row in book[SHEET].iter_rows(values_only=True)]
    top = next((number for number, row in enumerate(rows) if "Ref" in row), None)
    if top is None:
        raise CommentaryNotUnderstood(
            f"{name}, {SHEET}: expected a heading 'Ref'; found none. Use the template."
        )
    missing = [heading for heading in HEADINGS if heading not in rows[top]]
    if missing:
        raise CommentaryNotUnderstood(
            f"{name}, {SHEET}, row {top + 1}: expected the heading {missing[0]!r}; found none. Use the template."
        )
    places = {HEADINGS[heading]: place for place, heading in enumerate(rows[top]) if heading in HEADINGS}
    return [
        _commentary(
            {field: row[place] for field, place in places.items() if place < len(row)},
            partial(_cell, name, number),
        )
        for number, row in enumerate(rows[top + 1 :], start=top + 2)
        if len(row) > places["indicator"] and row[places["indicator"]]
    ]


def _plain(cell: Any) -> Any:
    return cell.strip() if isinstance(cell, str) else cell


def _cell(name: str, number: int, field: str) -> str:
    heading = next(heading for heading, each in HEADINGS.items() if each == field)
    return f"{name}, {SHEET}, row {number}, {heading}"


def _commentary(given: dict[str, Any], place: Callable[[str], str]) -> Commentary:
    """One owner's words, once they are signed, dated and not too long."""
    texts = {field: _text(given.get(field), place(field)) for field in TEXTS}
    made = Commentary(
        indicator=str(given["indicator"]),
        written_on=_day(given.get("written_on"), place("written_on")),
        may_be_public=_yes(given.get("may_be_public"), place("may_be_public")),
        **texts,
    )
    for field in ("author", "written_on"):
        if made.is_supplied and not getattr(made, field):
            raise CommentaryNotUnderstood(
                f"{place(field)}: expected who wrote this and when; found none. Fill it in."
            )
    return made


def _text(given: Any, place: str) -> str:
    if isinstance(given, datetime | date):
        return day_name(given)
    words = " ".join(str(given or "").split())
    if len(words) > LONGEST:
        raise CommentaryNotUnderstood(
            f"{place}: expected at most {LONGEST:,} characters; found {len(words):,}. Shorten it."
        )
    return words


def _day(given: Any, place: str) -> date | None:
    if given in (None, ""):
        return None
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise CommentaryNotUnderstood(
            f"{place}: expected a day such as 2023-04-12; found something else. Correct it."
        ) from None


def _yes(given: Any, place: str) -> bool:
    answers = {
        None: False,
        "": False,
        "n": False,
        "no": False,
        False: False,
        "y": True,
        "yes": True,
        True: True,
    }
    answer = given.lower() if isinstance(given, str) else given
    if answer not in answers:
        raise CommentaryNotUnderstood(f"{place}: expected Y, N or nothing; found something else. Correct it.")
    return answers[answer]


def template(quarter: Quarter, owners: Iterable[tuple[str, str, str]], partnership: str) -> bytes:
    """A workbook to fill in, a row for each ref, title and owner: the same rows give the same bytes."""
    from scorecards.workbook.book import Book
    from scorecards.workbook.sheet import Column

    book, title = Book(), f"Owners' commentary, {quarter.name}"
    sheet = book.sheet(SHEET)
    sheet.line(f"{title}, {partnership}", "title")
    sheet.line("Fill in the rows of your indicators and leave the others. This worksheet contains one table.")
    sheet.line("Empty cells are blank because they are yours to fill in.")
    sheet.line(
        "Write no name of a child or family, and no number from 1 to 5: it is printed as you write it."
    )
    sheet.line("Sign and date every row. Put Y under May be public only for what anybody may read.")
    columns = [
        Column(heading="Ref", width=10),
        Column(heading="Indicator", width=36),
        Column(heading="Owner", width=24),
    ]
    columns += [
        Column(heading=heading, width=42 if field in ("happening", "doing", "needed") else 18, style="answer")
        for heading, field in HEADINGS.items()
        if field != "indicator"
    ]
    sheet.table("commentary", columns, [[*row, *[""] * (len(columns) - 3)] for row in owners])
    return book.saved(title=title, dated=quarter.last_month.last_day, author=partnership)
