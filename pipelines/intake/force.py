"""Which deliveries are in force for a month: the newest usable one by each source's kind of delivery.

A delivery that is held or refused is never in force: the one before it stands, and everything built says which months are covered.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from pipelines.intake.delivery import Delivery
from pipelines.intake.inbox import KINDS, span
from pipelines.settings import Settings
from scorecards.period import Month, first_year_of
from sources.source import ALL_MONTHS


@dataclass(frozen=True, kw_only=True)
class InForce:
    """A delivery's part that counts: its source, and the months that it covers (first and last, both included)."""

    source: str
    delivery: Delivery
    first: Month
    last: Month


def in_force(found: Iterable[Delivery], settings: Settings, month: Month) -> list[InForce]:
    """The parts in force for `month`, by authority, source, month and order of arrival."""
    usable = sorted(
        _parts(found, month), key=lambda pair: (pair[1].authority, pair[0], pair[1].month, pair[1].order)
    )
    return [
        part
        for _, group in groupby(usable, key=lambda pair: (pair[1].authority, pair[0]))
        for part in _standing(list(group), settings)
    ]


def _parts(found: Iterable[Delivery], month: Month) -> Iterator[tuple[str, Delivery]]:
    for delivery in found:
        if delivery.is_usable and Month.parse(delivery.month) <= month:
            for source in sorted({part["source"] for part in delivery.parts}):
                yield source, delivery


def _standing(parts: list[tuple[str, Delivery]], settings: Settings) -> Iterator[InForce]:
    """What stands of one authority's deliveries of one source, given in order of month and arrival."""
    source = parts[0][0]
    agency = source.split(".")[0]
    kind = KINDS[agency]
    start = settings.reported_from.plus(-24)
    newest = {
        span(agency, Month.parse(delivery.month), settings.year_start): delivery for _, delivery in parts
    }
    standing = list(newest.values())
    if kind == "year_to_date":
        # Several providers may each send a file: those of a year's newest month stand together, newest last.
        months = {delivery.month for delivery in standing}
        standing = [delivery for _, delivery in parts if delivery.month in months]
    elif _months(source, standing[-1]):
        standing = _history(source, [each for _, each in parts])
    for delivery in standing:
        month = Month.parse(delivery.month)
        covered = _months(source, delivery)
        if covered == ALL_MONTHS:
            first = settings.history_from.get(agency, start)
        elif covered:  # a form that covers so many months up to its own, whatever the agency's reports do
            first = month.plus(1 - covered)
        elif kind == "snapshot":
            first = settings.history_from.get(agency, start)
        elif kind == "year_to_date":
            first = Month(first_year_of(month, settings.year_start), settings.year_start)
        else:
            first = month
        yield InForce(source=source, delivery=delivery, first=first, last=month)


def _history(source: str, deliveries: list[Delivery]) -> list[Delivery]:
    """The deliveries of a form that covers some months, oldest first, given in order of month and arrival: of every
    month those that stand beside each other, back to the last one that told the whole history."""
    whole = [number for number, each in enumerate(deliveries) if not _months(source, each)]
    since = deliveries[whole[-1] + 1 :] if whole else deliveries
    return [each for _, group in groupby(since, key=lambda each: each.month) for each in _beside(list(group))]


def _months(source: str, delivery: Delivery) -> int:
    """How many months up to its own a delivery's form covers; 0 where that is left to the agency."""
    return max((int(part.get("months", 0)) for part in delivery.parts if part["source"] == source), default=0)


def _beside(deliveries: list[Delivery]) -> list[Delivery]:
    """The deliveries of a month that stand together, oldest first: one that holds no part of the form that newer ones do
    not hold is replaced by them."""
    held: set[str] = set()
    standing = []
    for delivery in reversed(deliveries):
        forms = {str(part.get("form", "")) for part in delivery.parts}
        if not forms <= held:
            standing.append(delivery)
            held |= forms
    return standing[::-1]
