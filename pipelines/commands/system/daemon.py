"""`scorecard daemon`."""

import typer

from pipelines.console import plain, with_home
from pipelines.home import Home


@with_home
def daemon(
    place: Home,
) -> None:
    """Run the schedules and sensors until stopped. Switch them on under [schedule] in the settings or in Dagster's pages."""
    from pipelines.orchestration.serving import become, command, environment

    with plain():
        given = environment(place)
        typer.echo("Running the schedules.", err=True)
        become(command("dagster-daemon", "run"), given)
