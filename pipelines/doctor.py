"""Whether this machine and this home can be trusted with the work, and which guarantees hold here.

Each finding is a fact about the place, never about a record.
"""

import os
import platform
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipelines.boundary import Stopped
from pipelines.doctor_engine import engine
from pipelines.doctor_finding import Finding
from pipelines.doctor_place import encryption, expectations, form, messages, schedule
from pipelines.home import Home, HomeNotReady
from pipelines.settings import ROOT, SettingsNotUnderstood, password
from sources.catalogue import AGENCIES

_LIBRARIES = (
    "dagster",
    "duckdb",
    "polars",
    "pandera",
    "great-expectations",
    "openpyxl",
    "python-calamine",
    "msoffcrypto-tool",
)
_LEAST_FREE = 2_000_000_000
_FREE_FOR_EACH_STORED = 3


def examined(home: Home) -> list[Finding]:
    """Everything that can be told of this machine and this home."""
    looks: tuple[Callable[[Home], Iterator[Finding]], ...] = (
        _python,
        _libraries,
        _environment,
        _inbox,
        _home,
        _key,
        form,
        _space,
        encryption,
        expectations,
        engine,
        schedule,
        messages,
        _passwords,
        _reading,
        _guarantees,
    )
    return [finding for look in looks for finding in look(home)]


def _python(home: Home) -> Iterator[Finding]:
    words = f"Python {platform.python_version()} on {platform.system()} ({platform.machine()})"
    if (3, 11) <= sys.version_info < (3, 15):
        yield Finding(subject="Python", state="good", words=words)
    else:
        yield Finding(subject="Python", state="bad", words=words, remedy="Use Python 3.11 to 3.14.")


def _libraries(home: Home) -> Iterator[Finding]:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==([^\s;\\]+)", lock, re.M))
    others, missing = [], []
    for name in _LIBRARIES:
        try:
            if version(name) != locked.get(name, version(name)):
                others.append(f"{name} {version(name)} (locked: {locked[name]})")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        yield Finding(
            subject="Libraries",
            state="bad",
            words=f"Not installed: {', '.join(missing)}.",
            remedy="Install from requirements.lock.",
        )
    if others:
        yield Finding(
            subject="Libraries",
            state="warning",
            words=f"Other versions than those that were tested: {', '.join(others)}.",
            remedy="Install from requirements.lock, or expect small differences.",
        )
    if not missing and not others:
        yield Finding(subject="Libraries", state="good", words="The versions that were tested.")


def _environment(home: Home) -> Iterator[Finding]:
    from pipelines.guards import check_canary, check_switches

    try:
        check_switches()
        check_canary()
        words = "Rules on rows are in force: a row that is wrong on purpose was found."
        yield Finding(subject="Rules", state="good", words=words)
    except Stopped as stopped:
        words, _, remedy = str(stopped).partition(". ")
        yield Finding(subject="Rules", state="bad", words=f"{words}.", remedy=remedy)


def _inbox(home: Home) -> Iterator[Finding]:
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


def _home(home: Home) -> Iterator[Finding]:
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


def _key(home: Home) -> Iterator[Finding]:
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


def _space(home: Home) -> Iterator[Finding]:
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


def _passwords(home: Home) -> Iterator[Finding]:
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


def _reading(home: Home) -> Iterator[Finding]:
    """A file is really read, by a process as a refresh uses it."""
    import tempfile

    from pipelines.children import Limits, Readers
    from sources.preflight.refusal import UnreadableFile

    readers = Readers(1, Limits(wall=30.0))
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "probe.csv"
            path.write_bytes(b"a,b\n1,2\n")
            found = readers.read(path, name=path.name).result()
        works = found.grids[0].rows() == [["a", "b"], ["1", "2"]]
    except UnreadableFile:
        works = False
    finally:
        readers.stop()
    if works:
        yield Finding(subject="Reading", state="good", words="A process of its own read a file.")
    else:
        yield Finding(
            subject="Reading",
            state="bad",
            words="A process of its own could not read a plain file.",
            remedy="Check that this Python may start others and has 2 GB of memory to give.",
        )


def _guarantees(home: Home) -> Iterator[Finding]:
    """What holds on this system, and what is not claimed."""
    wall = "A file that takes longer than two minutes to read is refused and its process ended."
    yield Finding(subject="Guarantee: time", state="good", words=wall)
    if _has_limits():
        words = "A file's reader gets 2 GB of memory and a minute of processor, and can write no file."
        yield Finding(subject="Guarantee: memory", state="good", words=words)
    else:
        yield Finding(
            subject="Guarantee: memory",
            state="warning",
            words="This system has no limits of memory and processor for a process: a hostile file can fill the memory "
            "until its two minutes are over.",
            remedy="Run on Linux where files come from outside, or watch the memory.",
        )
    if hasattr(os, "O_NOFOLLOW"):
        yield Finding(
            subject="Guarantee: links", state="good", words="Links in the inbox are never followed."
        )
    else:
        yield Finding(
            subject="Guarantee: links",
            state="warning",
            words="A file that is swapped for a link between two looks would be followed on this system.",
            remedy="Let only the agencies' own accounts write to the inbox.",
        )
    yield Finding(
        subject="Not claimed",
        state="good",
        words="The readers of files are not cut off from the network; nothing asks them to use it.",
    )


def _has_limits() -> bool:
    """Only Linux keeps a process to the memory that it was given; macOS takes the limit and does not keep it."""
    return sys.platform.startswith("linux")


def _is_open(path: Path) -> bool:
    """Whether others than the owner may read or change it."""
    try:
        return bool(stat.S_IMODE(path.lstat().st_mode) & 0o077) and not path.is_symlink()
    except FileNotFoundError:
        return False
