"""Intake: files of the inbox become deliveries in the ledger, bytes in the store and typed rows beside them.

A file that cannot be used is refused with a sentence and the others go on; nothing here raises for bad data.
"""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines import fingerprint
from pipelines.files import write_whole
from pipelines.home import Home
from pipelines.inbox import Dropped, dropped, span
from pipelines.progress import say
from pipelines.settings import ROOT
from pipelines.verdict import ACCEPTED, REFUSED, USABLE, decided, decisions, judged
from scorecards.period import Month
from sources.catalogue import AGENCIES, tables

if TYPE_CHECKING:
    from pipelines.parsing import Tables

_MOMENT = 1.0
"""Seconds in which a file that is still being written changes again."""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One file of one month as the ledger knows it. `parts` says for each source what became of its rows."""

    delivery_id: str
    authority: str
    month: str
    agency: str
    sha256: str
    reading: str
    verdict: str
    reason: str
    parts: tuple[dict[str, Any], ...]
    ignored: dict[str, int]
    order: int = 0

    @property
    def is_usable(self) -> bool:
        """Whether it can be in force."""
        return self.verdict in USABLE

    @property
    def folder_name(self) -> str:
        """The folder of its typed rows: named by what it was made from."""
        return f"{self.delivery_id}.{self.reading}"


@dataclass(kw_only=True)
class Look:
    """What one look at the inbox did: files taken in, files known already, and files left for the next look."""

    taken: list[Delivery] = field(default_factory=list)
    known: int = 0
    left: int = 0

    def add(self, other: "Look") -> None:
        """Count another look in."""
        self.taken += other.taken
        self.known += other.known
        self.left += other.left


class Intake:
    """The way from inbox to rows for one home. Hold the ledger's lock while calling `take`."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._key = home.key()

    @cached_property
    def reading(self) -> str:
        """What the rows depend on besides the bytes: the schemas, the readers and the partnership's spellings."""
        return reading_fingerprint(self._home)

    @cached_property
    def deliveries(self) -> dict[str, Delivery]:
        """The newest record of every delivery by its id, in the order in which they first came."""
        return deliveries(self._home)

    def take(self, files: Iterable[Dropped]) -> Look:
        """Take in the files that are new or that an older reading read; the rest is known."""
        files, look, seen = list(files), Look(), _seen(self._home)
        _let_settle(file for file in files if not _is_seen(file, seen))
        for file in files:
            if _is_seen(file, seen) and self._has(_delivery_id(file, seen[_place(file)][2])):
                look.known += 1
                continue
            data = self._settled(file)
            if data is None:
                look.left += 1
                continue
            digest = sha256(data).hexdigest()
            seen[_place(file)] = [*file.signature, digest]
            delivery_id = _delivery_id(file, digest)
            if self._has(delivery_id):
                look.known += 1
                continue
            say(f"Reading {file.agency}, {file.month}")
            self._keep(digest, data, file.name)
            self._record(
                self._read(data, delivery_id, file.authority, str(file.month), file.agency, digest), look
            )
        self._remember(seen)
        return look

    def reread(self, agency: str) -> Look:
        """Read again, from the store, an agency's deliveries whose rows an older reading made or that have gone."""
        look = Look()
        for old in [each for each in self.deliveries.values() if each.agency == agency]:
            stored = self._home.store / old.sha256
            if self._has(old.delivery_id) or not stored.exists():
                continue
            say(f"Reading again {old.agency}, {old.month}")
            data = stored.read_bytes()
            self._record(
                self._read(data, old.delivery_id, old.authority, old.month, old.agency, old.sha256), look
            )
        return look

    def take_agency(self, agency: str, month: Month) -> Look:
        """Take in what a build of `month` can need of an agency.

        Of an agency that delivers its whole history each month only the newest folder is read, and an older one where
        that lacks a report; of one that delivers the year so far the newest of each year; of the others every folder
        up to `month`.
        """
        look = self.reread(agency)
        for folder in self._needed(agency, month):
            look.add(self.take(folder))
        return look

    def is_settled(self, month: Month) -> bool:
        """Whether a look at the inbox for a build of `month` would find nothing to read."""
        seen = _seen(self._home)
        if any(
            not self._has(old.delivery_id) and (self._home.store / old.sha256).exists()
            for old in self.deliveries.values()
        ):
            return False
        return all(
            _is_seen(file, seen) and self._has(_delivery_id(file, seen[_place(file)][2]))
            for agency in AGENCIES
            for folder in self._needed(agency, month)
            for file in folder
        )

    def _needed(self, agency: str, month: Month) -> Iterator[list[Dropped]]:
        """Of every span the newest folder, and older ones as long as a report lacks: take one before asking for the
        next."""
        settings = self._home.settings
        files = dropped(settings.inbox, authority=settings.authority.code, until=month)
        for folders in _spans((file for file in files if file.agency == agency), settings.year_start):
            codes = {file.authority for folder in folders for file in folder}
            wanted = {(code, f"{agency}.{table}") for code in codes for table in tables(agency)}
            for folder in folders:
                yield folder
                months = {str(file.month) for file in folder}
                wanted -= {
                    (delivery.authority, part["source"])
                    for delivery in self.deliveries.values()
                    if delivery.is_usable and delivery.month in months
                    for part in delivery.parts
                }
                if not wanted:
                    break

    def _record(self, delivery: Delivery, look: Look) -> None:
        known = self.deliveries.get(delivery.delivery_id)
        delivery = judged(self._home, delivery, self.deliveries.values())
        if known is None or known.reading != delivery.reading:
            facts = {name: value for name, value in delivery.__dict__.items() if name != "order"}
            self._home.ledger.append("delivered", **facts)
        order = known.order if known else len(self.deliveries)
        delivery = decided(delivery, decisions(self._home).get(delivery.delivery_id))
        self.deliveries[delivery.delivery_id] = replace(delivery, order=order)
        look.taken.append(delivery)

    def _has(self, delivery_id: str) -> bool:
        """Whether the delivery was read as it would be read now."""
        known = self.deliveries.get(delivery_id)
        return known is not None and known.reading == self.reading and self._has_rows(known)

    def _has_rows(self, delivery: Delivery) -> bool:
        return delivery.verdict == REFUSED or (self._home.rows / delivery.folder_name).is_dir()

    @staticmethod
    def _settled(file: Dropped) -> bytes | None:
        """The file's bytes, or None while something is still writing it."""
        try:
            data = file.path.read_bytes()
            facts = file.path.stat()
        except OSError:
            return None
        return (
            data if (facts.st_size, facts.st_mtime_ns) == file.signature and len(data) == file.size else None
        )

    def _keep(self, digest: str, data: bytes, name: str) -> None:
        """Keep the bytes as delivered, and the name they came under, which is not for the ledger."""
        path = self._home.store / digest
        if not path.exists():
            write_whole(path, data)
        names = path.with_suffix(".json")
        known = json.loads(names.read_text(encoding="utf-8")) if names.exists() else []
        if name not in known:
            write_whole(names, json.dumps([*known, name], ensure_ascii=False).encode())

    def _read(
        self, data: bytes, delivery_id: str, authority: str, month: str, agency: str, digest: str
    ) -> Delivery:
        from pipelines.parsing import Refused, parsed

        facts: dict[str, Any] = {
            "delivery_id": delivery_id,
            "authority": authority,
            "month": month,
            "agency": agency,
            "sha256": digest,
            "reading": self.reading,
        }
        try:
            tables = parsed(
                data,
                agency=agency,
                month=month,
                authority=authority,
                delivery_id=delivery_id,
                key=self._key,
                names=self._home.settings.names.get(authority, ()),
                overlay=self._home.settings.overlay,
            )
        except Refused as refused:
            return Delivery(**facts, verdict=REFUSED, reason=str(refused), parts=(), ignored={})
        except Exception as error:
            # whatever a file does to the reader, the others go on; the error's own words may hold its values
            reason = (
                f"Expected a file that can be read; found one that stops the reader ({type(error).__name__}). "
                "Export the report again and send it again, and tell us if this recurs."
            )
            return Delivery(**facts, verdict=REFUSED, reason=reason, parts=(), ignored={})
        self._write_rows(f"{delivery_id}.{self.reading}", tables)
        return Delivery(
            **facts, verdict=ACCEPTED, reason="", parts=tuple(tables.parts), ignored=tables.ignored
        )

    def _write_rows(self, name: str, tables: "Tables") -> None:
        target = self._home.rows / name
        self._home.rows.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = Path(tempfile.mkdtemp(dir=self._home.rows, prefix="."))
        for source, frame in tables.frames.items():
            frame.write_parquet(beside / f"{source}.parquet", compression="lz4", statistics=False)
        tables.findings.write_parquet(beside / "findings.parquet", compression="lz4")
        if tables.unknown.height:
            tables.unknown.write_parquet(beside / "unknown.parquet", compression="lz4")
        (beside / "profile.json").write_text(json.dumps(tables.profiles), encoding="utf-8")
        if target.exists():
            shutil.rmtree(target)
        os.replace(beside, target)

    def _remember(self, seen: dict[str, list[Any]]) -> None:
        data = json.dumps(seen, sort_keys=True).encode()
        path = self._home.folder / "seen.json"
        if not path.exists() or path.read_bytes() != data:
            write_whole(path, data)


