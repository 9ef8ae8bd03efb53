"""`scorecard restore`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipelines.console import AsJson, plain, with_home
from pipelines.home import Home


@with_home
def restore(
    place: Home,
    source: Annotated[Path, typer.Option("--from", help="The folder or file that `scorecard backup` made.")],
    as_json: AsJson = False,
) -> None:
    """Bring a home back from a backup, check every file against its hash, and verify it. Never overwrites anything."""
    with plain():
        from pipelines.audit import note
        from pipelines.backup.restoring import restore as restored
        from pipelines.verifying.verified import verified

        made = restored(source.resolve(), place)
        found = verified(place)
        note(place, "restore", files=made.files, sound=found.is_sound)
    if as_json:
        typer.echo(
            json.dumps(
                {**asdict(made), "sound": found.is_sound, "faults": [each.__dict__ for each in found.faults]}
            )
        )
    else:
        typer.echo(f"Restored {made.files:,} files to {place.folder}")
        for fault in found.faults:
            typer.echo(f"NOT SOUND  {fault.place}: {fault.words}\n           {fault.remedy}")
        if made.was_running:
            typer.echo(
                "The backup was made while a run was working. Run `scorecard refresh` to finish what that had begun."
            )
        typer.echo("The home is sound." if found.is_sound else f"{len(found.faults)} things are not sound.")
    if not found.is_sound:
        raise typer.Exit(1)
