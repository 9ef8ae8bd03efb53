"""`scorecard serve`."""

from typing import Annotated

import typer

from pipelines.console import HomeFolder, InboxFolder, KeyFile, SettingsFile, home_of, plain


def serve(
    port: Annotated[int, typer.Option(help="On this machine; a proxy with sign-on stands before it.")] = 3000,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="For people who look and start nothing.")
    ] = False,
    settings: SettingsFile = None,
    inbox: InboxFolder = None,
    home: HomeFolder = None,
    key: KeyFile = None,
) -> None:
    """Dagster's pages, answered on this machine only. Whoever can open them without --read-only can start runs."""
    from pipelines.serving import HERE, become, command, environment

    with plain():
        given = environment(home_of(settings, inbox, home, key))
        words = ["-h", HERE, "-p", str(port), *(["--read-only"] if read_only else [])]
        become(command("dagster-webserver", *words), given)