def reading_fingerprint(home: Home) -> str:
    """The hash of everything that decides how bytes become rows."""
    overlay = home.settings.overlay
    files = [
        *(ROOT / "schemas").glob("*.py"),
        *(ROOT / "schemas").glob("*.csv"),
        *(ROOT / "schemas" / "codes").glob("*.csv"),
        *(ROOT / "sources").glob("*.py"),
        *(path for path in (ROOT / "sources").glob("*/*.py") if path.parent.name != "synthetic"),
        ROOT / "pipelines" / "parsing.py",
        *overlay.glob("headings.csv"),
        *overlay.glob("codes/*.csv"),
    ]
    files = [path for path in files if path.stem != "expectations"]  # they judge rows and make none
    return fingerprint.of_files(files, home.settings.names)[:8]


def deliveries(home: Home) -> dict[str, Delivery]:
    """The newest record of every delivery by its id; `order` is the order in which they first came."""
    found: dict[str, Delivery] = {}
    for record in home.ledger.of("delivered"):
        known = found.get(record.facts["delivery_id"])
        facts = {**record.facts, "parts": tuple(record.facts["parts"])}
        found[record.facts["delivery_id"]] = Delivery(**facts, order=known.order if known else len(found))
    said = decisions(home)
    return {name: decided(each, said.get(name)) for name, each in found.items()}


