"""Taking a publication back: a notice in the place of its files, and who has copies."""

from collections.abc import Iterable
from pathlib import Path

from pipelines.audit import note
from pipelines.home import Home
from pipelines.publication.drafts import NotSigned, audiences_of
from pipelines.publication.editions import WITHDRAWN, Edition, manifest, newest
from pipelines.publication.front_page import REGION
from pipelines.publication.placing import place
from pipelines.publication.signing import today
from scorecards.notice import NOTICE, notice
from scorecards.period import Quarter


def withdraw(home: Home, quarter: Quarter, *, reason: str, by: str, told: Iterable[str] = ()) -> list[str]:
    """Take a publication back: a notice stands in the place of its files. Returns who has received it and must be told.

    What it showed is still known to its readers, and every later release is solved against it. Raises NotSigned.
    """
    last = newest(home, str(quarter))
    if last is None:
        raise NotSigned(f"Expected a publication of {quarter} to withdraw; found none. Nothing was changed.")
    if not (reason.strip() and by.strip()):
        raise NotSigned("Expected --reason and --by; found one of them empty. Say why, and who decides.")
    with home.ledger.writing() as ledger:
        if last.withdrawal is None:
            ledger.append(
                WITHDRAWN, quarter=str(quarter), edition=last.number, manifest=last.manifest, by=by.strip(),
                on=str(today()), reason=" ".join(reason.split()), told=[each.strip() for each in told],
            )  # fmt: skip
            note(home, "withdraw", quarter=str(quarter), edition=last.number, manifest=last.manifest)
        put_notices(home, quarter, newest(home, str(quarter)) or last)
    return recipients(home, quarter)


def put_notices(home: Home, quarter: Quarter, last: Edition) -> None:
    """Lets readers of the quarter see a notice in every folder of the edition that was taken back, and nothing else."""
    by_folder = {each.file_name: each for each in audiences_of(home).values()}
    pages = {
        f"{name}/{NOTICE}": notice(
            partnership=home.settings.name,
            quarter=quarter,
            title=by_folder[name].title if name in by_folder else "",
            marking=by_folder[name].marking if name in by_folder else "OFFICIAL",
            words=last.words,
        ).encode()
        for name in sorted(_folders(home, last))
    }
    place(home, quarter, pages, edition=last.number, withdrawn=True)


def recipients(home: Home, quarter: Quarter) -> list[str]:
    """Who has the quarter's files: the audiences, and the agencies with a return."""
    last = newest(home, str(quarter))
    if last is None:
        return []
    folders = _folders(home, last)
    known = {each.file_name: each for each in audiences_of(home).values()}
    if home.settings.is_region:
        named = home.settings.names
        places = sorted(folders - {REGION})
        return ["The regional board."] + [
            f"Everybody who reads of {(named.get(code) or (code,))[0]}." for code in places
        ]
    return [f"{each.title}. {each.members}" for name, each in known.items() if name in folders] + (
        ["Every agency with a return of its own."] if folders - set(known) else []
    )


def _folders(home: Home, edition: Edition) -> set[str]:
    """Whose files an edition has, by the names of their folders. Raises FrozenFileBroken."""
    return {Path(name).parts[0] for name in manifest(home, edition)["files"] if "/" in name}
