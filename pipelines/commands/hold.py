"""`scorecard hold`."""

from typing import Annotated

import typer

from pipelines.console import HomeFolder, InboxFolder, KeyFile, SettingsFile, home_of, plain


def hold(
    delivery: Annotated[
        str, typer.Argument(help="The first letters of its id, as `scorecard status` shows it.")
    ],
    reason: Annotated[str, typer.Option(help="Why. It stays in the ledger for ever: name no child.")],
    by: Annotated[str, typer.Option(help="Who decides.")],
    settings: SettingsFile = None,
    inbox: InboxFolder = None,
    home: HomeFolder = None,
    key: KeyFile = None,
) -> None:
    """Take a delivery out of force until it is released; the one before it stands. The next refresh leaves it out."""
    from pipelines import deciding
    from pipelines.audit import note

    with plain():
        place = home_of(settings, inbox, home, key)
        place.key()
        told = deciding.hold(place, delivery, by=by, reason=reason)
        note(place, "hold", delivery=told.delivery_id)
    typer.echo(f"{told.agency}, {told.month}: {told.verdict}. {told.reason}")
