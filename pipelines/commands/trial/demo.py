"""`scorecard demo`."""

from typing import Any

import typer

from pipelines.commands.monthly.refresh import refresh
from pipelines.commands.publishing.publish import publish
from pipelines.commands.trial.sample import Faults, sample
from pipelines.console import HomeFolder, InboxFolder, KeyFile, SettingsFile, home_of, plain


def demo(
    settings: SettingsFile = None, inbox: InboxFolder = None, home: HomeFolder = None, key: KeyFile = None
) -> None:
    """Run everything on a made-up partnership: its files, a refresh, and a quarter's workbook and page."""
    with plain():
        place = home_of(settings, inbox, home, key)
        if not place.settings.inbox.exists():
            sample(out=place.settings.inbox, faults=Faults.none, truth=0)
        place.open()
    common: dict[str, Any] = {"settings": settings, "inbox": inbox, "home": home, "key": key}
    refresh(**common)
    publish(quarter="2022-23-Q4", by="the demonstration", **common)
    page = place.published / "2022-23-Q4" / "executive"
    typer.echo(f"\nOpen these:\n{next(page.glob('*.xlsx'))}\n{next(page.glob('*.html'))}")
