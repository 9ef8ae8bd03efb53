"""What `scorecard doctor` can tell of the home and what belongs to it: inbox, key, passwords, room, form."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from pipelines.doctor.finding import Finding
from pipelines.home import FORM, Home, HomeNotReady, form_of
from pipelines.settings import SettingsNotUnderstood, password
from sources.catalogue import AGENCIES

_LEAST_FREE = 2_000_000_000
_FREE_FOR_EACH_STORED = 3


def inbox(home: Home) -> Iterator[Finding]:
    """Whether the inbox can be read."""
    inbox = home.settings.inbox
    if not inbox.is_dir():
        yield Finding(
            subject="Inbox",
            state="bad",
            words="The folder of the inbox is not there.",
            remedy="Make it, connect the share that it is on, or name another with --inbox.",
        )
    elif not os.access(inbox, os.R_OK | os.X_OK):
        yield Finding(
            subject="Inbox",
            state="bad",
            words="The inbox cannot be read.",
            remedy="Ask for the right to read it.",
        )
    else:
        yield Finding(subject="Inbox", state="good", words="The inbox can be read. It is never written to.")


def home(home: Home) -> Iterator[Finding]:
    """Whether the home was set up, and is for its owner alone."""
    folder = home.folder
    if not folder.is_dir() or not home.ledger.of("opened"):
        yield Finding(
            subject="Home",
            state="bad",
            words="The home was never set up.",
            remedy="Run `scorecard init` once.",
        )
        return
    if os.name == "nt":
        yield Finding(
            subject="Home",
            state="warning",
            words="Who else can read the home cannot be told on Windows from here.",
            remedy="Look at the folder's security page: only the people who run the scorecard should stand there.",
        )
        return
    others = [path for path in (folder, *folder.rglob("*")) if _is_open(path)]
    if others:
        yield Finding(
            subject="Home",
            state="bad",
            words=f"{len(others)} files or folders of the home can be read or changed by others.",
            remedy="Take their rights away: chmod -R go-rwx on the home.",
        )
    else:
        yield Finding(subject="Home", state="good", words="The home is for its owner alone.")


def key(home: Home) -> Iterator[Finding]:
    """Whether the key is the home's own, outside it and for its owner alone."""
    try:
        home.key()
    except HomeNotReady as unready:
        words, _, remedy = str(unready).partition(". ")
        yield Finding(subject="Key", state="bad", words=f"{words}.", remedy=remedy)
        return
    if os.name != "nt" and _is_open(home.settings.key):
        yield Finding(
            subject="Key",
            state="bad",
            words="The key can be read by others.",
            remedy="Take their rights away (chmod 600) and ask who had them.",
        )
    elif home.settings.key.is_relative_to(home.folder):
        yield Finding(
            subject="Key",
            state="warning",
            words="The key stands inside the home: whoever gets a copy of the home gets both.",
            remedy="Move it elsewhere and name it with SCORECARD_KEY.",
        )
    else:
        yield Finding(
            subject="Key",
            state="good",
            words="The key is the home's own, outside it and for its owner alone.",
        )


def form(home: Home) -> Iterator[Finding]:
    """Whether the home has the form of this release."""
    if not home.folder.is_dir() or not home.ledger.of("opened"):
        return
    known = form_of(home.ledger)
    if known == FORM:
        yield Finding(
            subject="Form", state="good", words=f"The home has form {FORM}, which this release makes."
        )
    elif known < FORM:
        yield Finding(
            subject="Form",
            state="warning",
            words=f"The home has form {known}; this release works with form {FORM}.",
            remedy="Back up, then run `scorecard upgrade`; else the next run does it by itself.",
        )
    else:
        yield Finding(
            subject="Form",
            state="bad",
            words=f"The home has form {known}, which a newer release made.",
            remedy="Install that release again.",
        )


def space(home: Home) -> Iterator[Finding]:
    """Whether enough disk is free."""
    folder = home.folder if home.folder.is_dir() else home.folder.parent
    if not folder.is_dir():
        return
    free = shutil.disk_usage(folder).free
    stored = sum(path.stat().st_size for path in home.store.glob("*")) if home.store.is_dir() else 0
    wanted = max(_LEAST_FREE, _FREE_FOR_EACH_STORED * stored)
    words = f"{free / 1e9:.1f} GB are free where the home is; {wanted / 1e9:.1f} GB are wanted."
    if free < wanted:
        yield Finding(
            subject="Space",
            state="warning",
            words=words,
            remedy="Free some, or move the home to a larger disk.",
        )
    else:
        yield Finding(subject="Space", state="good", words=words)


def passwords(home: Home) -> Iterator[Finding]:
    """For which workbooks a password is known, and whether others can read it."""
    known = []
    for agency in AGENCIES:
        try:
            if password(home.settings, agency):
                known.append(agency)
        except SettingsNotUnderstood as unclear:
            words, _, remedy = str(unclear).partition(". ")
            yield Finding(subject="Passwords", state="bad", words=f"{words}.", remedy=remedy)
    for agency, file in home.settings.passwords.items():
        if os.name != "nt" and file.exists() and _is_open(file):
            yield Finding(
                subject="Passwords",
                state="bad",
                words=f"The file with the password of {agency} can be read by others.",
                remedy="Take their rights away: chmod 600.",
            )
    if known:
        words = f"A password is known for workbooks of {', '.join(known)}."
        yield Finding(subject="Passwords", state="good", words=words)


def _is_open(path: Path) -> bool:
    """Whether others than the owner may read or change it."""
    try:
        return bool(stat.S_IMODE(path.lstat().st_mode) & 0o077) and not path.is_symlink()
    except FileNotFoundError:
        return False