def _spans(files: Iterable[Dropped], year_start: int) -> list[list[list[Dropped]]]:
    """The files of one agency by span, the oldest first, and in each span by month, the newest first."""
    by_span: dict[str, dict[Month, list[Dropped]]] = {}
    for file in sorted(files):
        months = by_span.setdefault(span(file.agency, file.month, year_start), {})
        months.setdefault(file.month, []).append(file)
    return [[months[month] for month in reversed(months)] for months in by_span.values()]


def untaken(home: Home, month: Month) -> int:
    """How many files of `month` stand in the inbox that nobody has taken in."""
    seen = _seen(home)
    files = dropped(home.settings.inbox, authority=home.settings.authority.code, until=month)
    return sum(file.month == month and not _is_seen(file, seen) for file in files)


def _seen(home: Home) -> dict[str, list[Any]]:
    """Size, time and hash of the files that were looked at before, by place."""
    try:
        return dict(json.loads((home.folder / "seen.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _is_seen(file: Dropped, seen: dict[str, list[Any]]) -> bool:
    known = seen.get(_place(file))
    return known is not None and tuple(known[:2]) == file.signature


def _place(file: Dropped) -> str:
    """The file's place in the inbox, hashed because people put names of children into names of files."""
    return sha256(str(file.path).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _let_settle(files: Iterable[Dropped]) -> None:
    """Wait until the newest file is a moment old, so that one still being written shows itself."""
    newest = max((file.modified for file in files), default=0) / 1e9
    age = max(time.time() - newest, 0)
    if age < _MOMENT:
        time.sleep(_MOMENT - age)


def _delivery_id(file: Dropped, digest: str) -> str:
    return sha256(f"{file.authority}|{file.month}|{file.agency}|{digest}".encode()).hexdigest()[:16]
