"""`scorecard status`."""

import json
from datetime import datetime
from typing import Annotated

import typer

from pipelines.console import AsJson, plain, with_home
from pipelines.home import Home


@with_home
def status(
    place: Home,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Answer as if today were this day.")
    ] = None,
    tell: Annotated[
        bool,
        typer.Option("--tell", help="Also write the status page, and send alerts that were not sent yet."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what arrived, what is late, who must act, what is published and what comes next.

    Exit code 0: nobody has to act. 1: somebody has to, or something is late or not built. 2: nothing can go
    on until somebody acts, or that cannot be told.
    """
    from pipelines.alerts.told import tell_news
    from pipelines.status.status import status as found
    from pipelines.status.telling import facts, lines, write_status

    with plain():
        place.key()
        if tell:
            tell_news(place)
        now = found(place, on.date() if on else None)
        if tell:
            write_status(place, now)
        typer.echo(json.dumps(facts(now)) if as_json else "\n".join(lines(now)))
    if now.code:
        raise typer.Exit(now.code)
