"""Every reference of a child or of a record in all delivered files of an authority, with the place where it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import polars as pl

from pipelines.home import Home
from pipelines.intake.children import readers
from pipelines.intake.delivery import Delivery, deliveries
from pipelines.progress import say
from pipelines.settings import password
from pipelines.subject.untaken import Untaken
from schemas.table import columns
from sources.catalogue import sources
from sources.cells.identifiers import identifier
from sources.cells.result import Circumstances
from sources.cells.words import cleaned
from sources.pseudonym import Pseudonyms
from sources.reading import UnreadableFile
from sources.recognising import Recognised, recognised
from sources.sheet import Grid

SHARED = frozenset(
    {"team", "professional", "staff", "post", "family", "eisi_family", "meeting", "incident", "escalation"}
)
"""Domains whose references belong to several people."""

MENTIONS = {
    "file": pl.Int32, "sheet": pl.Int32, "row": pl.Int32, "source": pl.String, "domain": pl.String, "id": pl.String,
    "word": pl.String,
}  # fmt: skip
"""A reference in a cell: where it stands, in which table, what it refers to, its pseudonym, and how it was written."""


@dataclass(kw_only=True)
class Mentioned:
    """Everything that was read: `mentions` of references, a row each, and the sheets that no table knows."""

    files: list[str] = field(default_factory=list)
    mentions: list[pl.DataFrame] = field(default_factory=list)
    loose: list[tuple[int, Grid]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def mentioned(home: Home, authority: str, pseudonyms: Pseudonyms, besides: Iterable[Untaken]) -> Mentioned:
    """Every file of the authority, and those besides, read by processes of their own."""
    circumstances = Circumstances(
        authority=authority, pseudonyms=pseudonyms, own_names=frozenset(), overlay=home.settings.overlay
    )
    found = Mentioned()
    files: dict[str, Delivery | Untaken] = {each.sha256: each for each in _kept(home, authority)}
    places = {digest: home.store / digest for digest in files}
    for loose in besides:
        if loose.path is not None:
            files[loose.sha256], places[loose.sha256] = loose, loose.path
    reading = {
        digest: readers().read(places[digest], password=password(home.settings, each.agency))
        for digest, each in files.items()
    }
    for digest, book in reading.items():
        each = files[digest]
        say(f"Looking into {each.agency or 'a file of nobody'}, {each.month}")
        try:
            grids = book.result().grids
        except UnreadableFile:
            found.unread.append(digest)
            continue
        found.files.append(digest)
        for grid in grids:
            if grid.is_blank:
                continue
            known = sources(each.agency) if each.agency else []
            sheet = recognised(grid, known, home.settings.overlay)
            if isinstance(sheet, Recognised):
                found.mentions += _mentions(sheet, len(found.files) - 1, circumstances)
            else:
                found.loose.append((len(found.files) - 1, grid))
    return found


def _kept(home: Home, authority: str) -> Iterator[Delivery]:
    for each in deliveries(home).values():
        if each.authority == authority and not each.is_gone and (home.store / each.sha256).exists():
            yield each


def _mentions(sheet: Recognised, number: int, circumstances: Circumstances) -> Iterator[pl.DataFrame]:
    """The references of a sheet, a row each, with the words that they were written in."""
    start = sheet.heading_row + 1
    places = sheet.grid.row_numbers.slice(start)
    for name, column in columns(sheet.source.table).items():
        if column.kind != "identifier" or column.domain in SHARED or name not in sheet.positions:
            continue
        words = sheet.grid.cells.get_columns()[sheet.positions[name]].slice(start)
        cells = words.alias("cell").to_frame().select(cleaned(pl.col("cell"))).to_series()
        yield pl.DataFrame(
            {
                "file": pl.repeat(number, len(words), dtype=pl.Int32, eager=True),
                "sheet": pl.repeat(sheet.grid.number, len(words), dtype=pl.Int32, eager=True),
                "row": places,
                "source": pl.repeat(sheet.source.name, len(words), dtype=pl.String, eager=True),
                "domain": pl.repeat(column.domain, len(words), dtype=pl.String, eager=True),
                "id": identifier(cells, column, circumstances).values,
                "word": words,
            },
            schema=MENTIONS,
        ).drop_nulls("id")
