"""Retention: how long each agency's files are kept, and what is removed when that is over.

A file's time runs from the end of its extract month. When it is over its bytes and rows go, and every build that holds
a row of it goes as a whole: DuckDB keeps the bytes of deleted rows, so nothing is deleted inside a file. So does a build
in which such rows were replaced by others. A build that is still wanted is made anew without them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import duckdb

from pipelines.builds import Plan, Work, current
from pipelines.builds.pointer import remains
from pipelines.database import database
from pipelines.database import rows as query
from pipelines.home import Home
from pipelines.intake.delivery import Delivery, deliveries
from pipelines.keeping.gone import PURGED, finish, remove_build
from pipelines.progress import say
from pipelines.publication.editions import standing
from scorecards.period import Month


@dataclass(frozen=True, kw_only=True)
class Purge:
    """What is past its time: deliveries, builds (month and name) that hold rows of them, quarters whose published
    figures rested on one of those; and what nothing rests on any more: folders of rows of earlier readings and builds of
    before the present ones. `remade` are the months of which a build was made anew."""

    deliveries: tuple[Delivery, ...] = ()
    builds: tuple[tuple[str, str], ...] = ()
    cited: tuple[str, ...] = ()
    old_rows: tuple[str, ...] = ()
    old_builds: tuple[tuple[str, str], ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()
    """Builds that hold no row of them, but in whose files rows of them stood once."""
    remade: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to remove."""
        return not (self.deliveries or self.builds or self.old_rows or self.old_builds or self.replaced)


def past(home: Home, today: date) -> Purge:
    """What `purge` would remove; nothing is changed."""
    known = deliveries(home)
    over = [
        each
        for each in known.values()
        if not each.is_gone
        and (months := home.settings.retention.get(each.agency))
        and Month.parse(each.month).plus(months).last_day < today
    ]
    names = {each.delivery_id for each in over}
    held = {path: _holds(home, path, names) for path in _builds(home)}
    builds = [path for path, is_held in held.items() if is_held]
    gone = names | {each.delivery_id for each in known.values() if each.is_gone}
    replaced = [path for path in held if path not in builds and remains(home, path[1]) & gone]
    cited = {edition.build: edition.quarter for edition in standing(home)}
    kept = {each.folder_name for each in known.values()}
    return Purge(
        deliveries=tuple(over),
        builds=tuple(builds),
        cited=tuple(sorted({cited[build] for _, build in (*builds, *replaced) if build in cited})),
        old_rows=tuple(
            sorted(path.name for path in home.rows.iterdir() if path.name not in kept and path.name[0] != ".")
        ),
        old_builds=tuple(
            path
            for path in held
            if path not in (*builds, *replaced) and path[1] not in cited and not _is_current(home, *path)
        ),
        replaced=tuple(replaced),
    )


def purge(home: Home, today: date) -> Purge:
    """Remove what is past its time, tell the ledger first, and make anew the builds that are still wanted."""
    with home.ledger.writing():
        finish(home)
        found = past(home, today)
        if found.deliveries:
            home.ledger.append(
                PURGED,
                deliveries=[each.delivery_id for each in found.deliveries],
                files=sorted({each.sha256 for each in found.deliveries}),
                builds=[list(each) for each in found.builds],
                rules=dict(sorted(home.settings.retention.items())),
                cited=list(found.cited),
                on=str(today),
            )
        finish(home)
        _remove_old(home, found)
        wanted = _wanted(home, found)
        for month in wanted:
            say(f"Building {month} without what is past its time")
            Work(Plan(home, Month.parse(month))).finish()
    return Purge(**{**found.__dict__, "remade": tuple(wanted)})


def _builds(home: Home) -> list[tuple[str, str]]:
    """Every build's month and name."""
    return sorted((path.parent.name, path.stem) for path in home.builds.glob("*/[!.]*.duckdb"))


def _holds(home: Home, build: tuple[str, str], names: Iterable[str]) -> bool:
    """Whether a build holds a row of one of the deliveries; one that cannot be opened may."""
    wanted = list(names)
    if not wanted:
        return False
    path = home.builds / build[0] / f"{build[1]}.duckdb"
    tables = (
        "select schema_name, table_name from duckdb_columns() where column_name = 'delivery_id' and schema_name not in "
        "('core', 'scorecard', 'checks', 'reference')"
    )
    try:
        with database(path, read_only=True) as connection:
            return any(
                query(
                    connection,
                    f'select 1 from "{schema}"."{table}" where list_contains(?, delivery_id) limit 1',
                    [wanted],
                )
                for schema, table in query(connection, tables)
            )
    except duckdb.Error:
        return True


def _is_current(home: Home, month: str, build: str) -> bool:
    return (current(home, Month.parse(month)) or {}).get("build") == build


def _remove_old(home: Home, found: Purge) -> None:
    import shutil

    for name in found.old_rows:
        shutil.rmtree(home.rows / name)
    for month, build in found.replaced:
        remove_build(home, home.builds / month, build)
    for month, build in found.old_builds:
        for path in (home.builds / month).glob(f"{build}.*"):
            path.unlink()


def _wanted(home: Home, found: Purge) -> list[str]:
    """The months whose own files are kept but whose build is gone, because it held a row of an older file."""
    known = {each.month for each in deliveries(home).values() if not each.is_gone}
    return sorted(
        {
            month
            for month, _ in (*found.builds, *found.replaced)
            if month in known and current(home, Month.parse(month)) is None
        }
    )
