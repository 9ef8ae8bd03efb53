"""What the owner of an indicator says about it: four boxes, with an author and a date, or the words that it is missing.

    Commentary.boxes  ->  (("What is happening", …), ("What we are doing", …), ("By whom and by when", …),
                           ("What we need from this meeting", …)); an empty box reads "Not supplied by <owner>"
    Commentary.signed ->  "Written by A. Author, 12 April 2023", or "Not supplied by <owner>"

People write it by hand, so nothing in it has been through disclosure control: a pack for the public shows only what
its author said may be public.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from scorecards.period import day_name

HEADINGS = ("What is happening", "What we are doing", "By whom and by when", "What we need from this meeting")


@dataclass(frozen=True, kw_only=True)
class Commentary:
    """The owner's words on one indicator in one quarter; every text may be empty."""

    indicator: str
    owner: str = ""
    author: str = ""
    written_on: date | None = None
    happening: str = ""
    doing: str = ""
    by_whom: str = ""
    by_when: str = ""
    needed: str = ""
    may_be_public: bool = False

    @property
    def is_supplied(self) -> bool:
        return any((self.happening, self.doing, self.by_whom, self.by_when, self.needed))

    @property
    def missing(self) -> str:
        return f"Not supplied by {self.owner or 'its owner'}"

    @property
    def signed(self) -> str:
        """Author and date."""
        if not self.is_supplied:
            return self.missing
        day = f", {day_name(self.written_on)}" if self.written_on else ""
        return f"Written by {self.author}{day}"

    @property
    def boxes(self) -> tuple[tuple[str, str], ...]:
        """The four boxes of an exception, none of them blank."""
        by = ", ".join(part for part in (self.by_whom, self.by_when and f"by {self.by_when}") if part)
        texts = (self.happening, self.doing, by, self.needed)
        return tuple((heading, text or self.missing) for heading, text in zip(HEADINGS, texts, strict=True))


def commentaries(written: Iterable[Commentary], *, for_public: bool = False) -> dict[str, Commentary]:
    """The latest words on each indicator, of those written on one day the last given; for the public only what may be."""
    found: dict[str, Commentary] = {}
    for each in sorted(written, key=lambda each: each.written_on or date.min):
        if each.is_supplied and (each.may_be_public or not for_public):
            found[each.indicator] = each
    return found


def commentary_of(ref: str, owner: str | None, written: Mapping[str, Commentary]) -> Commentary:
    """The words on an indicator under its owner's name, or that the owner has not supplied any."""
    return replace(written.get(ref, Commentary(indicator=ref)), owner=owner or "")
