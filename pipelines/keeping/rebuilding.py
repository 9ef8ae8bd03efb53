"""Everything made again from the stored bytes and the ledger, in a folder beside, and compared with the original.

Rows, builds and what was released are derived: with the same bytes, ledger, settings and program they come out the same.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from pipelines.boundary import Stopped
from pipelines.builds import BUILT, Plan, Work
from pipelines.contents import Contents, contents
from pipelines.home import Home
from pipelines.intake.delivery import Delivery, deliveries
from pipelines.intake.intake import Intake
from pipelines.intake.verdict import REFUSED
from pipelines.keeping.gone import BESIDE
from pipelines.progress import say
from pipelines.verifying.files import store_faults
from scorecards.period import Month, Quarter
from sources.catalogue import AGENCIES


@dataclass(kw_only=True)
class Rebuilt:
    """What was made again: how many came out the same, what differs in words, and what could not be held against
    anything. `swapped` says whether it took the place of what stood."""

    same: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    differs: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    swapped: bool = False

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs."""
        return not self.differs

    def count(self, kind: str, *, was_there: bool = True) -> None:
        """One more of a kind came out the same; it was there before, or was lost and is known by its hash."""
        into = self.same if was_there else self.lost
        into[kind] = into.get(kind, 0) + 1


@contextmanager
def beside(home: Home, key: Path | None = None) -> Iterator[Home]:
    """A home of the same store and ledger with nothing derived in it, inside the home's folder; removed at the end."""
    folder = home.folder / BESIDE
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("rows", "builds", "store"):
        (folder / name).mkdir(parents=True, mode=0o700)
    shutil.copyfile(home.ledger.path, folder / home.ledger.path.name)
    for path in home.store.iterdir():
        _linked(path, folder / "store" / path.name)
    if (home.folder / "releases").is_dir():
        shutil.copytree(home.folder / "releases", folder / "releases")
    try:
        yield Home(replace(home.settings, home=folder, key=key or home.settings.key))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def rebuilt(home: Home, *, swap: bool = False) -> Rebuilt:
    """Make rows, builds and releases again and compare. With `swap` they take the place of what stands, if nothing
    differs. Raises Stopped where the store cannot be trusted or the rows were read by an earlier program."""
    home.key()
    with home.ledger.writing():
        checked(home)
        found = Rebuilt()
        with beside(home) as other:
            _read_again(other)
            _compare_rows(home, other, found)
            _compare_builds(home, other, found)
            _compare_releases(home, other, found)
            if swap and found.is_equal:
                _kept(home, other)
                swap_in(home, other)
                found.swapped = True
        return found


def _kept(home: Home, other: Home) -> None:
    """Keep the builds that others took the place of: figures that are published may rest on them."""
    for path in home.builds.glob("[0-9]*/[!.]*.duckdb"):
        target = other.builds / path.parent.name / path.name
        if not target.exists():
            target.parent.mkdir(exist_ok=True, mode=0o700)
            _linked(path, target)


def swap_in(home: Home, other: Home) -> None:
    """Put the other's rows and builds in the place of the home's. What a kill leaves is repaired by a refresh."""
    for mine, new in ((home.rows, other.rows), (home.builds, other.builds)):
        if mine.exists():
            os.replace(mine, other.folder / f"old {mine.name}")
        os.replace(new, mine)


def checked(home: Home) -> None:
    """Raises Stopped unless the stored bytes are as delivered and were read by this program with these settings."""
    wrong = store_faults(home)
    if wrong:
        raise Stopped(
            f"Expected every delivered file as it came; found {len(wrong)} changed or missing. Run `scorecard verify` and do "
            "what it says: nothing can be made again from bytes that are not those."
        )
    reading = Intake(home).reading
    old = sum(each.reading != reading for each in deliveries(home).values() if not each.is_gone)
    if old:
        raise Stopped(
            f"Expected every delivery to be read by this version with these settings; found {old} that were read by "
            "another. Run `scorecard refresh --all` first."
        )


def _read_again(other: Home) -> None:
    with other.ledger.writing():
        intake = Intake(other)
        for agency in AGENCIES:
            say(f"Reading {agency} again")
            intake.reread(agency)


def _compare_rows(home: Home, other: Home, found: Rebuilt) -> None:
    again = deliveries(other)
    for name, told in deliveries(home).items():
        if told.verdict == REFUSED or told.is_gone:
            continue
        if _told_of(told) == _told_of(again[name]) and (told.files == again[name].files or not told.files):
            found.count("deliveries", was_there=(home.rows / told.folder_name).is_dir())
        else:
            found.differs.append(f"the rows of delivery {name}")


def _told_of(delivery: Delivery) -> tuple[object, ...]:
    return (delivery.parts, delivery.ignored)


def _compare_builds(home: Home, other: Home, found: Rebuilt) -> None:
    known = {record.facts["month"]: record.facts for record in home.ledger.of(BUILT)}
    months = {*known, *(path.parent.name for path in home.builds.glob("*/current.json"))}
    for month in sorted(months):
        plan = Plan(other, Month.parse(month))
        told = known.get(month)
        path = Plan(home, Month.parse(month)).path
        if told is not None and told["build"] != plan.build_id:
            found.remarks.append(
                f"The build of {month} was made from other deliveries, facts or settings than those of now; "
                f"`scorecard refresh --month {month}` makes it anew."
            )
        made = contents(Work(plan).finish())
        standing = _contents(path)
        is_told = told is not None and told["build"] == plan.build_id and told["version"] == made.version
        if standing is None and not is_told:
            found.remarks.append(
                f"Nothing is left that the build of {month} could be held against; it was made."
            )
        elif (standing is not None and made.differences(standing)) or (
            is_told and told is not None and made.hash != told["contents"]
        ):
            tables = made.differences(standing) if standing is not None else []
            found.differs.append(f"the build of {month}{': ' if tables else ''}{', '.join(tables[:5])}")
        else:
            found.count("builds", was_there=standing is not None)


def _contents(path: Path) -> Contents | None:
    try:
        return contents(path) if path.exists() else None
    except duckdb.Error:
        return None


def _compare_releases(home: Home, other: Home, found: Rebuilt) -> None:
    """What every standing edition showed, solved again from the build made again."""
    from hashlib import sha256

    from pipelines.builds import current
    from pipelines.publication.editions import standing
    from pipelines.region.publication import publication_of

    for edition in standing(home):
        if (current(other, Month.parse(edition.month)) or {}).get("build") != edition.build:
            words = (
                "was made from other deliveries, facts or settings than those of now; its frozen files stand"
            )
            found.remarks.append(f"{edition.name} {words}.")
            continue
        quarter = Quarter.parse(edition.quarter, home.settings.year_start)
        text = publication_of(other, quarter).release_text
        if sha256(text.encode()).hexdigest() == edition.release:
            found.count("publications")
        else:
            found.differs.append(f"what {edition.quarter} shows")


def _linked(path: Path, target: Path) -> None:
    """The same bytes at another place: a second name where the disk has that, else a copy."""
    link: Callable[..., object] = getattr(os, "link", shutil.copyfile)
    try:
        link(path, target)
    except OSError:
        shutil.copyfile(path, target)
