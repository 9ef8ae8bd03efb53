"""An agency's table written once: every version of every row, ready to be taken for any month.

A row is written again only where it changed, so that twelve snapshots cost little more than one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sources.synthetic.entry import Entry, Row


@dataclass(frozen=True, slots=True)
class Version:
    """A row as it stood from `since` until just before `until`."""

    since: datetime
    until: datetime
    event_month: tuple[int, int]
    text: str


class Shelf:
    """The versions of every row of a table, in the order of its book."""

    def __init__(self, book: list[Entry], write: Callable[[Row], str], event_column: str = "") -> None:
        self._versions = [version for entry in book for version in _versions(entry, write, event_column)]

    def at(self, moment: datetime) -> list[str]:
        """The rows that stood at a moment."""
        return [version.text for version in self._versions if version.since <= moment < version.until]

    def of_month(self, end: datetime) -> list[str]:
        """The rows of the month that closes at `end`, and those of earlier months that changed in it."""
        month = (end.year, end.month)
        return [
            version.text
            for version in self._versions
            if version.since <= end < version.until
            and month in (version.event_month, (version.since.year, version.since.month))
        ]


def _versions(entry: Entry, write: Callable[[Row], str], event_column: str) -> list[Version]:
    event: date | None = entry.values[event_column] if event_column else None
    month = (event.year, event.month) if event else (0, 0)
    row = dict(entry.values)
    since, versions = entry.recorded_at, []
    for moment, column, value in entry.later:
        if moment > since:
            versions.append(Version(since, moment, month, write(row)))
            since = moment
        row[column] = value
    versions.append(Version(since, datetime.max, month, write(row)))
    return versions
