"""Arrivals: files of the inbox that are about to be read, each as a private copy that nobody can change meanwhile."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.home import Home
from pipelines.intake import ahead
from pipelines.intake.delivery import Delivery, delivery_id
from pipelines.intake.inbox import Dropped
from pipelines.intake.staging import NotStaged, Staged, TooLarge, is_still, note_name, staged
from pipelines.keeping.gone import Gone

if TYPE_CHECKING:
    from concurrent.futures import Future

    from sources.reading import Book

_BATCH = 64_000_000
"""Bytes of files that are read and typed together, so that memory does not grow with the inbox."""

_MOMENT = 1.0
"""Seconds in which a file that is still being written changes again."""


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


def arrived(home: Home, gone: Gone, file: Dropped) -> Arrival | None:
    """A private copy of a file of the inbox, or None while something is still writing it."""
    copy, book, refusal = None, None, ""
    try:
        facts = file.path.lstat()
        if (facts.st_size, facts.st_mtime_ns) != file.signature:
            return None
        copy, book = ahead.taken(home, file) or (staged(file.path, home.staging), None)
    except (NotStaged, FileNotFoundError):
        return None
    except TooLarge as too_large:
        refusal = str(too_large)
    digest = copy.digest if copy else sha256(f"{file.name}|{file.signature}".encode()).hexdigest()
    arrival = Arrival(
        delivery_id=delivery_id(file, digest),
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
    redacted = gone.replaced.get(digest)
    if copy is None or redacted is None:
        return arrival
    copy.discard()  # a child was erased from these bytes: they are not taken in again
    return replace(arrival, sha256=redacted, path=home.store / redacted, copy=None, book=None, erased=digest)


def again(home: Home, delivery: Delivery) -> Arrival:
    """A delivery's bytes in the store, to be read once more."""
    return Arrival(
        delivery_id=delivery.delivery_id,
        authority=delivery.authority,
        month=delivery.month,
        agency=delivery.agency,
        sha256=delivery.sha256,
        path=home.store / delivery.sha256,
    )


def is_kept(home: Home, arrival: Arrival) -> bool:
    """Keep the bytes of a file that has not changed since it was copied; False for one that has."""
    if arrival.dropped is None or arrival.copy is None:
        return True
    if not is_still(arrival.dropped.path, arrival.copy):
        arrival.copy.discard()
        return False
    arrival.copy.keep(home.store / arrival.sha256)
    note_name(home.store, arrival.sha256, arrival.dropped.name)
    return True


def let_settle(files: Iterable[Dropped]) -> None:
    """Wait until the newest file is a moment old, so that one still being written shows itself."""
    newest = max((file.modified for file in files), default=0) / 1e9
    age = max(time.time() - newest, 0)
    if age < _MOMENT:
        time.sleep(_MOMENT - age)


def batches(arrivals: Iterable[Arrival]) -> Iterator[list[Arrival]]:
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
