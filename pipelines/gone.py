"""What is no longer kept, as the ledger tells it: files past their retention, and children that were erased.

- `purged`: deliveries (ids), builds (month and name), rules (period by agency), on (the day), cited (quarters whose
  published figures rested on a delivery).
- `erased`: child (a keyed hash, never the reference), domain, files (what took the place of which bytes, by hash), rows,
  months, by, reason.

The ledger itself is never rewritten: the lines of what is gone stay, and these say why the bytes do not.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from pipelines.home import Home

if TYPE_CHECKING:
    from pipelines.intake import Delivery

PURGED, ERASED = "purged", "erased"
PAST_RETENTION = "past retention"
"""The verdict on a delivery whose bytes and rows were removed because their time was over."""


@dataclass(frozen=True)
class Gone:
    """What the ledger of a home says is gone."""

    home: Home

    @cached_property
    def replaced(self) -> dict[str, str]:
        """What took the place of erased bytes: the hash of the newest redacted copy by every hash before it."""
        steps = {
            old: new for record in self.home.ledger.of(ERASED) for old, new in record.facts["files"].items()
        }
        return {old: _last(old, steps) for old in steps}

    @cached_property
    def erased_on(self) -> dict[str, str]:
        """The UTC day of the last erasure from bytes, by their hash."""
        return {
            name: record.at[:10]
            for record in self.home.ledger.of(ERASED)
            for pair in record.facts["files"].items()
            for name in pair
        }

    @cached_property
    def purged(self) -> dict[str, str]:
        """The day on which a delivery was found past its retention, by its id."""
        return {
            name: record.facts["on"]
            for record in self.home.ledger.of(PURGED)
            for name in record.facts["deliveries"]
        }

    def told(self, delivery: "Delivery") -> "Delivery":
        """The delivery with what became of its bytes."""
        if (day := self.purged.get(delivery.delivery_id)) is not None:
            return replace(
                delivery,
                verdict=PAST_RETENTION,
                reason=f"Past retention since {day}: its bytes and rows were removed.",
            )
        if (new := self.replaced.get(delivery.sha256)) is not None:
            return replace(delivery, sha256=new)
        return delivery

    def words(self, digest: str) -> str:
        """What is to be said of bytes, delivered or redacted; empty where nothing was taken out of them."""
        day = self.erased_on.get(digest)
        return (
            f"Rows of a child were erased from this file on {day}; a redacted copy stands in its place."
            if day
            else ""
        )


def _last(name: str, steps: dict[str, str]) -> str:
    while name in steps and steps[name] != name:
        name = steps[name]
    return name
