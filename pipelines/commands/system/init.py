"""`scorecard init`."""

import typer

from pipelines.console import plain, with_home
from pipelines.home import Home


@with_home
def init(
    place: Home,
) -> None:
    """Set up a home once: its folders, its key and the first line of its ledger."""
    from pipelines.audit import note

    with plain():
        made = place.open()
        if made:
            note(place, "init")
    words = "Set up" if made else "Already set up"
    typer.echo(f"{words}: {place.folder}\nThe key is {place.settings.key}. Keep a copy of it somewhere safe.")
