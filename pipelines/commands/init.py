"""`scorecard init`."""

import typer

from pipelines.console import HomeFolder, InboxFolder, KeyFile, SettingsFile, home_of, plain


def init(
    settings: SettingsFile = None, inbox: InboxFolder = None, home: HomeFolder = None, key: KeyFile = None
) -> None:
    """Set a home up once: its folders, its key and the first line of its ledger."""
    from pipelines.audit import note

    with plain():
        place = home_of(settings, inbox, home, key)
        made = place.open()
        if made:
            note(place, "init")
    words = "Set up" if made else "Already set up"
    typer.echo(f"{words}: {place.folder}\nThe key is {place.settings.key}. Keep a copy of it somewhere safe.")
