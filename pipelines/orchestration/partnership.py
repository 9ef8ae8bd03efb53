"""The partnership that a run works for, as a Dagster resource."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines.alone import alone
from pipelines.boundary import value_free
from pipelines.home import FORM, Home, form_of
from pipelines.settings import settings


class Partnership(dg.ConfigurableResource[Any]):
    """Where the settings, inbox, home and key are; empty means as the settings say."""

    settings_file: str = ""
    inbox: str = ""
    home: str = ""
    key: str = ""

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> "Iterator[Partnership]":
        """The resource for as long as a run works, which then has its home to itself; sensors and schedules only look."""
        run, instance = context.run, context.instance
        if run is None or instance is None:
            yield self
            return
        with value_free(), alone(self.place(), run, instance):
            _bring_up(self.place())
            yield self

    def place(self) -> Home:
        """The home with its settings."""
        given = (self.settings_file, self.inbox, self.home, self.key)
        file, inbox, home, key = (Path(text) if text else None for text in given)
        return Home(settings(file, inbox=inbox, home=home, key=key))


def _bring_up(home: Home) -> None:
    """Bring a home of an earlier release to the present form before anything else is done in it."""
    if home.key_fingerprint and form_of(home.ledger) < FORM:
        from pipelines.keeping.upgrades import upgrade

        upgrade(home)
