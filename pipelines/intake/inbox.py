"""The inbox: `<YYYY-MM>/<agency>/file`, or for a region `<authority>/<YYYY-MM>/<agency>/file`. Never changed."""

import os
import re
import stat
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from scorecards.period import Month, first_year_of
from sources.catalogue import AGENCIES
from sources.preflight.kind import EXTENSIONS

KINDS = {
    "mosaic": "snapshot",
    "eisi": "snapshot",
    "partnership": "snapshot",
    "police": "month",
    "health": "year_to_date",
    "workforce": "as_at",
}
"""How each agency delivers, for looking ahead without reading the sources; a test holds them to the sources."""


@cache
def span(agency: str, month: Month, year_start: int) -> str:
    """Deliveries of one span replace each other: all snapshots, the months of one year, or one month."""
    if KINDS[agency] == "snapshot":
        return "all"
    return str(first_year_of(month, year_start)) if KINDS[agency] == "year_to_date" else str(month)


DECISIONS = "decisions"
"""The folder of a month for workbooks of answers, beside those of the agencies."""

_MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")


_NO_CODES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, order=True)
class Dropped:
    """A file in the inbox, in the order in which files of one look are taken: month, agency, time, name."""

    month: Month
    agency: str
    modified: int
    name: str
    authority: str
    size: int
    path: Path

    @property
    def signature(self) -> tuple[int, int]:
        """Size and time: what changes while a file is still being written."""
        return (self.size, self.modified)


def dropped(
    inbox: Path, *, authority: str, codes: Mapping[str, str] = _NO_CODES, until: Month | None = None
) -> list[Dropped]:
    """The files of the inbox, of extract months up to `until`, in the order in which they are taken.

    A month's folder at the top means `authority`; a folder of another name at the top is an authority's code, or a name
    of which `codes` says whose it is.
    """
    return sorted(
        file
        for month, code, folder in _months(inbox, authority, codes)
        if until is None or month <= until
        for file in _files(folder, month, code)
    )


def decision_files(inbox: Path, *, authority: str, until: Month | None = None) -> list[Dropped]:
    """The workbooks that suppliers sent back with their answers, `<YYYY-MM>/decisions/*.xlsx`, in order. Their
    `agency` is `decisions`, which is none: intake never takes them."""
    return sorted(
        file
        for month, code, folder in _months(inbox, authority, _NO_CODES)
        if until is None or month <= until
        for file in _files(folder, month, code, (DECISIONS,))
        if file.path.suffix.lower() == ".xlsx"
    )


def months(inbox: Path, *, authority: str) -> list[Month]:
    """The extract months that the inbox has folders for, in order."""
    return sorted({month for month, _, _ in _months(inbox, authority, _NO_CODES)})


def _months(inbox: Path, authority: str, codes: Mapping[str, str]) -> Iterator[tuple[Month, str, Path]]:
    for top in _folders(inbox):
        if _MONTH.match(top.name):
            yield Month.parse(top.name), authority, top
        else:
            for folder in _folders(top):
                if _MONTH.match(folder.name):
                    yield Month.parse(folder.name), codes.get(top.name, top.name), folder


def _folders(folder: Path) -> list[Path]:
    """The folders in a folder; hidden ones, such as a file server's snapshots, are not the agencies'."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def passed_over(
    inbox: Path, *, authority: str, codes: Mapping[str, str] = _NO_CODES
) -> Counter[tuple[str, Month, str]]:
    """How many files stand in the inbox whose ending no report has, by authority, month and agency: they are never
    opened, and somebody has to be told of them."""
    return Counter(
        (code, month, agency)
        for month, code, folder in _months(inbox, authority, codes)
        for agency, path, _ in _regular(folder, AGENCIES)
        if path.suffix.lower() not in EXTENSIONS
    )


def _files(
    folder: Path, month: Month, authority: str, agencies: tuple[str, ...] = AGENCIES
) -> Iterator[Dropped]:
    for agency, path, facts in _regular(folder, agencies):
        if path.suffix.lower() in EXTENSIONS:
            yield Dropped(
                month=month,
                agency=agency,
                modified=facts.st_mtime_ns,
                name=path.name,
                authority=authority,
                size=facts.st_size,
                path=path,
            )


def _regular(folder: Path, agencies: tuple[str, ...]) -> Iterator[tuple[str, Path, os.stat_result]]:
    """The agencies' files that are neither hidden nor a program's own."""
    for agency in agencies:
        for path in sorted((folder / agency).glob("*")) if (folder / agency).is_dir() else []:
            try:
                facts = path.lstat()
            except FileNotFoundError:  # taken away since the folder was listed
                continue
            if stat.S_ISREG(facts.st_mode) and not path.name.startswith((".", "~$")):
                yield agency, path, facts
