"""What people and schedules do to a home, each from a state of its own, so that each can be disturbed and done again."""

import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import polars as pl

from pipelines.backup.making import back_up
from pipelines.backup.restoring import restore
from pipelines.boundary import Stopped
from pipelines.builds import BUILT, Plan, Work
from pipelines.contents import contents
from pipelines.database import database, rows
from pipelines.home import Home
from pipelines.intake.delivery import deliveries
from pipelines.intake.inbox import AGENCIES
from pipelines.intake.intake import Intake
from pipelines.keeping.retention import purge
from pipelines.keeping.rotation import rotate
from pipelines.leftovers import finish_alone
from pipelines.publication.publication import Publication
from pipelines.publication.releases import SHOWN
from pipelines.publication.signing import approve, publish
from pipelines.publication.withdrawing import withdraw
from pipelines.review.issues import issues
from pipelines.review.waiving import waive
from pipelines.review.writing import write_review
from pipelines.subject.erasing import forget
from pipelines.verifying.verified import verified
from tests.faults.work import MARCH, QUARTER, begun, copied, home_at, month

REASON = "A file came again"


@dataclass(frozen=True)
class Deed:
    """Something that is done to the home in a folder. `after` is what was done before it; `again` is the plain next
    command, where it is not the same one."""

    name: str
    do: Callable[[Path], object]
    after: str = "begun"
    again: Callable[[Path], object] | None = None
    keeps_pseudonyms: bool = True

    def finish(self, folder: Path) -> None:
        """What anyone would do next, without knowing what happened."""
        finish_alone(home_at(folder))
        (self.again or self.do)(folder)
        finish_alone(home_at(folder))


def refresh(folder: Path) -> None:
    """What a scheduled refresh does: what came is taken in, and the month is built."""
    home = home_at(folder)
    with home.ledger.writing():
        intake = Intake(home)
        for agency in AGENCIES:
            intake.take_agency(agency, MARCH)
        Work(Plan(home, MARCH)).finish()


def _draft(folder: Path) -> None:
    Publication(home_at(folder), QUARTER).draft(["executive"])


def _approve(folder: Path) -> None:
    approve(home_at(folder), QUARTER, by="Ann Example", caveats=["Police figures are early"])


def _publish(folder: Path) -> None:
    publish(home_at(folder), QUARTER, by="Ann Example", reason=REASON)


def _withdraw(folder: Path) -> None:
    withdraw(home_at(folder), QUARTER, reason="Too early", by="Ann Example")


def _forget(folder: Path) -> None:
    refresh(folder)
    with suppress(Stopped):  # erased already: nothing of the child is found any more
        forget(home_at(folder), "0012", by="Ann Example", reason="asked", domain="person")
    refresh(folder)


def _purge(folder: Path) -> None:
    purge(home_at(folder), date(2023, 4, 15))
    refresh(folder)


def _rotate(folder: Path) -> None:
    rotate(home_at(folder), by="Ann Example", reason="Somebody left")
    refresh(folder)


def _back_up(folder: Path) -> None:
    if not (folder / "backup.tar").exists():
        back_up(home_at(folder), folder / "backup.tar")


def _restore(folder: Path) -> None:
    home = home_at(folder)
    if not home.folder.exists():
        restore(folder / "backup.tar", home)


def _lose(folder: Path) -> None:
    _back_up(folder)
    shutil.rmtree(folder / "home")


def _review(folder: Path) -> None:
    home = home_at(folder)
    with home.ledger.writing():
        write_review(home, MARCH)


def _waive(folder: Path) -> None:
    home = home_at(folder)
    if not home.ledger.of("waived"):
        issue = sorted(issues(home, MARCH).filter(pl.col("state") != "fixed")["issue"])[0]
        waive(home, issue, reason="Known", until="2023-12-31", by="Ann Example")


DEEDS = {
    each.name: each
    for each in (
        Deed("month", month),
        Deed("refresh", refresh),
        Deed("draft", _draft, "refresh"),
        Deed("review", _review, "refresh"),
        Deed("waive", _waive, "review"),
        Deed("approve", _approve, "draft"),
        Deed("publish", _publish, "approve"),
        Deed("withdraw", _withdraw, "publish"),
        Deed("backup", _back_up, "publish"),
        Deed("lose", _lose, "publish"),
        Deed("restore", _restore, "lose"),
        Deed("purge", _purge, "publish"),
        Deed("forget", _forget, "publish"),
        Deed("rotate-key", _rotate, "publish", again=refresh, keeps_pseudonyms=False),
    )
}
"""Everything that is disturbed, by its name; `lose` is the misfortune that a restore mends."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What stands after a deed, without what tells when it was done."""

    build: str
    deliveries: int
    events: tuple[tuple[str, int], ...]
    releases: tuple[str, ...]
    published: dict[str, str]
    faults: tuple[str, ...]


def outcome(folder: Path, deed: Deed | None = None) -> Outcome:
    """What stands in a partnership's home: the hash of the build's contents, how many deliveries and lines of the ledger
    there are, what was ever shown, every published file, and what `verify` has to say."""
    home = home_at(folder)
    plan, keeps = Plan(home, MARCH), deed is None or deed.keeps_pseudonyms
    return Outcome(
        build=(contents(plan.path).hash if keeps else _figures(plan.path)) if plan.is_current else "",
        deliveries=len(deliveries(home)),
        events=_events(home) if keeps else (),
        releases=tuple(sorted({str(each.facts["release"]) for each in home.ledger.of(SHOWN)})),
        published={
            str(path.relative_to(home.published)): sha256(path.read_bytes()).hexdigest()
            for path in sorted(home.published.rglob("*"))
            if path.is_file()
        },
        faults=tuple(f"{fault.place}: {fault.words}" for fault in verified(home).faults),
    )


def _events(home: Home) -> tuple[tuple[str, int], ...]:
    """How many lines of each kind the ledger has. A build that is made again after its file was lost is told again where
    DuckDB laid the same rows out otherwise, so of builds their contents are counted."""
    told = {
        (each.event, each.facts["contents"] if each.event == BUILT else each.number)
        for each in home.ledger.records
    }
    return tuple(sorted(Counter(event for event, _ in told).items()))


def _figures(build: Path) -> str:
    with database(build, read_only=True) as connection:
        return sha256(
            repr(rows(connection, "select * from scorecard.value order by all")).encode()
        ).hexdigest()


class States:
    """The states that deeds begin from and what they leave when nothing goes wrong, each made when it is first wanted."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._made: dict[str, Path] = {}
        self._outcomes: dict[str, Outcome] = {}

    def before(self, deed: Deed) -> Path:
        """A folder in which everything is done that comes before the deed; not to be changed."""
        return self._after(deed.after)

    def outcome(self, deed: Deed) -> Outcome:
        """What the deed leaves when nothing goes wrong."""
        if deed.name not in self._outcomes:
            self._outcomes[deed.name] = outcome(self._after(deed.name), deed)
        return self._outcomes[deed.name]

    def _after(self, name: str) -> Path:
        if name not in self._made:
            if name == "begun":
                self._made[name] = begun(self._folder / name)
            else:
                folder = copied(self._after(DEEDS[name].after), self._folder / name)
                DEEDS[name].do(folder)
                self._made[name] = folder
        return self._made[name]
