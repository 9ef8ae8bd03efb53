"""`scorecard waivers`."""

import json
from typing import Annotated

import typer

from pipelines.console import AsJson, plain, with_home
from pipelines.home import Home


@with_home
def waivers(
    place: Home,
    every: Annotated[bool, typer.Option("--all", help="Show lapsed ones, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List accepted issues and promised corrections: who decided, why, and until when."""
    from pipelines.review.waiving import listed

    with plain():
        place.key()
        lines = [line for line in listed(place) if every or line.state != "lapsed"]
    if as_json:
        facts = [{**line.__dict__, "until": str(line.until), "decided": str(line.decided)} for line in lines]
        typer.echo(json.dumps(facts))
        return
    for line in lines:
        typer.echo(
            f"{line.decision}  {line.state:7}  until {line.until}  {line.kind.lower()}: {line.subject}"
        )
        typer.echo(f"    {line.covers:,} of {line.issues:,} issues still there. {line.by}: {line.reason}")
    if not lines:
        typer.echo("Nothing is waived or promised.")
