"""`scorecard doctor`."""

import json

import typer

from pipelines.console import AsJson, plain, with_home
from pipelines.home import Home

_MARKS = {"good": "good   ", "warning": "WARNING", "bad": "BAD    "}


@with_home
def doctor(
    place: Home,
    as_json: AsJson = False,
) -> None:
    """Check whether this machine and home can be trusted, which guarantees hold here, and what to do. Exit code 1 if not."""
    from pipelines.doctor.examining import examined

    with plain():
        found = examined(place)
        if as_json:
            typer.echo(json.dumps([each.__dict__ for each in found]))
        else:
            for each in found:
                typer.echo(f"{_MARKS[each.state]}  {each.subject}: {each.words}")
                if each.remedy:
                    typer.echo(f"         {each.remedy}")
    if any(each.state == "bad" for each in found):
        raise typer.Exit(1)
