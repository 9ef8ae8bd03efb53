"""A Dagster instance that stores nothing: for runs at the command line whose history nobody keeps.

Dagster's own instance in memory writes each event into a database that nobody will ask, which costs more than every
step's start together. With DAGSTER_HOME set, runs are kept and this is not used.
"""

from typing import Any

import dagster as dg
from dagster._core.event_api import EventRecordsResult
from dagster._core.storage.event_log import InMemoryEventLogStorage


class Forgetting(InMemoryEventLogStorage):
    """A log of events that holds none, and says so without asking a database: a run asks it some hundred times."""

    def fetch_materializations(
        self, records_filter: Any, limit: int, cursor: str | None = None, ascending: bool = False
    ) -> EventRecordsResult:
        """No materialisations."""
        return EventRecordsResult(records=[], cursor=cursor or "", has_more=False)

    fetch_observations = fetch_materializations

    def get_asset_records(self, asset_keys: Any = None) -> list[Any]:
        """No assets."""
        return []

    def store_event(self, event: Any) -> None:
        """Forget an event."""

    def store_event_batch(self, events: Any) -> None:
        """Forget events."""


def unkept_instance() -> dg.DagsterInstance:
    """An instance in memory that forgets what happened."""
    instance = dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}})
    instance._event_storage = forgetting = Forgetting()
    forgetting.register_instance(instance)
    return instance
