"""`scorecard verify`."""

import json
from dataclasses import asdict

import typer

from pipelines.console import AsJson, plain, with_home
from pipelines.home import Home


@with_home
def verify(
    place: Home,
    as_json: AsJson = False,
) -> None:
    """Check every chain and kept file by its hash, and count derived files again. Exit code 1 if anything is not sound."""
    from pipelines.verifying.verified import verified

    with plain():
        found = verified(place)
    if as_json:
        typer.echo(json.dumps({"sound": found.is_sound, **asdict(found)}))
    else:
        for fault in found.faults:
            typer.echo(f"NOT SOUND  {fault.place}: {fault.words}\n           {fault.remedy}")
        for words in found.remarks:
            typer.echo(f"note       {words}")
        told = ", ".join(f"{number:,} {kind}" for kind, number in found.counts.items())
        typer.echo(
            f"Sound: {told}."
            if found.is_sound
            else f"{len(found.faults)} things are not sound. Looked at: {told}."
        )
    if not found.is_sound:
        raise typer.Exit(1)
