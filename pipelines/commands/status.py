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
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="As if today were this day.")
    ] = None,
    tell: Annotated[
        bool, typer.Option("--tell", help="Also write the page, and send what was not told yet.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """What came, what is late, what waits for whom, what is out, and what comes next.

    Ends with code 0 when nobody has to act, 1 when somebody has to or something is late or not built, and 2 when nothing
    goes on until somebody acts, or when this cannot be told.
    """
    from pipelines.alerts.told import tell_news
    from pipelines.status import status as found
    from pipelines.status_telling import facts, lines, write_status

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
