"""`scorecard withdraw`."""

import json
from typing import Annotated

import typer

from pipelines.console import AsJson, By, QuarterName, plain, with_home
from pipelines.home import Home
from scorecards.period import Quarter


@with_home
def withdraw(
    place: Home,
    quarter: QuarterName,
    reason: Annotated[
        str, typer.Option(help="Why. Readers see this, and the ledger keeps it for ever: name no child.")
    ],
    by: By,
    told: Annotated[
        list[str] | None, typer.Option(help="Who has been told already. Repeat for several.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw a published quarter: a notice takes the place of its files."""
    from pipelines.alerts.told import tell_news
    from pipelines.publication.withdrawing import withdraw as withdrawn

    with plain():
        place.key()
        wanted = Quarter.parse(quarter, place.settings.year_start)
        recipients = withdrawn(place, wanted, reason=reason, by=by, told=told or ())
        tell_news(place)
    if as_json:
        typer.echo(json.dumps({"quarter": str(wanted), "recipients": recipients}))
        return
    typer.echo(
        f"Withdrawn: {wanted}. A notice stands in the place of its files. These have copies, tell them:"
    )
    typer.echo("\n".join(f"  {each}" for each in recipients))
