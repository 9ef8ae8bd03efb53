"""Intake: files of the inbox become deliveries in the ledger, bytes in the store and typed rows beside them.

A file that cannot be used is refused with a sentence and the others go on; nothing here raises for bad data.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from itertools import count, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines import ahead, fingerprint
from pipelines.children import readers
from pipelines.gone import PAST_RETENTION, Gone, erased_rows, finish
from pipelines.home import Home
from pipelines.inbox import Dropped, dropped
from pipelines.needed import needed
from pipelines.progress import say
from pipelines.rows import write_rows
from pipelines.seen import Seen
from pipelines.settings import ROOT, password
from pipelines.staging import NotStaged, Staged, TooLarge, is_still, note_name, staged, swept
from pipelines.verdict import ACCEPTED, REFUSED, USABLE, Decision, decided, decisions, judged
from scorecards.period import Month
from sources.catalogue import AGENCIES

if TYPE_CHECKING:
    from concurrent.futures import Future

    from pipelines.parsing import Refused, Sheets, Tables
    from sources.reading import Book

AGAIN = "delivered again"
"""The event of a file that was put back as it was: it counts as the newest again."""

_BATCH = 64_000_000
"""Bytes of files that are read and typed together, so that memory does not grow with the inbox."""

_ERASED = (
    "Expected no row of a child who was erased; found {rows}. Ask the agency to erase the child at its source and to send "
    "the file again, or run `scorecard forget`."
)

_NOT_TOLD = ("order", "is_superseded")
"""What follows from the other lines of the ledger and is in none."""

_MOMENT = 1.0
"""Seconds in which a file that is still being written changes again."""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One file of one month as the ledger knows it. `parts` says for each source what became of its rows, `files` the
    hashes of the files that hold them. `is_superseded`: a child was erased from its bytes since, and the ledger does not
    tell yet what was read from the redacted copy; rows that stand may be of either."""

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
    files: dict[str, str] = field(default_factory=dict)
    order: int = 0
    is_superseded: bool = False

    @property
    def is_usable(self) -> bool:
        """Whether it can be in force."""
        return self.verdict in USABLE

    @property
    def is_gone(self) -> bool:
        """Whether its bytes and rows were removed because their time was over."""
        return self.verdict == PAST_RETENTION

    @property
    def folder_name(self) -> str:
        """The folder of its typed rows: named by what it was made from."""
        return f"{self.delivery_id}.{self.reading}"


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A file to read: a private copy of what was `dropped`, or bytes in the store. `refusal` says why it is not even
    opened, `book` are its sheets where it was read ahead. `erased` is the hash of dropped bytes from which a child was
    erased: the redacted copy is read, never they."""

    delivery_id: str
    authority: str
    month: str
    agency: str
    sha256: str
    path: Path
    dropped: Dropped | None = None
    copy: Staged | None = None
    book: "Future[Book] | None" = None
    refusal: str = ""
    erased: str = ""


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
        """Take in the files that are new or that an older reading read; the rest is known.

        Give the folders of the inbox whole: what does not stand in them any more is forgotten.
        """
        finish(self._home)
        files, look, seen = list(files), Look(), Seen(self._home)
        swept(self._home.staging)
        _let_settle(file for file in files if seen.digest(file) is None)
        standing: dict[Dropped, str] = {}
        new: dict[str, Arrival] = {}
        for file in files:
            digest = seen.digest(file)
            if digest is not None and self._has(_delivery_id(file, digest)):
                standing[file] = digest
                look.known += 1
                continue
            arrival = self._arrived(file)
            if arrival is None:
                look.left += 1
                continue
            standing[file] = arrival.erased or arrival.sha256
            self._note_again(arrival, seen)
            if arrival.delivery_id in new or self._has(arrival.delivery_id):
                look.known += 1
                if arrival.copy is not None:
                    arrival.copy.discard()
            else:
                new[arrival.delivery_id] = arrival
        left = self._read(new.values(), look)
        seen.remember((file, digest) for file, digest in standing.items() if file not in left)
        return look

    def reread(self, agency: str) -> Look:
        """Read again, from the store, an agency's deliveries whose rows an older reading made or that have gone."""
        finish(self._home)
        look = Look()
        again = [
            Arrival(
                delivery_id=old.delivery_id,
                authority=old.authority,
                month=old.month,
                agency=old.agency,
                sha256=old.sha256,
                path=self._home.store / old.sha256,
            )
            for old in self.deliveries.values()
            if old.agency == agency and self._is_to_reread(old)
        ]
        self._read(again, look)
        return look

    def take_agency(self, agency: str, month: Month) -> Look:
        """Take in what a build of `month` can need of an agency."""
        look = self.reread(agency)
        for files in self.needed(agency, month):
            look.add(self.take(files))
        return look

    def is_settled(self, month: Month) -> bool:
        """Whether a look at the inbox for a build of `month` would find nothing to read."""
        if any(map(self._is_to_reread, self.deliveries.values())):
            return False
        return all(self._has(name) for name in self._standing(month))

    def has_news(self, month: Month) -> bool:
        """Whether the inbox holds a file that a build of `month` needs and that was never taken in as it stands."""
        return any(name not in self.deliveries for name in self._standing(month))

    def _standing(self, month: Month) -> Iterator[str]:
        """The ids of what stands in the inbox for a build of `month`; an empty one for a file that was not seen yet."""
        seen = Seen(self._home)
        for agency in AGENCIES:
            for files in self.needed(agency, month):
                for file in files:
                    digest = seen.digest(file)
                    yield "" if digest is None else _delivery_id(file, digest)

    @cached_property
    def _gone(self) -> Gone:
        return Gone(self._home)

    @cached_property
    def _inbox(self) -> list[Dropped]:
        return dropped(self._home.settings.inbox, authority=self._home.settings.authority.code)

    def needed(self, agency: str, month: Month) -> Iterator[list[Dropped]]:
        """The files of an agency that a build of `month` can need, in rounds, as in `pipelines.needed`."""
        files = [file for file in self._inbox if file.agency == agency and file.month <= month]
        return needed(files, agency, self._home.settings.year_start, self._supplied)

    def _supplied(self, months: set[str]) -> set[tuple[str, str]]:
        return {
            (delivery.authority, part["source"])
            for delivery in self.deliveries.values()
            if delivery.is_usable and delivery.month in months
            for part in delivery.parts
            if not part.get("months")  # a form that covers some months leaves the earlier ones to other files
        }

    def _arrived(self, file: Dropped) -> Arrival | None:
        """A private copy of the file, or None while something is still writing it."""
        copy, book, refusal = None, None, ""
        try:
            facts = file.path.lstat()
            if (facts.st_size, facts.st_mtime_ns) != file.signature:
                return None
            copy, book = ahead.taken(self._home, file) or (staged(file.path, self._home.staging), None)
        except (NotStaged, FileNotFoundError):
            return None
        except TooLarge as too_large:
            refusal = str(too_large)
        digest = copy.digest if copy else sha256(f"{file.name}|{file.signature}".encode()).hexdigest()
        arrival = Arrival(
            delivery_id=_delivery_id(file, digest),
            authority=file.authority,
            month=str(file.month),
            agency=file.agency,
            sha256=digest,
            path=copy.path if copy else file.path,
            dropped=file,
            copy=copy,
            book=book,
            refusal=refusal,
        )
        redacted = self._gone.replaced.get(digest)
        if copy is None or redacted is None:
            return arrival
        copy.discard()  # a child was erased from these bytes: they are not taken in again
        return replace(
            arrival, sha256=redacted, path=self._home.store / redacted, copy=None, book=None, erased=digest
        )

    def _note_again(self, arrival: Arrival, seen: Seen) -> None:
        """A file that was delivered before and is put back, or comes under another name, is the newest again; one that
        was only touched is not."""
        known = self.deliveries.get(arrival.delivery_id)
        if (
            known is None
            or arrival.dropped is None
            or seen.last_digest(arrival.dropped) == (arrival.erased or arrival.sha256)
        ):
            return
        beside = (each.order for each in self._of_supplier(known) if each.month == known.month)
        if known.order < max(beside):
            self._home.ledger.append(AGAIN, delivery_id=known.delivery_id)
            self._put(replace(known, order=next(self._orders)))

    def _of_supplier(self, delivery: Delivery) -> Iterator[Delivery]:
        """The deliveries of the same agency for the same authority."""
        return (self.deliveries[name] for name in self._by_supplier.get(_supplier(delivery), {}))

    def _put(self, delivery: Delivery) -> None:
        self._by_supplier.setdefault(_supplier(delivery), {})[delivery.delivery_id] = None
        self.deliveries[delivery.delivery_id] = delivery

    @cached_property
    def _by_supplier(self) -> dict[tuple[str, str], dict[str, None]]:
        """The ids of deliveries, by authority and agency: work on one must not grow with how many others there are."""
        found: dict[tuple[str, str], dict[str, None]] = {}
        for each in self.deliveries.values():
            found.setdefault(_supplier(each), {})[each.delivery_id] = None
        return found

    @cached_property
    def _orders(self) -> Iterator[int]:
        return count(1 + max((each.order for each in self.deliveries.values()), default=-1))

    @cached_property
    def _decisions(self) -> dict[str, Decision]:
        return decisions(self._home)

    def _read(self, arrivals: Iterable[Arrival], look: Look) -> set[Dropped]:
        """Read, type, write and record files, many at a time and one authority's after another's. Returns those that
        changed while they were read: they are left for the next look."""
        from pipelines.parsing import Tables

        left: set[Dropped] = set()
        for batch in _batches(arrivals):
            typed = self._typed(batch[0].authority, batch[0].agency, self._sheets(batch))
            still: list[Arrival] = []
            for each in batch:
                if self._is_kept(each):
                    still.append(each)
                elif each.dropped is not None:
                    left.add(each.dropped)
            tables = {self._folder(each): typed[each.delivery_id] for each in still}
            files = write_rows(
                self._home.rows, {name: each for name, each in tables.items() if isinstance(each, Tables)}
            )
            for each in still:
                written = files.get(self._folder(each), {})
                self._record(self._delivery(each, typed[each.delivery_id], written), look)
        look.left += len(left)
        return left

    def _is_kept(self, arrival: Arrival) -> bool:
        """Keep the bytes of a file that has not changed since it was copied; False for one that has."""
        if arrival.dropped is None or arrival.copy is None:
            return True
        if not is_still(arrival.dropped.path, arrival.copy):
            arrival.copy.discard()
            return False
        arrival.copy.keep(self._home.store / arrival.sha256)
        note_name(self._home.store, arrival.sha256, arrival.dropped.name)
        return True

    def _folder(self, arrival: Arrival) -> str:
        """The folder of a delivery's rows, as `Delivery.folder_name`."""
        return f"{arrival.delivery_id}.{self.reading}"

    def _sheets(self, arrivals: Iterable[Arrival]) -> "dict[str, Sheets | Refused]":
        """Files as sheets of text, read by processes of their own, or why a file has none."""
        from pipelines.parsing import Refused, Sheets
        from sources.reading import UnreadableFile

        reading = {
            each: each.book
            or readers().read(
                each.path,
                name=each.dropped.name if each.dropped else "",
                password=password(self._home.settings, each.agency),
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

    def _typed(
        self, authority: str, agency: str, read: "dict[str, Sheets | Refused]"
    ) -> "dict[str, Tables | Refused]":
        """The tables of files of one agency, or why a file has none. What stops the typing of many is found by typing
        each alone: whatever a file does, the others go on."""
        from pipelines.parsing import Refused, Sheets, tables_of

        def typed(files: list[Sheets]) -> "dict[str, Tables | Refused]":
            try:
                return tables_of(
                    files,
                    agency=agency,
                    authority=authority,
                    key=self._key,
                    names=self._home.settings.names.get(authority, ()),
                    overlay=self._home.settings.overlay,
                )
            except Exception as error:
                if len(files) == 1:
                    return {files[0].delivery_id: _stopped(error)}
                return {name: found for file in files for name, found in typed([file]).items()}

        refused = {name: each for name, each in read.items() if isinstance(each, Refused)}
        files = [each for each in read.values() if isinstance(each, Sheets)]
        return {**refused, **(typed(files) if files else {})}

    def _delivery(self, arrival: Arrival, found: "Tables | Refused", files: dict[str, str]) -> Delivery:
        """What became of a file whose rows were written to `files`."""
        from pipelines.parsing import Refused

        facts: dict[str, Any] = {
            "delivery_id": arrival.delivery_id,
            "authority": arrival.authority,
            "month": arrival.month,
            "agency": arrival.agency,
            "sha256": arrival.sha256,
            "reading": self.reading,
        }
        if isinstance(found, Refused):
            return Delivery(**facts, verdict=REFUSED, reason=str(found), parts=(), ignored={})
        parts, erased = tuple(found.parts), erased_rows(self._gone, found.frames)
        reason = _ERASED.format(rows=erased) if erased else ""
        return Delivery(
            **facts, verdict=ACCEPTED, reason=reason, parts=parts, ignored=found.ignored, files=files
        )

    def _record(self, delivery: Delivery, look: Look) -> None:
        known = self.deliveries.get(delivery.delivery_id)
        delivery = judged(self._home, delivery, self._of_supplier(delivery))
        is_as_told = known is not None and (known.reading, known.files) == (delivery.reading, delivery.files)
        if known is None or known.is_superseded or not is_as_told:
            facts = {name: value for name, value in delivery.__dict__.items() if name not in _NOT_TOLD}
            self._home.ledger.append("delivered", **facts)
        order = known.order if known else next(self._orders)
        delivery = decided(delivery, self._decisions.get(delivery.delivery_id))
        self._put(replace(delivery, order=order))
        look.taken.append(delivery)

    def _has(self, delivery_id: str) -> bool:
        """Whether the delivery was read as it would be read now."""
        known = self.deliveries.get(delivery_id)
        if known is None or known.is_gone:
            return known is not None
        return known.reading == self.reading and not known.is_superseded and self._has_rows(known)

    def _is_to_reread(self, delivery: Delivery) -> bool:
        """Whether its rows have gone or are of an older reading, and its bytes are there."""
        return not self._has(delivery.delivery_id) and (self._home.store / delivery.sha256).exists()

    def _has_rows(self, delivery: Delivery) -> bool:
        return delivery.verdict == REFUSED or (self._home.rows / delivery.folder_name).is_dir()


def awaited(home: Home, month: Month) -> list[Dropped]:
    """The files that a look at the inbox for a build of `month` begins with and that nobody has seen as they are, in the
    order of the agencies' names, which is the order of the steps."""
    seen, intake = Seen(home), Intake(home)
    first = (file for agency in sorted(AGENCIES) for file in next(intake.needed(agency, month), []))
    return [file for file in first if seen.digest(file) is None]


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
        *(ROOT / "pipelines" / name for name in ("parsing.py", "typing_parts.py")),
        *overlay.glob("headings.csv"),
        *overlay.glob("codes/*.csv"),
    ]
    files = [path for path in files if path.stem not in ("expectations", "suite")]  # they judge and make none
    return fingerprint.of_files(files, home.settings.names, home.key_fingerprint)[:8]


def deliveries(home: Home) -> dict[str, Delivery]:
    """The newest record of every delivery by its id; `order` is the order in which they came, or came again."""
    found: dict[str, Delivery] = {}
    for order, record in enumerate(home.ledger.of("delivered", AGAIN)):
        known = found.get(record.facts["delivery_id"])
        if record.event == AGAIN:
            if known is not None:
                found[known.delivery_id] = replace(known, order=order)
            continue
        facts = {**record.facts, "parts": tuple(record.facts["parts"])}
        found[record.facts["delivery_id"]] = Delivery(**facts, order=known.order if known else order)
    said = decisions(home)
    gone = Gone(home)
    return {name: gone.told(decided(each, said.get(name))) for name, each in found.items()}


def _stopped(error: Exception) -> "Refused":
    """The refusal of a file that stopped us; the error's own words may hold its values."""
    from pipelines.parsing import Refused

    return Refused(
        f"Expected a file that can be read; found one that stops the reader ({type(error).__name__}). "
        "Export the report again and send it again, and tell us if this recurs."
    )


def _let_settle(files: Iterable[Dropped]) -> None:
    """Wait until the newest file is a moment old, so that one still being written shows itself."""
    newest = max((file.modified for file in files), default=0) / 1e9
    age = max(time.time() - newest, 0)
    if age < _MOMENT:
        time.sleep(_MOMENT - age)


def _batches(arrivals: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    """Files of one authority's agency, up to about _BATCH bytes of them together."""

    def owner(arrival: Arrival) -> tuple[str, str]:
        return arrival.authority, arrival.agency

    for _, group in groupby(sorted(arrivals, key=owner), key=owner):
        batch: list[Arrival] = []
        size = 0
        for each in group:
            batch.append(each)
            size += 0 if each.refusal else each.path.stat().st_size
            if size >= _BATCH:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch


def _supplier(delivery: Delivery) -> tuple[str, str]:
    return delivery.authority, delivery.agency


def _delivery_id(file: Dropped, digest: str) -> str:
    return sha256(f"{file.authority}|{file.month}|{file.agency}|{digest}".encode()).hexdigest()[:16]
