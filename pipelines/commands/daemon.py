"""`scorecard daemon`."""

import typer

from pipelines.console import HomeFolder, InboxFolder, KeyFile, SettingsFile, home_of, plain


def daemon(
    settings: SettingsFile = None, inbox: InboxFolder = None, home: HomeFolder = None, key: KeyFile = None
) -> None:
    """Run the schedules and sensors until it is stopped. They are switched on by `on = true` under [schedule], or in
    Dagster's pages."""
    from pipelines.serving import become, command, environment

    with plain():
        given = environment(home_of(settings, inbox, home, key))
        typer.echo("Running the schedules.", err=True)
        become(command("dagster-daemon", "run"), given)
