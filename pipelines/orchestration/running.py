"""Running the same assets as the schedule, in this process, for the command line."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from pipelines.alerts.told import tell_news
from pipelines.alone import note, reconcile, words_of
from pipelines.boundary import Stopped
from pipelines.definitions import defs
from pipelines.home import Home
from pipelines.orchestration.partitions import extract_month, quarter_start
from pipelines.orchestration.partnership import Partnership
from pipelines.orchestration.serving import place_template
from pipelines.settings import Settings


def run(job: str, partition: str, settings: Settings) -> None:
    """Run a job for one partition. Raises Stopped with plain words when a step stopped.

    With DAGSTER_HOME set the run is kept there and seen in the UI; otherwise it is kept nowhere.
    """
    _check_partition(job, partition)
    place = Partnership(
        settings_file=str(settings.file),
        inbox=str(settings.inbox),
        home=str(settings.home),
        key=str(settings.key),
    )
    from pipelines.database import kept_open

    home = Home(settings)
    with _told_of_dagster(), dagster_instance() as instance, kept_open():
        reconcile(home, instance)
        result = defs.resolve_job_def(job).execute_in_process(
            partition_key=partition,
            instance=instance,
            resources={"partnership": place},
            raise_on_error=False,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
    if not result.success:
        why = _reason(result)
        note(home, job, partition, "failed", why)
        tell_news(home)
        raise Stopped(why)


@contextmanager
def dagster_instance() -> Iterator[dg.DagsterInstance]:
    """Where runs are kept: in DAGSTER_HOME, with our settings where it has none, else nowhere."""
    if folder := os.environ.get("DAGSTER_HOME"):
        place_template(Path(folder))
        with dg.DagsterInstance.get() as instance:
            yield instance
    else:
        from pipelines.orchestration.unkept import unkept_instance

        with unkept_instance() as instance:
            yield instance


@contextmanager
def _told_of_dagster() -> Iterator[None]:
    """Say of Dagster's own databases that they are damaged, where they are: no figure rests on them."""
    try:
        yield
    except Exception as error:
        if not any(
            words in str(error) for words in ("database disk image is malformed", "file is not a database")
        ):
            raise
    else:
        return
    raise Stopped(
        "Expected Dagster's own record of runs, in DAGSTER_HOME, to open; found it damaged. No figure rests on it: move its "
        "folders history and schedules away, and run again."
    ) from None


def _check_partition(job: str, partition: str) -> None:
    """Raises Stopped for a month or quarter that is not reported, or has not ended."""
    known = (quarter_start if job == "draft" else extract_month).get_partition_keys()
    if partition not in known:
        raise Stopped(
            f"Expected a period that begins between {known[0]} and {known[-1]} and has ended; found one that begins "
            f"in {partition}. Name another, or change reported_from in the settings."
        )


def _reason(result: dg.ExecuteInProcessResult) -> str:
    for event in result.all_events:
        if event.is_step_failure:
            return words_of(event.step_failure_data.error)
    return "The run stopped before its first step."
