"""The partnership that a run works for, as a Dagster resource."""

from pathlib import Path

import dagster as dg

from pipelines.home import Home
from pipelines.settings import settings


class Partnership(dg.ConfigurableResource[None]):
    """Where the settings, inbox, home and key are; empty means as the settings say."""

    settings_file: str = ""
    inbox: str = ""
    home: str = ""
    key: str = ""

    def place(self) -> Home:
        """The home with its settings."""
        given = (self.settings_file, self.inbox, self.home, self.key)
        file, inbox, home, key = (Path(text) if text else None for text in given)
        return Home(settings(file, inbox=inbox, home=home, key=key))
