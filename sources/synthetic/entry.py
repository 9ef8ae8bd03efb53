"""An agency's own book: what was entered, when, and what was entered afterwards.

Everything the made-up partnership delivers is a view of its books at a moment, so that late recording and
corrections are in the files for the same reason as in life: they had not been typed in yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Row = dict[str, Any]


@dataclass(slots=True)
class Entry:
    """One row of a book.

    `recorded_at` is the local moment when the row was first entered; `values` holds its columns as entered then;
    `later` holds what was entered afterwards as (local moment, column, new value), in order of moment.
    """

    recorded_at: datetime
    values: Row
    later: list[tuple[datetime, str, Any]] = field(default_factory=list)


Books = dict[str, list[Entry]]
"""The books of one authority by agency table, such as `mosaic.contact`."""


def as_recorded(book: Iterable[Entry], at: datetime) -> list[Row]:
    """The rows that a snapshot taken at the local moment `at` shows, in the order of the book."""
    return [_as_at(entry, at) for entry in book if entry.recorded_at <= at]


def _as_at(entry: Entry, at: datetime) -> Row:
    if not entry.later or entry.later[0][0] > at:
        return entry.values
    row = dict(entry.values)
    row.update((column, value) for moment, column, value in entry.later if moment <= at)
    return row
