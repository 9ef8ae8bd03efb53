"""Whether a home is as it was left: every chain walked, every kept file hashed again, every derived file counted again.

Nothing is changed by asking. What is wrong is told with what to do about it; file names are ours (hashes, months), never
a supplier's.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from os import cpu_count
from pathlib import Path

from pipelines.audit import AuditLog
from pipelines.chain import Chain, LedgerBroken, record_of
from pipelines.home import Home, HomeNotReady
from pipelines.ledger import Ledger

RESTORE = "Restore it from the newest backup: `scorecard restore`."
REFRESH = "Run `scorecard refresh --all`: it is made again from the store."

KNOWN = frozenset(
    {
        "audit.jsonl",
        "builds",
        "drafts",
        "ledger.jsonl",
        "lists",
        "outcomes.json",
        "public",
        "published",
        "releases",
        "restricted",
        "returns",
        "review",
        "rows",
        "seen.json",
        "staging",
        "status",
        "store",
        "told.json",
    }
)
"""What may stand in a home."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is not as it was left: its place in the home, what is wrong in words, and what to do."""

    place: str
    words: str
    remedy: str


@dataclass(kw_only=True)
class Verified:
    """What was looked at, in counts by kind, what is not sound, and what is worth knowing though nothing is wrong."""

    counts: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether everything is as it was left."""
        return not self.faults

    def count(self, kind: str, number: int = 1) -> None:
        """Say that so many more of a kind were looked at."""
        self.counts[kind] = self.counts.get(kind, 0) + number


class Look:
    """One look at a home: what its checks share. `hashes` are made many at a time."""

    def __init__(self, home: Home, found: Verified, pool: ThreadPoolExecutor) -> None:
        self.home, self.found, self.pool = home, found, pool

    def fault(self, place: Path | str, words: str, remedy: str) -> None:
        """Write down what is wrong."""
        name = place if isinstance(place, str) else place.relative_to(self.home.folder).as_posix()
        self.found.faults.append(Fault(place=name, words=words, remedy=remedy))

    def hashes(self, paths: Iterable[Path]) -> dict[Path, str]:
        """The hashes of files; an empty one for a file that is not there or cannot be read."""
        wanted = list(paths)
        return dict(zip(wanted, self.pool.map(_hash, wanted), strict=True))

    @cached_property
    def is_running(self) -> bool:
        """Whether a run holds the home now."""
        from filelock import FileLock, Timeout

        try:
            with FileLock(str(self.home.folder / "ledger.lock"), mode=0o600).acquire(timeout=0):
                return False
        except Timeout:
            return True


def verified(home: Home) -> Verified:
    """Everything that can be told of the home. Raises HomeNotReady for one that was never set up."""
    from pipelines.verifying.builds import builds, derived
    from pipelines.verifying.files import rows, store
    from pipelines.verifying.published import frozen, published

    found = Verified()
    if not Ledger(home.folder).path.exists():
        raise HomeNotReady(
            f"Expected a home that is set up at {home.folder}; found none. Run `scorecard init` once, or restore a backup."
        )
    with ThreadPoolExecutor(max(2, cpu_count() or 2)) as pool:
        look = Look(home, found, pool)
        is_whole = _chains(look)
        if not is_whole:
            words = "Nothing that rests on the ledger was looked at: it is not whole."
            found.remarks.append(words)
            return found
        checks: tuple[Callable[[Look], None], ...] = (
            _key, store, rows, builds, derived, frozen, published, _leftovers,
        )  # fmt: skip
        for check in checks:
            check(look)
    return found


def _chains(look: Look) -> bool:
    """Walk the ledger and the audit log; whether the ledger is whole."""
    folder = look.home.folder
    ledger, audit = Ledger(folder), AuditLog(folder)
    is_whole = _chain(look, ledger)
    if _chain(look, audit) and is_whole:
        known = {record.number: record.hash for record in ledger.records}
        for line in audit.records:
            stood = line.facts["ledger"]
            if not known.get(stood["number"], "").startswith(stood["hash"]):
                words = (
                    f"Line {line.number} of the audit log was written when the ledger had {stood['number']} lines; "
                    f"now it has {len(known)}, or line {stood['number']} is another."
                )
                look.fault(ledger.path, words, RESTORE)
                return False
    return is_whole


def _chain(look: Look, chain: Chain) -> bool:
    """Walk one chain, telling the first line that does not follow."""
    try:
        look.found.count(f"{chain.name} lines", len(chain.records))
    except LedgerBroken:
        previous = ""
        for number, line in enumerate(chain.lines(), start=1):
            record = record_of(line)
            if record is None or record.previous != previous or record.number != number:
                look.fault(chain.path, f"Line {number} is not the one that was written there.", RESTORE)
                return False
            previous = record.hash
    if not chain.ends_whole() and not look.is_running:
        look.fault(
            chain.path,
            f"The last line, {len(chain.lines()) + 1}, is cut short.",
            "Where a run was killed, run `scorecard refresh`: the line never counted. Otherwise restore it from the "
            "newest backup: `scorecard restore`.",
        )
    return True


def _key(look: Look) -> None:
    try:
        look.home.key()
    except HomeNotReady as unready:
        words, _, remedy = str(unready).partition(". ")
        look.fault("key", f"{words}.", remedy)


def _leftovers(look: Look) -> None:
    """What a run that was killed left, and what nobody here made."""
    from pipelines.leftovers import unfinished

    for path in unfinished(look.home):
        if path.parent.name in ("store", "rows"):  # looked at file by file
            continue
        if look.is_running:
            look.found.remarks.append("A run is working now; its unfinished files were left out.")
            break
        look.fault(
            path, "An unfinished file of a run that was killed.", "Run `scorecard refresh`, else remove it."
        )
    for path in sorted(look.home.folder.iterdir()):
        if path.name not in KNOWN and path.suffix != ".lock" and not path.name.startswith("."):
            look.found.remarks.append(f"{path.name} is not of the home's own making; it was not looked at.")


def _hash(path: Path) -> str:
    from pipelines.sealed import file_hash

    try:
        return file_hash(path)
    except OSError:
        return ""
