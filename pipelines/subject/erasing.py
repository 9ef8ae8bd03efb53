"""Erasing a child: redacted copies take the place of delivered bytes, and everything derived is made anew.

The ledger has a line with a keyed hash of the child, and which bytes were replaced; nothing before it is rewritten. The
same bytes put in the inbox again are known as erased, and the redacted copy is read in their place. What was published
stays: it holds counts, and who they were cannot be told from them.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import polars as pl

from pipelines.boundary import Stopped
from pipelines.builds import Plan, Work, built_months, current
from pipelines.database import database, frame
from pipelines.files import write_whole
from pipelines.home import Home
from pipelines.intake.deciding import NotDecided
from pipelines.intake.delivery import deliveries
from pipelines.intake.intake import Intake
from pipelines.intake.staging import names_of, note_name
from pipelines.keeping.gone import ERASED, finish, tombstone
from pipelines.progress import say
from pipelines.settings import password
from pipelines.subject.rows import Theirs, of_authority, theirs
from scorecards.period import Month
from sources.catalogue import AGENCIES
from sources.redacting.redacting import CannotRedact, redacted

_KEY = ["authority", "indicator", "period_id", "breakdown", "category"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Erasure:
    """What an erasure did or would do: rows by table, files, files that could not be looked into, and the figures that
    changed, a row each with `month` (of the build), authority, indicator, period and breakdown, before and after."""

    sources: dict[str, int]
    files: int
    unread: int
    is_done: bool = False
    changed: pl.DataFrame | None = None

    @property
    def rows(self) -> int:
        """All rows together."""
        return sum(self.sources.values())


def forget(
    home: Home,
    reference: str,
    *,
    by: str,
    reason: str,
    domain: str | None = None,
    several: bool = False,
    only_look: bool = False,
    authority: str | None = None,
) -> Erasure:
    """Erase one child from everything that is kept, told by a reference of the home's authority or of another one whose
    files it has (`authority`, a code). Raises Stopped where the child cannot be told for certain or a file
    cannot be redacted; then nothing was changed."""
    if not by.strip() or not reason.strip():
        raise NotDecided("Expected a name and a reason; found a blank. Say who decides, and why.")
    with home.ledger.writing():
        finish(home)
        found = theirs(of_authority(home, authority, reference, domain), reference, domain, several=several)
        if only_look:
            return Erasure(sources=found.sources, files=len(found.rows), unread=len(found.unread))
        copies = _copies(home, found)
        months = built_months(home)
        before = _figures(home, months)
        _commit(home, found, copies, by=by.strip(), reason=reason.strip())
        finish(home)
    _remake(home, months)
    return Erasure(
        sources=found.sources,
        files=len(copies),
        unread=len(found.unread),
        is_done=True,
        changed=_changed(before, _figures(home, months)),
    )


def _copies(home: Home, found: Theirs) -> dict[str, bytes]:
    """The redacted copy of every file, by the hash of the delivered one."""
    agencies = {each.sha256: each for each in deliveries(home).values()}
    copies = {}
    for digest, rows in found.rows.items():
        delivery = agencies[digest]
        say(f"Redacting {delivery.agency}, {delivery.month}")
        try:
            copies[digest] = redacted(
                (home.store / digest).read_bytes(),
                rows,
                words=found.words,
                password=password(home.settings, delivery.agency),
            )
        except CannotRedact as cannot:
            raise Stopped(f"{delivery.agency}, {delivery.month}, {digest[:12]}: {cannot}") from None
    return copies


def _commit(home: Home, found: Theirs, copies: dict[str, bytes], *, by: str, reason: str) -> None:
    """The copies are in the store before the ledger tells of them, and the delivered bytes go after."""
    files = {}
    for digest, data in copies.items():
        files[digest] = sha256(data).hexdigest()
        write_whole(home.store / files[digest], data)
        for name in names_of(home.store, digest):
            note_name(home.store, files[digest], name)
    key = home.key()
    home.ledger.append(
        ERASED,
        children=sorted(tombstone(key, each, text) for each, ids in found.ids.items() for text in ids),
        files=files,
        rows=sum(found.sources.values()),
        by=by,
        reason=reason,
    )


def _remake(home: Home, months: list[Month]) -> None:
    """Rows and builds anew; what a kill leaves undone, a refresh does."""
    fresh = Home(home.settings)
    with fresh.ledger.writing():
        intake = Intake(fresh)
        for agency in AGENCIES:
            intake.reread(agency)
        for month in months:
            Work(Plan(fresh, month)).finish()


def _figures(home: Home, months: list[Month]) -> pl.DataFrame:
    """Every figure of the months' builds."""
    frames = [pl.DataFrame()]
    for month in months:
        pointer = current(home, month)
        path: Path = home.builds / str(month) / f"{(pointer or {}).get('build')}.duckdb"
        if pointer is None or not path.exists():
            continue
        with database(path, read_only=True) as connection:
            query = f"select {', '.join(_KEY)}, numerator, denominator, value, state from scorecard.value"
            frames.append(frame(connection, query).with_columns(pl.lit(str(month)).alias("month")))
    return pl.concat(frames, how="diagonal")


def _changed(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    if before.is_empty() or after.is_empty():
        return pl.DataFrame(schema={"month": pl.String, **dict.fromkeys(_KEY, pl.String)})
    held = ("numerator", "denominator", "value", "state")
    joined = before.join(
        after, on=["month", *_KEY], how="full", coalesce=True, nulls_equal=True, suffix="_after"
    )
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_after")) for name in held)
    return joined.filter(differs).sort("month", *_KEY)
