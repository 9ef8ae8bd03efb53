"""A person's word on a delivery: it is written to the ledger and wins over the verdict of intake."""

from pipelines.home import Home
from pipelines.intake.delivery import Delivery, deliveries
from pipelines.intake.verdict import HELD, REFUSED

_ENOUGH = 4
"""The fewest letters of a delivery's id, or of its file's hash, that may stand for it."""


class NotDecided(Exception):
    """A decision that cannot be written down; the words say why."""


def release(home: Home, name: str, *, by: str, reason: str) -> Delivery:
    """Put a held delivery in force although it is unusual. Raises NotDecided."""
    delivery = named(home, name)
    if delivery.verdict == REFUSED:
        raise NotDecided(
            "Expected a delivery that could be read; found one that was refused. Have the file sent again."
        )
    if delivery.verdict != HELD:
        raise NotDecided(f"Expected a delivery that is held; found one that is {delivery.verdict}.")
    return _written(home, "released", delivery, by, reason)


def hold(home: Home, name: str, *, by: str, reason: str) -> Delivery:
    """Take a delivery out of force until somebody releases it. Raises NotDecided."""
    delivery = named(home, name)
    if not delivery.is_usable:
        raise NotDecided(f"Expected a delivery that is in use; found one that is {delivery.verdict}.")
    return _written(home, "held", delivery, by, reason)


def named(home: Home, name: str) -> Delivery:
    """The one delivery whose id, or whose file's hash, begins with `name`. Raises NotDecided."""
    wanted = name.strip().casefold()
    found = [
        each
        for each in deliveries(home).values()
        if len(wanted) >= _ENOUGH and (each.delivery_id.startswith(wanted) or each.sha256.startswith(wanted))
    ]
    if len(found) != 1:
        raise NotDecided(
            f"Expected the first letters of one delivery's id or of its file's hash; {len(found)} deliveries begin so. "
            "`scorecard status` lists those that are held."
        )
    return found[0]


def _written(home: Home, event: str, delivery: Delivery, by: str, reason: str) -> Delivery:
    if not by.strip() or not reason.strip():
        raise NotDecided("Expected a name and a reason; found a blank. Say who decides, and why.")
    with home.ledger.writing() as ledger:
        ledger.append(event, delivery_id=delivery.delivery_id, by=by.strip(), reason=reason.strip())
    return deliveries(home)[delivery.delivery_id]
