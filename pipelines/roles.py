"""Roles: what a person may see is what the machine lets that person read, and nothing else decides it.

A role is a set of folders of the home. Owners and modes of those folders say who holds the role; `[roles]` in the
settings may name other folders for one.
"""

import os
from pathlib import Path

from pipelines.home import Home

RESTRICTED = "restricted"
"""Real references: the delivered bytes, and what is written out with them."""
OPERATIONAL = "operational"
"""Pseudonyms and single rows: typed rows, builds, reviews, lists."""
SUBGROUP = "subgroup"
"""What is published to the subgroups."""
PUBLIC = "public"
"""What anyone may read."""

FOLDERS: dict[str, tuple[str, ...]] = {
    RESTRICTED: ("store", "restricted"),
    OPERATIONAL: ("rows", "builds", "review", "lists"),
    SUBGROUP: ("published",),
    PUBLIC: ("public",),
}
"""The folders of the home by role, where the settings name no others."""


class NotYourRole(Exception):
    """Somebody asked for what their role does not hold; the words say which role does."""


def folders(home: Home, role: str) -> tuple[Path, ...]:
    """The folders that make up a role, whether or not they exist yet. Whatever the settings say, the delivered bytes
    are of the restricted role."""
    names = home.settings.roles.get(role, FOLDERS[role])
    always = ("store",) if role == RESTRICTED else ()
    return tuple(home.folder / name for name in dict.fromkeys((*always, *names)))


def holds(home: Home, role: str) -> bool:
    """Whether this user of the machine may list and read every folder of the role that exists, and one does."""
    standing = [folder for folder in folders(home, role) if _is_there(folder)]
    return bool(standing) and all(os.access(folder, os.R_OK | os.X_OK) for folder in standing)


def refuse_unless(home: Home, role: str, what: str) -> None:
    """Raise NotYourRole unless this user holds the role; `what` says what was asked for."""
    if not holds(home, role):
        raise NotYourRole(
            f"Expected somebody who may read the {role} folders ({', '.join(each.name for each in folders(home, role))}) "
            f"of the home, for {what}; found that you may not. Ask a person who holds that role."
        )


def restricted_folder(home: Home, *parts: str) -> Path:
    """A folder for what holds real references, for its owner alone; made if it is not there."""
    folder = home.folder / "restricted"
    for each in (folder, *(folder.joinpath(*parts[: number + 1]) for number in range(len(parts)))):
        each.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder.joinpath(*parts)


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except PermissionError:  # behind a folder that this user may not enter
        return True
