"""`scorecard backup`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipelines.console import AsJson, plain, with_home
from pipelines.home import Home


@with_home
def backup(
    place: Home,
    to: Annotated[Path, typer.Option(help="A new folder, or a new file that ends in .tar or .tar.gz.")],
    with_key: Annotated[
        bool,
        typer.Option("--with-key", help="Include the key. Whoever has the backup can then read everything."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Copy the home, even while a refresh runs, and read the copy back to prove that it is whole."""
    with plain():
        from pipelines.audit import note
        from pipelines.backup.making import back_up

        note(place, "backup", with_key=with_key)
        made = back_up(place, to.resolve(), with_key=with_key)
    if as_json:
        typer.echo(json.dumps(asdict(made)))
        return
    typer.echo(f"Backed up and read back: {made.files:,} files, {made.size / 1e6:,.1f} MB, at {to}")
    if made.was_running:
        typer.echo(
            "A run was working: what it had not finished is not in it. After a restore, run `scorecard refresh`."
        )
    typer.echo(
        "The key is in it: keep it as you would keep the key."
        if made.has_key
        else f"The key is not in it, and without it the backup is of no use. Keep a copy of {place.settings.key} elsewhere."
    )
    typer.echo(f"The settings are not in it: {place.settings.overlay}")
