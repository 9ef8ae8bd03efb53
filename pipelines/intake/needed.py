"""Which folders of the inbox a month's build needs: the newest of every span, and older ones while a report is missing."""

from collections.abc import Callable, Iterable, Iterator

from pipelines.intake.inbox import Dropped, span
from scorecards.period import Month
from sources.catalogue import tables

Supplied = Callable[[set[str]], set[tuple[str, str]]]
"""The reports (authority, source) that usable deliveries of some months hold."""


def needed(
    files: Iterable[Dropped], agency: str, year_start: int, supplied: Supplied
) -> Iterator[list[Dropped]]:
    """The files of an agency to look at, in rounds: take one round in before asking for the next.

    Of an agency that delivers its whole history each month the first round is the newest folder, and the next an older
    one where that lacks a report; of one that delivers the year so far it is the newest folder of each year; of the
    others every folder.
    """
    spans = _spans(files, year_start)
    wanted = [
        {(code, f"{agency}.{table}") for code in _authorities(folders) for table in tables(agency)}
        for folders in spans
    ]
    depth = 0
    while True:
        due = [number for number, folders in enumerate(spans) if depth < len(folders) and wanted[number]]
        if not due:
            return
        yield [file for number in due for file in spans[number][depth]]
        for number in due:
            wanted[number] -= supplied({str(file.month) for file in spans[number][depth]})
        depth += 1


def _authorities(folders: list[list[Dropped]]) -> set[str]:
    return {file.authority for folder in folders for file in folder}


def _spans(files: Iterable[Dropped], year_start: int) -> list[list[list[Dropped]]]:
    """The files of one agency by span, the oldest first, and in each span by month, the newest first."""
    by_span: dict[str, dict[Month, list[Dropped]]] = {}
    for file in sorted(files):
        months = by_span.setdefault(span(file.agency, file.month, year_start), {})
        months.setdefault(file.month, []).append(file)
    return [[months[month] for month in reversed(months)] for months in by_span.values()]
