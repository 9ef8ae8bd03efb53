"""The eleven child-level lists that Ofsted asks for before an inspection (Annex A), as three tables of data.

`lists.csv` names the lists and says why one is not read. `columns.csv` has their columns, with the spellings of the
further dialects and the column of the case system's table that each fills (its field; blank: it is not used).
`spellings.csv` has the words of the coded columns; a group of codes, such as `d) Health services`, is taken as that group's
"other", which counts in the same group; `words.csv` has what is written for a code. The child and the day of a record
make its reference.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from schemas import code_list
from schemas.code_list import folded

_FOLDER = Path(__file__).parent
_PREFIX = re.compile(r"^\s*\w{1,2}\)\s*")
_LABELLED = ("primary_need", "close_reason")
MONTHS = 6
"""The months up to the inspection that the lists of events cover; the others hold what is open besides."""


@dataclass(frozen=True, kw_only=True)
class ListColumn:
    """A column of a list: its official heading, all its spellings squeezed, its field and the code list of its words."""

    heading: str
    spellings: frozenset[str]
    field: str
    codes: str


@dataclass(frozen=True, kw_only=True)
class AnnexList:
    """One of the lists: `titles` are the names that its sheet goes by, squeezed; `own` the columns that few others have.

    `table` is the case system's table of its records, `key` that table's reference, `mark` the letter that stands in the
    references made for it, and `day` the field of the day that they are about.
    """

    number: int
    title: str
    titles: frozenset[str]
    table: str
    key: str
    mark: str
    day: str
    why_ignored: str
    columns: tuple[ListColumn, ...]
    own: frozenset[str]

    @cached_property
    def headings(self) -> dict[str, str]:
        """The official heading by every spelling of it."""
        return {spelling: column.heading for column in self.columns for spelling in column.spellings}

    @property
    def name(self) -> str:
        """What people call it."""
        return f"list {self.number} ({self.title})"


def squeezed(text: str) -> str:
    """A heading without all that the dialects vary: case, punctuation, curly quotation marks and white space."""
    return folded(text).replace(" ", "")


@cache
def lists() -> tuple[AnnexList, ...]:
    """The lists by number, with their columns in the official order."""
    rows = [(row["lists"].split(), _column(row)) for row in _rows("columns")]
    return tuple(_list(row, rows) for row in _rows("lists"))


@cache
def every_spelling() -> frozenset[str]:
    """Every spelling of every heading of every list."""
    return frozenset(spelling for each in lists() for spelling in each.headings)


@cache
def meanings(codes: str) -> dict[str, str]:
    """What the words of Annex A mean in a code list of ours, by folded word; an empty meaning is a blank."""
    return {word(row["spelling"]): row["code"] for row in _rows("spellings") if row["codes"] == codes}


def word(cell: str) -> str:
    """A cell without the letter that Annex A's lists put before each word, such as `k)` or `p1)`, folded."""
    return folded(_PREFIX.sub("", cell))


def _column(row: dict[str, str]) -> ListColumn:
    words = [row["heading"], *filter(None, row["spellings"].split("|"))]
    return ListColumn(
        heading=row["heading"],
        spellings=frozenset(map(squeezed, words)),
        field=row["field"],
        codes=row["codes"],
    )


def _list(row: dict[str, str], rows: list[tuple[list[str], ListColumn]]) -> AnnexList:
    number = row["number"]
    titles = [row["title"], f"List {number}", *filter(None, row["aliases"].split("|"))]
    return AnnexList(
        number=int(number),
        title=row["title"],
        titles=frozenset(map(squeezed, titles)),
        table=row["table"],
        key=row["key"],
        mark=row["mark"],
        day=row["day"],
        why_ignored=row["why_ignored"],
        columns=tuple(column for numbers, column in rows if number in numbers),
        own=frozenset(column.heading for numbers, column in rows if number in numbers and len(numbers) < 3),
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def words(codes: str) -> dict[str, str]:
    """What Annex A writes for the codes of a list of ours: its own words, else the code and our label."""
    labels = code_list.labels(codes) if codes in _LABELLED else {}
    written = {row["code"]: row["words"] for row in _rows("words") if row["codes"] == codes}
    return {code: f"{code} - {label}" for code, label in labels.items()} | written
