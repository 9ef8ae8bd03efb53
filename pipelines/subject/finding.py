"""Subject access: every row that is held of one child, in every file and every table, in a workbook for the restricted
role. Which rows are a child's is told by the same rule by which a child would be erased."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from pipelines import audit
from pipelines.boundary import Stopped
from pipelines.builds import Plan, build_path, newest_month
from pipelines.database import database, rows
from pipelines.files import write_whole
from pipelines.home import Home
from pipelines.intake.delivery import Delivery, deliveries
from pipelines.intake.staging import names_of
from pipelines.roles import RESTRICTED, refuse_unless, restricted_folder
from pipelines.sealed import SealBroken
from pipelines.settings import password
from pipelines.subject.rows import Theirs, of_authority, theirs
from pipelines.subject.untaken import Untaken, untaken
from pipelines.subject.workbook import Row, found_workbook
from sources.catalogue import sources
from sources.recognising import Recognised, recognised
from sources.sheet import Grid

IN_FORCE, NEWER, ASIDE, UNKNOWN = (
    "Counted: in force",
    "Kept: a newer delivery is in force, or this one is held",
    "Set aside, or no record",
    "In a sheet or file that no table is read from",
)
NEVER = "Never taken in: still in the inbox, or in the store and named by no delivery"


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found: the workbook, rows by source ('' for sheets that no table knows), files, rows by table of the
    newest build, the files that nobody could look into, and how many of the files were never taken in."""

    path: Path
    sources: dict[str, int]
    files: int
    tables: dict[str, int]
    unread: int
    untaken: int = 0

    @property
    def rows(self) -> int:
        """The rows in delivered files together."""
        return sum(self.sources.values())


def find(home: Home, reference: str, domain: str | None = None, authority: str | None = None) -> Found:
    """Write the workbook of everything held of a child: in deliveries, whatever their verdict, and in files that were never
    taken in. Raises NotYourRole, and Stopped for a reference that is nobody's or of two kinds."""
    refuse_unless(home, RESTRICTED, "everything that is held of a child")
    if not reference.strip():
        raise Stopped("Expected a reference of the child, as an agency writes it; found none. Type it.")
    asked = of_authority(home, authority, reference, domain)
    kept: dict[str, list[Delivery]] = {}
    for each in deliveries(home).values():
        if not each.is_gone and each.authority == asked.settings.authority.code:
            kept.setdefault(each.sha256, []).append(each)
    home.staging.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(dir=home.staging) as scratch:
        besides = list(untaken(asked, Path(scratch)))
        child = theirs(asked, reference, domain, several=True, besides=besides)
        looked = {each.sha256: each for each in besides if each.path is not None}
        found_in = [
            *_held(home, child, kept, _in_force(home)),
            *_never_taken(home, child, looked),
        ]
    held = {source: list(lines) for source, lines in _by_source(found_in)}
    by_hand = _by_hand(home, child, kept, besides)
    tables = _tables(home, child)
    subject = sha256(min((min(ids) for ids in child.ids.values()), default="").encode()).hexdigest()[:16]
    now = datetime.now(UTC)
    path = restricted_folder(home, "found") / f"found-{now:%Y-%m-%d}-{subject[:8]}.xlsx"
    write_whole(path, found_workbook(home, held, tables, by_hand, now))
    found = Found(
        path=path,
        sources={source: len(lines) for source, lines in held.items()},
        files=sum(len(kept.get(digest, (digest,))) for digest in child.rows),
        tables=tables,
        unread=len(by_hand),
        untaken=sum(digest in looked for digest in child.rows),
    )
    audit.note(home, "find", subject=subject, rows=found.rows, files=found.files, tables=len(tables))
    return found


def _held(
    home: Home, child: Theirs, kept: dict[str, list[Delivery]], in_force: set[tuple[str, str]]
) -> Iterator[Row]:
    from pipelines.intake.children import readers

    reading = {
        digest: readers().read(home.store / digest, password=password(home.settings, kept[digest][0].agency))
        for digest in child.rows
        if digest in kept
    }
    for digest, book in reading.items():
        name = _name(home, digest)
        for grid in book.result().grids:
            wanted = child.rows[digest].get(grid.number, frozenset())
            here = pl.Series(sorted(wanted & set(grid.row_numbers)), dtype=pl.Int32)
            for delivery in (
                kept[digest] if len(here) else ()
            ):  # the same bytes may have come for several months
                yield from _of_sheet(home, delivery, grid, here, name, in_force)


