"""Running the same assets as the schedule, in this process, for the command line."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from pipelines.boundary import Stopped
from pipelines.definitions import defs
from pipelines.partnership import Partnership
from pipelines.settings import Settings


def run(job: str, partition: str, settings: Settings) -> None:
    """Run a job for one partition. Raises Stopped with plain words when a step stopped.

    With DAGSTER_HOME set the run is kept there and seen in the UI; otherwise it is kept nowhere.
    """
    place = Partnership(
        settings_file=str(settings.overlay / "partnership.toml"),
        inbox=str(settings.inbox),
        home=str(settings.home),
        key=str(settings.key),
    )
    with _instance() as instance:
        result = defs.resolve_job_def(job).execute_in_process(
            partition_key=partition,
            instance=instance,
            resources={"partnership": place},
            raise_on_error=False,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
    if not result.success:
        raise Stopped(_reason(result))


@contextmanager
def _instance() -> Iterator[dg.DagsterInstance]:
    if os.environ.get("DAGSTER_HOME"):
        with dg.DagsterInstance.get() as instance:
            yield instance
    else:
        with dg.DagsterInstance.ephemeral() as instance:
            yield instance


def _reason(result: dg.ExecuteInProcessResult) -> str:
    for event in result.all_events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            while error is not None and error.cause is not None:
                error = error.cause
            return error.message.split(": ", 1)[-1].strip() if error else "A step stopped."
    return "The run stopped before its first step."
