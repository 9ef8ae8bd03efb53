"""The deliveries that a home knows, while a run adds to them: each is judged against those of its supplier, told to the
ledger, and stands as a person decided on it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import count

from pipelines.home import Home
from pipelines.intake.delivery import AGAIN, Delivery, deliveries
from pipelines.intake.verdict import Decision, decided, decisions, judged

_NOT_TOLD = ("order", "is_superseded")
"""What follows from the other lines of the ledger and is in none."""


class Register:
    """What the ledger of one home says of deliveries. Hold the ledger's lock while it changes."""

    def __init__(self, home: Home) -> None:
        self._home = home

    @cached_property
    def deliveries(self) -> dict[str, Delivery]:
        """The newest record of every delivery by its id, in the order in which they first came."""
        return deliveries(self._home)

    def add(self, delivery: Delivery) -> Delivery:
        """Judge a delivery that was read, and tell the ledger what it does not know of it yet; the delivery as it
        stands."""
        known = self.deliveries.get(delivery.delivery_id)
        delivery = judged(self._home, delivery, self._of_supplier(delivery))
        is_as_told = known is not None and (known.reading, known.files) == (delivery.reading, delivery.files)
        if known is None or known.is_superseded or not is_as_told:
            facts = {name: value for name, value in delivery.__dict__.items() if name not in _NOT_TOLD}
            self._home.ledger.append("delivered", **facts)
        delivery = decided(delivery, self._decisions.get(delivery.delivery_id))
        self._put(replace(delivery, order=known.order if known else next(self._orders)))
        return delivery

    def came_again(self, delivery: Delivery) -> None:
        """Say that a delivery is the newest of its month again, if it is not."""
        beside = (each.order for each in self._of_supplier(delivery) if each.month == delivery.month)
        if delivery.order < max(beside):
            self._home.ledger.append(AGAIN, delivery_id=delivery.delivery_id)
            self._put(replace(delivery, order=next(self._orders)))

    def _put(self, delivery: Delivery) -> None:
        self._by_supplier.setdefault(delivery.supplier, {})[delivery.delivery_id] = None
        self.deliveries[delivery.delivery_id] = delivery

    def _of_supplier(self, delivery: Delivery) -> Iterator[Delivery]:
        """The deliveries of the same agency for the same authority."""
        return (self.deliveries[name] for name in self._by_supplier.get(delivery.supplier, {}))

    @cached_property
    def _by_supplier(self) -> dict[tuple[str, str], dict[str, None]]:
        """The ids of deliveries, by authority and agency: work on one must not grow with how many others there are."""
        found: dict[tuple[str, str], dict[str, None]] = {}
        for each in self.deliveries.values():
            found.setdefault(each.supplier, {})[each.delivery_id] = None
        return found

    @cached_property
    def _orders(self) -> Iterator[int]:
        return count(1 + max((each.order for each in self.deliveries.values()), default=-1))

    @cached_property
    def _decisions(self) -> dict[str, Decision]:
        return decisions(self._home)
