"""`scorecard upgrade`."""

import os

import typer

from pipelines.console import with_home, working
from pipelines.home import Home


@with_home
def upgrade(
    place: Home,
) -> None:
    """Bring a home, and Dagster's own files where DAGSTER_HOME is set, to the format of this release.

    Every run upgrades the home by itself; this does it at once and says so. Run `scorecard backup` first.
    """
    from pipelines.audit import note
    from pipelines.keeping.upgrades import upgrade as bring_up

    with working():
        told = bring_up(place)
        if told:
            note(place, "upgrade")
        if os.environ.get("DAGSTER_HOME"):
            from pipelines.orchestration.running import dagster_instance

            with dagster_instance() as instance:
                instance.upgrade(lambda words: None)
            told.append("Dagster's own files are of the form of this release.")
    typer.echo("\n".join(told or ["The home has the form of this release."]))
