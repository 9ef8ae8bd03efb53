"""`scorecard hold`."""

import typer

from pipelines.console import By, Delivery, Reason, plain, with_home
from pipelines.home import Home


@with_home
def hold(
    place: Home,
    delivery: Delivery,
    reason: Reason,
    by: By,
) -> None:
    """Set a delivery aside until it is released. The one before it counts instead, from the next refresh on."""
    from pipelines.audit import note
    from pipelines.intake import deciding

    with plain():
        place.key()
        told = deciding.hold(place, delivery, by=by, reason=reason)
        note(place, "hold", delivery=told.delivery_id)
    typer.echo(f"{told.agency}, {told.month}: {told.verdict}. {told.reason}")
