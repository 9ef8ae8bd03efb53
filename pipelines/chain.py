"""A log that only grows: one JSON object a line, each holding the hash of the line before it.

A changed, moved or missing line therefore shows. A last line that a kill cut short never counted; it is left out when
reading and removed by whoever next holds the log to write.
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
from typing import Any, Self

from filelock import FileLock, Timeout


class LedgerBroken(Exception):
    """A log was changed by something else than this program."""


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


class Chain:
    """One log: `name` is what people call it, and its file `<name>.jsonl`. Reading needs no lock; writing needs
    `writing()`."""

    name = "chain"

    def __init__(self, home: Path) -> None:
        self.path = home / f"{self.name}.jsonl"
        self._lock = FileLock(str(home / f"{self.name}.lock"), mode=0o600)
        self._as_read: tuple[int, int] | None = None

    @contextmanager
    def writing(self, patience: float = 60) -> Iterator[Self]:
        """Hold the log's lock; it is released even when its holder is killed."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with self._lock.acquire(timeout=patience):
                if self._as_read != self._state():  # another run wrote meanwhile
                    self.__dict__.pop("records", None)
                self._trim()
                yield self
        except Timeout:
            raise LedgerBusy(
                f"Expected no other run in this home; found one still working after {patience:.0f} seconds. "
                "Wait for it to end and run again."
            ) from None

    @cached_property
    def records(self) -> list[Record]:
        """Every record, checked against the chain. Raises LedgerBroken."""
        self._as_read = self._state()
        found: list[Record] = []
        previous = ""
        for number, line in enumerate(self.lines(), start=1):
            record = record_of(line)
            if record is None or record.previous != previous or record.number != number:
                raise LedgerBroken(
                    f"Expected line {number} of the {self.name} to follow the one before it; it does not. "
                    f"Restore the {self.name} from its backup."
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
        bare = {name: value for name, value in draft.__dict__.items() if name != "hash"}
        record = Record(**{**draft.__dict__, "hash": sha256(_line(bare)).hexdigest()})
        with self.path.open("ab") as file:
            file.write(_line(record.__dict__) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self.records.append(record)
        self._as_read = self._state()
        return record

    def _trim(self) -> None:
        """Remove a last line that a kill cut short; hold `writing()`."""
        if not self.ends_whole():
            os.truncate(self.path, sum(len(line) + 1 for line in self.lines()))

    def of(self, *events: str) -> list[Record]:
        """The records of some events, in order."""
        return [record for record in self.records if record.event in events]

    def head(self) -> Record | None:
        """The last whole record, read without walking the chain; None where there is none or it is damaged."""
        lines = self.lines()
        return record_of(lines[-1]) if lines else None

    def ends_whole(self) -> bool:
        """Whether the last line was written to its end."""
        if not self.path.exists() or not self.path.stat().st_size:
            return True
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read() == b"\n"

    def _state(self) -> tuple[int, int] | None:
        """What changes when somebody writes: how long the file is, and when it was last written."""
        try:
            facts = self.path.stat()
        except FileNotFoundError:
            return None
        return facts.st_size, facts.st_mtime_ns

    def lines(self) -> list[bytes]:
        """The whole lines as they stand, unchecked."""
        if not self.path.exists():
            return []
        return self.path.read_bytes().split(b"\n")[:-1]


def record_of(line: bytes) -> Record | None:
    """The record of a line, None where it is no record or its hash is not its own."""
    try:
        record = Record(**json.loads(line))
        before, _, after = line.rpartition(
            f'"hash":"{record.hash}",'.encode()
        )  # as it was when it was hashed
    except (ValueError, TypeError):
        return None
    return record if record.hash == sha256(before + after).hexdigest() else None


def _line(facts: dict[str, Any]) -> bytes:
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
