"""Mutations of one cell, by the kind of its column: what a person, a spreadsheet or an export does to it.

Each gives the new cell, its class in the catalogue, a name, and the outcomes that are right.
"""

from collections.abc import Iterator
from datetime import datetime

from schemas.code_list import labels
from schemas.column import Column
from tests.bad_input.case import SECRET, Outcome

Mutation = tuple[str, str, str, set[Outcome]]
"""Class, name, new cell, and the outcomes that are right."""
ASIDE: set[Outcome] = {"set aside"}
TOLD: set[Outcome] = {"set aside", "warned"}


def mutations(column: Column, cell: str) -> Iterator[Mutation]:
    """What can happen to a filled cell of the column."""
    if column.required:
        yield "R", "an empty cell", "", ASIDE
        yield "R", "only spaces", "\u00a0 \u200b", ASIDE
    yield "I", "an error as text", "#REF!", TOLD | {"blank"}
    yield "A", "spaces around", f" \u00a0{cell}\u200b ", {"equal"}
    yield from {
        "day": _day,
        "moment": _moment,
        "identifier": _identifier,
        "code": _code,
        "label": _label,
        "flag": _flag,
        "whole": _number,
        "decimal": _number,
        "text": _text,
        "authority": _text,
    }[column.kind](column, cell)


def _day(column: Column, cell: str) -> Iterator[Mutation]:
    day = datetime.strptime(cell[:10], "%d/%m/%Y")
    after = cell[10:]
    for name, new in {
        "no such day": "31/02/2023",
        "29 February of no leap year": "29/02/2023",
        "month first": f"{day:%m}/25/{day:%Y}",
        "year 204": f"{day:%d/%m}/0204",
        "a word": f"{SECRET} March",
        "two days": f"{day:%d/%m/%Y}; {day:%d/%m/%Y}",
        "day nought": "00/03/2023",
    }.items():
        yield "T", name, new + after, ASIDE
    yield "T", "not known", "Not known", TOLD | {"blank"}
    yield "T", "01/01/1900", "01/01/1900" + after, TOLD
    yield "T", "31/12/9999", "31/12/9999" + after, TOLD | {"blank"}
    if not column.future:
        yield "T", "in forty years", f"{day:%d/%m}/2063" + after, TOLD
    yield "T", "two digits of the year", f"{day:%d/%m/%y}" + after, TOLD
    yield "T", "a number of days", str((day - datetime(1899, 12, 30)).days), TOLD | {"equal"}
    yield "T", "the month in letters", f"{day.day} {day:%b %Y}" + after, {"equal", "set aside"}
    yield "T", "dots", f"{day:%d.%m.%Y}" + after, {"equal", "set aside"}
    yield "T", "ISO", f"{day:%Y-%m-%d}" + after, {"equal"}


def _moment(column: Column, cell: str) -> Iterator[Mutation]:
    yield from _day(column, cell)
    day = cell[:10]
    yield "T", "25 o'clock", f"{day} 25:10", ASIDE
    yield "T", "minute 61", f"{day} 10:61", ASIDE
    yield "T", "an hour that the clocks leave out", "26/03/2023 01:30", TOLD
    yield "T", "24:00", f"{day} 24:00", TOLD | {"equal"}
    as_iso = datetime.strptime(cell, "%d/%m/%Y %H:%M")
    yield "T", "ISO with T", f"{as_iso:%Y-%m-%dT%H:%M:%S}", {"equal"}
    if as_iso < datetime(2023, 3, 26):
        yield "T", "an offset from Greenwich", f"{as_iso:%Y-%m-%dT%H:%M:%S}+00:00", {"equal", "set aside"}


def _identifier(column: Column, cell: str) -> Iterator[Mutation]:
    yield "I", "two ids in a cell", f"{cell}; {cell[:-1]}9", TOLD
    yield "I", "400 characters", SECRET * 40, TOLD
    yield "I", "in powers of ten", "1.23457E+11", TOLD
    yield "V", "a sentence with a name", f"{SECRET} spoke to the mother on 01234 567890, see the file", TOLD
    if column.check == "nhs":
        yield "I", "a wrong check digit", cell[:-1] + str((int(cell[-1]) + 1) % 10), TOLD
        yield "I", "the same digit ten times", "4444444444", TOLD
        yield "I", "letter O for nought", "O" + cell[1:], TOLD | {"equal"}
        yield "I", "spaces inside", f"{cell[:3]} {cell[3:6]} {cell[6:]}", {"equal"}


def _code(column: Column, cell: str) -> Iterator[Mutation]:
    yield "V", "a code of no list", "ZZ99", ASIDE
    yield "V", "a name and a telephone number", f"{SECRET} 01234 567890", ASIDE
    yield "V", "the label after the code", f"{cell} - {labels(column.codes)[cell]}", {"equal"}
    yield "V", "small letters", cell.lower(), {"equal"}


def _label(column: Column, cell: str) -> Iterator[Mutation]:
    yield "V", "a word of no list", SECRET, ASIDE
    yield "V", "capitals and two spaces", cell.upper().replace(" ", "  "), {"equal"}


def _flag(column: Column, cell: str) -> Iterator[Mutation]:
    yield "V", "perhaps", f"Perhaps {SECRET}", ASIDE
    yield "V", "2", "2", ASIDE
    for new in ("yes", "TRUE", "1", "y") if cell == "Y" else ("No", "false", "0", "n"):
        yield "V", f"spelt {new}", new, {"equal"}


def _number(column: Column, cell: str) -> Iterator[Mutation]:
    for name, new in {
        "a number in letters": "two",
        "no number": "NaN",
        "no end": "Infinity",
        "beyond belief": "1e308",
        "a percentage of a percentage": "27.2.%",
        "two numbers": "3 4",
        "a name": SECRET,
    }.items():
        yield "V", name, new, ASIDE
    if column.lowest is not None and column.lowest >= 0:
        yield "V", "below nought", "-5", TOLD
    if column.highest is not None:
        yield "V", "above the highest", str(int(column.highest) + 1), TOLD
    for word in ("N/A", "-", "Unknown", "n/k", "TBC", "."):
        yield "V", f"the null word {word}", word, TOLD | {"blank"}
    yield "V", "suppressed", "<5", TOLD | {"blank"}
    yield "V", "suppressed by a letter", "c", TOLD | {"blank"}
    yield "V", "a point and a nought", f"{cell}.0", {"equal"}


def _text(column: Column, cell: str) -> Iterator[Mutation]:
    hostile = (
        '=HYPERLINK("http://a")',
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(1)",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "'; drop table x; --",
    )
    for new in hostile:
        yield "S", f"hostile text {new[:8]}", new, {"kept", "set aside", "warned"}
    yield "V", "40,000 characters", "x" * 40_000, {"kept", "set aside", "warned"}
    yield "E", "letters beyond the usual", "Zoë 𝔘 אב 🙂", {"kept", "set aside", "warned"}
