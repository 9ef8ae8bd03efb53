"""The ledger: an append-only, hash-chained record of what was delivered and what people decided.

One JSON object a line. Each line holds the hash of the line before it, so that a changed or missing line shows.
It never holds a record's value or a file's name, because it is never rewritten.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout


class LedgerBroken(Exception):
    """The ledger was changed by something else than this program."""


class LedgerBusy(Exception):
    """Another run is writing."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """One line: its number (from 1), UTC time, event and facts, and the hashes that chain it."""

    number: int
    at: str
    event: str
    facts: dict[str, Any]
    previous: str
    hash: str


class Ledger:
    """The ledger of one home. Reading needs no lock; writing needs `writing()`."""

    def __init__(self, home: Path) -> None:
        self._path = home / "ledger.jsonl"
        self._lock = FileLock(str(home / "ledger.lock"), mode=0o600)

    @contextmanager
    def writing(self, patience: float = 60) -> Iterator["Ledger"]:
        """Hold the ledger's lock; it is released even when its holder is killed."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with self._lock.acquire(timeout=patience):
                self.__dict__.pop("records", None)  # another run may have written meanwhile
                yield self
        except Timeout:
            raise LedgerBusy(
                f"Expected no other run in this home; found one still working after {patience:.0f} seconds. "
                "Wait for it to end and run again."
            ) from None

    @cached_property
    def records(self) -> list[Record]:
        """Every record, checked against the chain. A last line that a kill cut short never counted and is left out."""
        found: list[Record] = []
        previous = ""
        for number, line in enumerate(self._lines(), start=1):
            record = _record(line)
            if record is None or record.previous != previous or record.hash != _hash(record):
                raise LedgerBroken(
                    f"Expected line {number} of the ledger to follow the one before it; it does not. "
                    "Restore the ledger from its backup."
                )
            previous = record.hash
            found.append(record)
        return found

    def append(self, event: str, **facts: Any) -> Record:
        """Write one record, on the disk before this returns. Hold `writing()`."""
        last = self.records[-1] if self.records else None
        draft = Record(
            number=last.number + 1 if last else 1,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            event=event,
            facts=facts,
            previous=last.hash if last else "",
            hash="",
        )
        record = Record(**{**draft.__dict__, "hash": _hash(draft)})
        with self._path.open("ab") as file:
            if file.tell() and not self._ends_whole():
                file.truncate(sum(len(line) + 1 for line in self._lines()))
            file.write(_line(record.__dict__) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self.records.append(record)
        return record

    def of(self, *events: str) -> list[Record]:
        """The records of some events, in order."""
        return [record for record in self.records if record.event in events]

    def _ends_whole(self) -> bool:
        with self._path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read() == b"\n"

    def _lines(self) -> list[bytes]:
        if not self._path.exists():
            return []
        return self._path.read_bytes().split(b"\n")[:-1]


def _record(line: bytes) -> Record | None:
    try:
        return Record(**json.loads(line))
    except (ValueError, TypeError):
        return None


def _line(facts: dict[str, Any]) -> bytes:
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _hash(record: Record) -> str:
    return sha256(
        _line({name: value for name, value in record.__dict__.items() if name != "hash"})
    ).hexdigest()
