"""`scorecard release`."""

import typer

from pipelines.console import By, Delivery, Reason, plain, with_home
from pipelines.home import Home


@with_home
def release(
    place: Home,
    delivery: Delivery,
    reason: Reason,
    by: By,
) -> None:
    """Let a delivery that was held count, from the next refresh on. The reason goes into the ledger."""
    from pipelines.audit import note
    from pipelines.intake import deciding

    with plain():
        place.key()
        told = deciding.release(place, delivery, by=by, reason=reason)
        note(place, "release", delivery=told.delivery_id)
    typer.echo(f"{told.agency}, {told.month}: {told.verdict}. {told.reason}")
