"""`scorecard status`."""

import typer

from pipelines.console import (
    AsJson,
    HomeFolder,
    InboxFolder,
    KeyFile,
    SettingsFile,
    home_of,
    plain,
    tell_status,
)


def status(
    settings: SettingsFile = None,
    inbox: InboxFolder = None,
    home: HomeFolder = None,
    key: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """How every month stands. Ends with code 1 when the newest month of the inbox is not built from what is there."""
    with plain():
        place = home_of(settings, inbox, home, key)
        place.key()
    if not tell_status(place, None, as_json):
        raise typer.Exit(1)
