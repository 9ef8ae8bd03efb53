"""Intake: files of the inbox become deliveries in the ledger, bytes in the store and typed rows beside them.

A file that cannot be used is refused with a sentence and the others go on; nothing here raises for bad data.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipelines.home import Home
from pipelines.intake.arrivals import Arrival, again, arrived, batches, is_kept, let_settle
from pipelines.intake.delivery import Delivery, delivery_id
from pipelines.intake.file_tables import reading_fingerprint, sheets, tables
from pipelines.intake.inbox import Dropped, dropped
from pipelines.intake.moved import Moved, why_held
from pipelines.intake.needed import needed
from pipelines.intake.register import Register
from pipelines.intake.rows import write_rows
from pipelines.intake.seen import Seen
from pipelines.intake.staging import swept
from pipelines.intake.verdict import ACCEPTED, REFUSED
from pipelines.keeping.gone import Gone, erased_rows, finish
from scorecards.period import Month
from sources.catalogue import AGENCIES

if TYPE_CHECKING:
    from pipelines.intake.parsing import Refused, Tables

_ERASED = (
    "Expected no row of a child who was erased; found {rows}. Ask the agency to erase the child at its source and to send "
    "the file again, or run `scorecard forget`."
)


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
        self._register = Register(home)
        home.key()  # refuses a home without its key before anything is touched

    @cached_property
    def reading(self) -> str:
        """What the rows depend on besides the bytes: the schemas, the readers and the partnership's spellings."""
        return reading_fingerprint(self._home)

    @property
    def deliveries(self) -> dict[str, Delivery]:
        """The newest record of every delivery by its id, in the order in which they first came."""
        return self._register.deliveries

    def take(self, files: Iterable[Dropped]) -> Look:
        """Take in the files that are new or that an older reading read; the rest is known.

        Give the folders of the inbox whole: what does not stand in them any more is forgotten.
        """
        finish(self._home)
        files, look, seen = list(files), Look(), Seen(self._home)
        swept(self._home.staging)
        let_settle(file for file in files if seen.digest(file) is None)
        standing: dict[Dropped, str] = {}
        new: dict[str, Arrival] = {}
        for file in files:
            digest = seen.digest(file)
            if digest is not None and self._has(delivery_id(file, digest)):
                standing[file] = digest
                look.known += 1
                continue
            arrival = arrived(self._home, self._gone, file)
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
        mine = [old for old in self.deliveries.values() if old.agency == agency and self._is_to_reread(old)]
        self._read((again(self._home, old) for old in mine), look)
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
                    yield "" if digest is None else delivery_id(file, digest)

    @cached_property
    def _gone(self) -> Gone:
        return Gone(self._home)

    @cached_property
    def _moved(self) -> Moved:
        return Moved(self.deliveries, {file.authority for file in self._inbox})

    @cached_property
    def _inbox(self) -> list[Dropped]:
        chosen = self._home.settings
        return dropped(chosen.inbox, authority=chosen.authority.code, codes=chosen.codes)

    def needed(self, agency: str, month: Month) -> Iterator[list[Dropped]]:
        """The files of an agency that a build of `month` can need, in rounds, as in `pipelines.intake.needed`."""
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

    def _note_again(self, arrival: Arrival, seen: Seen) -> None:
        """A file that was delivered before and is put back, or comes under another name, is the newest again; one that
        was only touched is not, and none is where the memory of the folder is lost: order is never made of no knowledge."""
        known = self.deliveries.get(arrival.delivery_id)
        if (
            known is not None
            and arrival.dropped is not None
            and seen.knows(arrival.dropped)
            and seen.last_digest(arrival.dropped) != (arrival.erased or arrival.sha256)
        ):
            self._register.came_again(known)

    def _read(self, arrivals: Iterable[Arrival], look: Look) -> set[Dropped]:
        """Read, type, write and record files, many at a time and one authority's after another's. Returns those that
        changed while they were read: they are left for the next look."""
        from pipelines.intake.parsing import Tables

        left: set[Dropped] = set()
        for batch in batches(arrivals):
            typed = tables(self._home, batch[0].authority, batch[0].agency, sheets(self._home, batch))
            still: list[Arrival] = []
            for each in batch:
                if is_kept(self._home, each):
                    still.append(each)
                elif each.dropped is not None:
                    left.add(each.dropped)
            found = {self._folder(each): typed[each.delivery_id] for each in still}
            files = write_rows(
                self._home.rows, {name: each for name, each in found.items() if isinstance(each, Tables)}
            )
            for each in still:
                written = files.get(self._folder(each), {})
                read = self._delivery(each, typed[each.delivery_id], written)
                look.taken.append(self._register.add(read))
        look.left += len(left)
        return left

    def _folder(self, arrival: Arrival) -> str:
        """The folder of a delivery's rows, as `Delivery.folder_name`."""
        return f"{arrival.delivery_id}.{self.reading}"

    def _delivery(self, arrival: Arrival, found: "Tables | Refused", files: dict[str, str]) -> Delivery:
        """What became of a file whose rows were written to `files`."""
        from pipelines.intake.parsing import Refused

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
        other = self._moved.moved_from(arrival.delivery_id, arrival.authority, arrival.sha256)
        doubts = (
            why_held(arrival.authority, other) if other else "",
            _ERASED.format(rows=erased) if erased else "",
        )
        return Delivery(
            **facts, verdict=ACCEPTED, reason=" ".join(filter(None, doubts)), parts=parts, ignored=found.ignored,
            files=files, moved_from=other,
        )  # fmt: skip

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
