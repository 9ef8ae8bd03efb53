"""The workbook of everything that was found of one child, for whoever answers the request."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipelines import audit
from pipelines.home import Home
from scorecards.workbook.lists import ListSheet, list_workbook

MARKING = "OFFICIAL-SENSITIVE. Subject access: for the person who answers the request, and for nobody else."
_PLACE = (
    ("Agency", 14.0),
    ("Month", 10.0),
    ("File", 16.0),
    ("File name", 34.0),
    ("Sheet", 18.0),
    ("Row", 8.0),
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a delivered file: its place, what became of it, and its cells by the supplier's own headings."""

    source: str
    place: tuple[str, str, str, str, str, int]
    became: str
    headings: tuple[str, ...]
    cells: tuple[str, ...]


def found_workbook(
    home: Home,
    held: dict[str, list[Row]],
    tables: dict[str, int],
    by_hand: list[tuple[str, str, str, str]],
    now: datetime,
) -> bytes:
    """The bytes of the workbook: where the child was found, in which tables, every row as the supplier wrote it, and what
    has to be opened by hand."""
    settings = home.settings
    unread = (
        f"{len(by_hand)} files could not be read: open each of those under Open by hand."
        if by_hand
        else "Every file that is kept or lies in the inbox was looked into."
    )
    everything = [row for lines in held.values() for row in lines]
    sheets = [
        ListSheet(
            name="Where",
            lines=(
                f"{settings.name}. Made {now:%Y-%m-%d} by {audit.who()}.",
                f"Every row of every file, taken in or not, that holds a reference of the child or of a record about them. {unread}",
            ),
            headings=(*_PLACE, ("Table", 32.0), ("What became of it", 52.0)),
            rows=[[*row.place, row.source or "none", row.became] for row in everything],
        ),
        ListSheet(
            name="Tables",
            lines=(
                "Rows that hold a pseudonym of the child in the newest build. What was published holds counts alone.",
            ),
            headings=(("Table", 44.0), ("Rows", 12.0)),
            rows=[[table, count] for table, count in tables.items()],
        ),
    ]
    if by_hand:
        sheets.append(
            ListSheet(
                name="Open by hand",
                lines=(
                    "Nobody can tell whether these hold the child: they could not be read, are of a kind that is never read, or "
                    "are no files of their own but links. Open each, and look.",
                ),
                headings=_PLACE[:4],
                rows=[list(each) for each in by_hand],
            )
        )
    for source, lines in held.items():
        for number, (headings, part) in enumerate(_alike(lines), start=1):
            name = source or "Other sheets"
            sheets.append(
                ListSheet(
                    name=name if number == 1 else f"{name[:27]} {number}",
                    lines=("The rows as the supplier wrote them, under the supplier's own headings.",),
                    headings=(*_PLACE, *((heading, 18.0) for heading in headings)),
                    rows=[[*row.place, *row.cells] for row in part],
                )
            )
    return list_workbook(
        sheets,
        title="What is held of one child",
        marking=MARKING,
        dated=now.date(),
        is_made_up=settings.is_made_up,
    )


def _alike(lines: list[Row]) -> Iterator[tuple[tuple[str, ...], list[Row]]]:
    """Rows that stand under the same headings."""
    groups: dict[Any, list[Row]] = {}
    for row in lines:
        groups.setdefault(row.headings or len(row.cells), []).append(row)
    for headings, part in groups.items():
        yield headings if isinstance(headings, tuple) else ("",) * headings, part