def _never_taken(home: Home, child: Theirs, looked: dict[str, Untaken]) -> Iterator[Row]:
    from pipelines.intake.children import readers

    reading = {
        digest: readers().read(path, password=password(home.settings, looked[digest].agency))
        for digest in child.rows
        if digest in looked and (path := looked[digest].path) is not None
    }
    for digest, book in reading.items():
        file = looked[digest]
        for grid in book.result().grids:
            wanted = child.rows[digest].get(grid.number, frozenset())
            here = pl.Series(sorted(wanted & set(grid.row_numbers)), dtype=pl.Int32)
            sheet = recognised(grid, sources(file.agency) if file.agency else [], home.settings.overlay)
            headings = tuple(grid.rows_at([sheet.heading_row])[0]) if isinstance(sheet, Recognised) else ()
            for number, cells in zip(here, grid.rows_numbered(here), strict=True):
                yield Row(
                    source=sheet.source.name if isinstance(sheet, Recognised) else "",
                    place=(*file.place, grid.title or str(grid.number), number),
                    became=NEVER,
                    headings=headings,
                    cells=tuple(cells),
                )


def _by_hand(
    home: Home, child: Theirs, kept: dict[str, list[Delivery]], besides: list[Untaken]
) -> list[tuple[str, str, str, str]]:
    """The files that nobody could look into, by agency, month, hash and name."""
    unread = set(child.unread)
    known = [
        (each.agency, each.month, digest[:12], _name(home, digest))
        for digest in sorted(unread & kept.keys())
        for each in kept[digest]
    ]
    return known + [each.place for each in besides if each.path is None or each.sha256 in unread]


def _of_sheet(
    home: Home, delivery: Delivery, grid: Grid, wanted: pl.Series, name: str, in_force: set[tuple[str, str]]
) -> Iterator[Row]:
    sheet = recognised(grid, sources(delivery.agency), home.settings.overlay)
    known = sheet if isinstance(sheet, Recognised) else None
    source = known.source.name if known else ""
    headings = tuple(grid.rows_at([known.heading_row])[0]) if known else ()
    accepted = _accepted(home, delivery, source, grid.number)
    kept_as = IN_FORCE if (delivery.delivery_id, source) in in_force else NEWER
    for number, cells in zip(wanted, grid.rows_numbered(wanted), strict=True):
        yield Row(
            source=source,
            place=(delivery.agency, delivery.month, delivery.sha256[:12], name, grid.title or str(grid.number), number),
            became=UNKNOWN if known is None else kept_as if number in accepted else ASIDE,
            headings=headings,
            cells=tuple(cells),
        )  # fmt: skip


def _by_source(found: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    """The rows of each source, by month and file."""
    every: dict[str, list[Row]] = {}
    for row in found:
        every.setdefault(row.source, []).append(row)
    for source in sorted(every, key=lambda each: (each == "", each)):
        yield source, sorted(every[source], key=lambda row: (row.headings, row.place))


def _accepted(home: Home, delivery: Delivery, source: str, sheet: int) -> set[int]:
    path = home.rows / delivery.folder_name / f"{source}.parquet"
    if not source or not path.exists():
        return set()
    here = pl.scan_parquet(path).filter(pl.col("sheet_number") == sheet).select("row_number").collect()
    return set(here["row_number"])


def _in_force(home: Home) -> set[tuple[str, str]]:
    """The deliveries in force for the newest build, each with its source."""
    month = newest_month(home)
    return {(part.delivery.delivery_id, part.source) for part in Plan(home, month).force}


def _name(home: Home, digest: str) -> str:
    try:
        return names_of(home.store, digest)[-1]
    except (SealBroken, IndexError):
        return "not known"


def _tables(home: Home, child: Theirs) -> dict[str, int]:
    """How many rows of every table of the newest build hold a pseudonym of the child."""
    ids = sorted(text for found in child.ids.values() for text in found)
    counts = {}
    columns = """select table_schema || '.' || table_name, list(column_name order by ordinal_position)
        from information_schema.columns where data_type = 'VARCHAR' group by 1 order by 1"""
    with database(build_path(home), read_only=True) as connection:
        for table, names in rows(connection, columns):
            holds = " or ".join(f'list_contains($1, "{name}")' for name in names)
            counts[table] = int(rows(connection, f"select count(*) from {table} where {holds}", [ids])[0][0])
    return {table: count for table, count in counts.items() if count}
