"""`scorecard link`."""

from typing import Annotated

import typer

from pipelines.console import HomeFolder, InboxFolder, KeyFile, SettingsFile, home_of, plain


def link(
    month: Annotated[
        str | None, typer.Option(help="An extract month; the newest that is built by default.")
    ] = None,
    settings: SettingsFile = None,
    inbox: InboxFolder = None,
    home: HomeFolder = None,
    key: KeyFile = None,
) -> None:
    """How many people in partners' files social care knows, as bands. Off unless the settings name a lawful basis."""
    with plain():
        from pipelines.audit import note
        from pipelines.builds import build_path
        from pipelines.vault import known_to_social_care
        from scorecards.period import Month

        place = home_of(settings, inbox, home, key)
        wanted = Month.parse(month or build_path(place).parent.name)
        found = known_to_social_care(place, wanted)
        note(place, "link", month=str(wanted), sources=len(found))
    for each in found:
        typer.echo(each.words)
