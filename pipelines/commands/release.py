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
    """Put a held delivery in force, with the reason in the ledger. The next refresh counts it."""
    from pipelines import deciding
    from pipelines.audit import note

    with plain():
        place.key()
        told = deciding.release(place, delivery, by=by, reason=reason)
        note(place, "release", delivery=told.delivery_id)
    typer.echo(f"{told.agency}, {told.month}: {told.verdict}. {told.reason}")
