"""Backing up. While nothing runs the home is held still for the copy. While a run works, what the ledger told at the start
is copied: delivered bytes, rows and frozen files never change once the ledger tells of them, and what else was half done is
finished after a restore by a refresh."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.audit import AuditLog
from pipelines.backup.container import HELD, KEY, MANIFEST, UNFINISHED, Backup, check, remove, writer
from pipelines.boundary import Stopped
from pipelines.home import Home, fingerprint_of
from pipelines.intake.delivery import deliveries
from pipelines.ledger import Ledger, LedgerBusy
from pipelines.sealed import sealed

_A_DAY = 86_400
_LEFT_OUT = ("staging",)


def back_up(home: Home, target: Path, *, with_key: bool = False, patience: float = 5) -> Backup:
    """Copy the home to `target`, a new folder, or a new file where its name ends in .tar or .tar.gz, and read it all
    back. Raises Stopped where there is something already."""
    key = home.key()
    if target.exists():
        raise Stopped(
            f"Expected a place where nothing is yet; found something at {target}. Name another: a backup is never changed."
        )
    if target.resolve().is_relative_to(home.folder.resolve()):
        raise Stopped(
            "Expected a place outside the home; found one inside. Name another, best on another disk."
        )
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = target.with_name(f".{target.name}{UNFINISHED}")
    for left in target.parent.glob(f".*{UNFINISHED}"):
        if left == beside or time.time() - left.stat().st_mtime > _A_DAY:  # killed; another may be at work
            remove(left)
    try:
        with _still(home, patience) as is_still, writer(beside, target.name) as put:
            hashes = {}
            for name, source in _files(home):
                try:
                    hashes[name] = put(name, source)
                except FileNotFoundError:  # a run replaced it meanwhile
                    if is_still:
                        raise
            if with_key:
                hashes[KEY] = put(KEY, key)
            facts = {"files": hashes, "key": fingerprint_of(key), "running": not is_still}
            put(MANIFEST, sealed(facts))
        size = check(beside)
        os.replace(beside, target)
    finally:
        remove(beside)
    return Backup(files=len(hashes), size=size, has_key=with_key, was_running=not is_still)


@contextmanager
def _still(home: Home, patience: float) -> Iterator[bool]:
    """Hold the home still if no run works in it; whether it is."""
    try:
        with home.ledger.writing(patience):
            yield True
            return
    except LedgerBusy:
        pass
    yield False


def _files(home: Home) -> Iterator[tuple[str, Path | bytes]]:
    """Everything to copy: the logs as they are now, then only what they tell of."""
    audit = AuditLog(home.folder)
    said = b"".join(
        line + b"\n" for line in audit.lines()
    )  # before the ledger: a line of it names the ledger's last
    told = b"".join(line + b"\n" for line in Ledger(home.folder).lines())
    yield f"{HELD}/ledger.jsonl", told
    if said:
        yield f"{HELD}/audit.jsonl", said
    stored, rows = _told(home, told)
    for path in sorted(home.folder.rglob("*")):
        name = path.relative_to(home.folder)
        if not path.is_file() or path.suffix == ".lock" or name.parts[0] in _LEFT_OUT:
            continue
        if path in (audit.path, home.ledger.path) or any(_is_hidden(part) for part in name.parts):
            continue
        if name.parts[0] == "store" and path.name.removesuffix(".json") not in stored:
            continue
        if name.parts[0] == "rows" and name.parts[1] not in rows:
            continue
        yield f"{HELD}/{name.as_posix()}", path


def _told(home: Home, ledger: bytes) -> tuple[set[str], set[str]]:
    """The stored files and folders of rows that these lines of the ledger tell of."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "ledger.jsonl").write_bytes(ledger)
        then = Home(replace(home.settings, home=Path(folder)))
        stored = {each.sha256 for each in deliveries(then).values() if not each.is_gone}
        made = {
            f"{line.facts['delivery_id']}.{line.facts['reading']}" for line in then.ledger.of("delivered")
        }
    return stored, made


def _is_hidden(part: str) -> bool:
    return part.startswith(".") and part != ".frozen"
