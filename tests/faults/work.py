"""A small partnership's month, from inbox to published files, as one call that can be made again at any time.

It counts a part of the indicators: what a fault does to the work does not depend on how many queries there are.
"""

import shutil
from pathlib import Path
from zipfile import ZipFile

from pipelines.builds import Plan, Work
from pipelines.home import Home
from pipelines.intake.inbox import AGENCIES
from pipelines.intake.intake import Intake
from pipelines.publication.publication import Publication
from pipelines.publication.signing import publish
from pipelines.settings import settings
from scorecards.period import Month, Quarter
from tests.few_indicators import few
from tests.made_up_inbox import MISSING_MARCH, MOSAIC, PERSONS, Partnership

SENTINEL = "ZZSENTINEL"
"""Stands in every name of a child that is delivered."""
NAMED = [
    [
        SENTINEL if heading in ("pers_forename", "pers_surname") and cell != heading else cell
        for heading, cell in zip(PERSONS[0], row, strict=True)
    ]
    for row in PERSONS
]
WRONG = ["M9", "N9", "", "02/02/2009", "F", "31/02/2023 18:05", "", "Medium", "Home", "", ""]
"""A row whose day there is not: it is set aside, and somebody has to answer for it."""
MARCH, QUARTER = Month.parse("2023-03"), Quarter.parse("2022-23-Q4")


def home_at(folder: Path) -> Home:
    """The home of a partnership that stands in a folder, as a new process sees it."""
    file = folder / "settings" / "partnership.toml"
    return Home(settings(file, inbox=folder / "inbox", home=folder / "home"))


def begun(folder: Path) -> Path:
    """A partnership with a first edition out, and a police file that came afterwards and changes it."""
    place = Partnership(folder, more_settings='[retention]\npolice = "1 month"\n')
    few(place.settings_file)
    place.drop_everything()
    for number in ("2023-02", "2023-03"):
        place.drop_mosaic(number, {**MOSAIC, "ssd_person": NAMED})
    place.home.open()
    month(folder)
    place.drop_police("2023-03", [*MISSING_MARCH[:-1], WRONG], name="police again.xlsx")
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


def leaked(folder: Path) -> list[str]:
    """Files outside the delivered bytes that hold a child's name or NHS number, and what a process said of its work."""
    words = [SENTINEL.encode(), *(row[6].encode() for row in PERSONS[1:] if row[6])]
    looked = [
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in (".staged", ".tar", ".backup-part")
    ]
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(looked)
        if not path.is_relative_to(folder / "inbox") and path.parent.name != "store"
        if any(word in path.read_bytes() for word in words)
    ]


def copied(folder: Path, to: Path) -> Path:
    """A partnership as it stands, in another place."""
    shutil.copytree(folder, to, symlinks=True)
    return to
