"""A small partnership's month, from inbox to published files, as one call that can be made again at any time."""

import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

from pipelines.builds import Plan, Work
from pipelines.contents import contents
from pipelines.home import Home
from pipelines.inbox import AGENCIES
from pipelines.intake import Intake, deliveries
from pipelines.publication import Publication
from pipelines.releases import SHOWN
from pipelines.settings import settings
from pipelines.signing import publish
from pipelines.verifying import verified
from scorecards.period import Month, Quarter
from tests.made_up_inbox import MISSING_MARCH, Partnership

MARCH, QUARTER = Month.parse("2023-03"), Quarter.parse("2022-23-Q4")


def home_at(folder: Path) -> Home:
    """The home of a partnership that stands in a folder, as a new process sees it."""
    file = folder / "settings" / "partnership.toml"
    return Home(settings(file, inbox=folder / "inbox", home=folder / "home"))


def begun(folder: Path) -> Path:
    """A partnership with a first edition out, and a police file that came afterwards and changes it."""
    place = Partnership(folder)
    place.drop_everything()
    place.home.open()
    month(folder)
    place.drop_police("2023-03", [*MISSING_MARCH[:-1]], name="police again.xlsx")
    return folder


def month(folder: Path) -> None:
    """Everything that the month asks for; what is done already is not done again."""
    home = home_at(folder)
    with home.ledger.writing():
        intake = Intake(home)
        for agency in AGENCIES:
            intake.take_agency(agency, MARCH)
        Work(Plan(home, MARCH)).finish()
    Publication(home, QUARTER).draft(["executive"])
    publish(home, QUARTER, by="Ann Example", reason="A file came again", told=["The executive"])


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What stands after a month's work, without what tells when it was done."""

    build: str
    deliveries: int
    releases: tuple[str, ...]
    values: dict[str, str]
    faults: tuple[str, ...]


def outcome(folder: Path) -> Outcome:
    """What stands in a partnership's home."""
    home = home_at(folder)
    plan = Plan(home, MARCH)
    published = home.published / str(QUARTER)
    return Outcome(
        build=contents(plan.path).hash if plan.is_current else "",
        deliveries=len(deliveries(home)),
        releases=tuple(sorted({str(each.facts["release"]) for each in home.ledger.of(SHOWN)})),
        values={
            str(path.relative_to(published)): sha256(path.read_bytes()).hexdigest()
            for path in sorted(published.rglob("*.csv"))
        },
        faults=tuple(f"{fault.place}: {fault.words}" for fault in verified(home).faults),
    )


def unreadable(folder: Path) -> list[str]:
    """The published files that a reader could not open, by name; none may ever be."""
    published = folder / "home" / "published"
    return [path.name for path in sorted(published.rglob("*")) if path.is_file() and not _opens(path)]


def _opens(path: Path) -> bool:
    try:
        data = path.read_bytes()
    except FileNotFoundError:  # swapped for another between listing and reading, which is no fault
        return True
    if path.suffix == ".html":
        return data.rstrip().endswith(b"</html>")
    if path.suffix == ".xlsx":
        with ZipFile(path) as book:
            return book.testzip() is None
    return bool(data)


def copied(folder: Path, to: Path) -> Path:
    """A partnership as it stands, in another place."""
    shutil.copytree(folder, to, symlinks=True)
    return to
