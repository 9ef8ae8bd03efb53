"""`scorecard audit`."""

import json
from datetime import datetime
from typing import Annotated

import typer

from pipelines.console import AsJson, plain, with_home
from pipelines.home import Home


@with_home
def audit(
    place: Home,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="From this day on (UTC), such as 2026-11-01."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show who ran, viewed, exported, decided or removed what, when, and with which settings."""
    from pipelines.audit import lines

    with plain():
        found = lines(place, f"{since:%Y-%m-%d}" if since else "")
    if as_json:
        typer.echo(json.dumps([{"at": each.at, "action": each.event, **each.facts} for each in found]))
        return
    for each in found:
        facts = ", ".join(f"{name} {_told(value)}" for name, value in each.facts.get("facts", {}).items())
        typer.echo(f"{each.at}  {each.facts['who']}: {each.event}{f' ({facts})' if facts else ''}")
    if not found:
        typer.echo("Nothing is in the audit log" + (f" since {since:%Y-%m-%d}." if since else "."))


def _told(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
