"""From files to typed tables: each file is read in a process of its own, many are typed together, and one that fails
affects no other."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipelines import fingerprint
from pipelines.home import Home
from pipelines.intake.arrivals import Arrival
from pipelines.intake.children import readers
from pipelines.progress import say
from pipelines.settings import ROOT, password

if TYPE_CHECKING:
    from pipelines.intake.parsing import Refused, Sheets, Tables


def sheets(home: Home, arrivals: Iterable[Arrival]) -> "dict[str, Sheets | Refused]":
    """Files as sheets of text, read by processes of their own, or why a file has none."""
    from pipelines.intake.parsing import Refused, Sheets
    from sources.reading import UnreadableFile

    reading = {
        each: each.book
        or readers().read(
            each.path,
            name=each.dropped.name if each.dropped else "",
            password=password(home.settings, each.agency),
        )
        for each in arrivals
        if not each.refusal
    }
    found: dict[str, Sheets | Refused] = {
        each.delivery_id: Refused(each.refusal) for each in arrivals if each.refusal
    }
    for each, book in reading.items():
        say(f"Reading {each.agency}, {each.month}")
        try:
            read = book.result()
        except UnreadableFile as unreadable:
            found[each.delivery_id] = Refused(str(unreadable))
        else:
            found[each.delivery_id] = Sheets(
                delivery_id=each.delivery_id, month=each.month, grids=read.grids, remarks=read.remarks
            )
    return found


def tables(
    home: Home, authority: str, agency: str, read: "dict[str, Sheets | Refused]"
) -> "dict[str, Tables | Refused]":
    """The tables of files of one agency, or why a file has none. What stops the typing of many is found by typing
    each alone: whatever a file does, the others go on."""
    from pipelines.intake.parsing import Refused, Sheets, tables_of

    key = home.key()

    def typed(files: list[Sheets]) -> "dict[str, Tables | Refused]":
        try:
            return tables_of(
                files,
                agency=agency,
                authority=authority,
                key=key,
                names=home.settings.names.get(authority, ()),
                overlay=home.settings.overlay,
            )
        except Exception as error:
            if len(files) == 1:
                return {files[0].delivery_id: _stopped(error)}
            return {name: found for file in files for name, found in typed([file]).items()}

    refused = {name: each for name, each in read.items() if isinstance(each, Refused)}
    files = [each for each in read.values() if isinstance(each, Sheets)]
    return {**refused, **(typed(files) if files else {})}


def _stopped(error: Exception) -> "Refused":
    """The refusal of a file that stopped us; the error's own words may hold its values."""
    from pipelines.intake.parsing import Refused

    return Refused(
        f"Expected a file that can be read; found one that stops the reader ({type(error).__name__}). "
        "Export the report again and send it again, and tell us if this recurs."
    )


def reading_fingerprint(home: Home) -> str:
    """The hash of everything that decides how bytes become rows, the partnership's key among it."""
    overlay = home.settings.overlay
    files = [
        *(ROOT / "schemas").glob("*.py"),
        *(ROOT / "schemas").glob("*.csv"),
        *(ROOT / "schemas" / "codes").glob("*.csv"),
        *(ROOT / "sources").glob("*.py"),
        *(path for path in (ROOT / "sources").glob("*/*.py") if path.parent.name != "synthetic"),
        *(ROOT / "sources" / "annex_a").glob("*.csv"),
        *(ROOT / "pipelines" / name for name in ("intake/parsing.py", "intake/typing_parts.py")),
        *overlay.glob("headings.csv"),
        *overlay.glob("codes/*.csv"),
    ]
    files = [path for path in files if path.stem not in ("expectations", "suite")]  # they judge and make none
    return fingerprint.of_files(files, home.settings.names, home.key_fingerprint)[:8]
