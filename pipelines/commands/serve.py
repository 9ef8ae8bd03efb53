"""`scorecard serve`."""

from typing import Annotated

import typer

from pipelines.console import plain, with_home
from pipelines.home import Home


@with_home
def serve(
    place: Home,
    port: Annotated[int, typer.Option(help="On this machine; a proxy with sign-on stands before it.")] = 3000,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="For people who look and start nothing.")
    ] = False,
) -> None:
    """Dagster's pages, answered on this machine only. Whoever can open them without --read-only can start runs."""
    from pipelines.serving import HERE, become, command, environment

    with plain():
        given = environment(place)
        words = ["-h", HERE, "-p", str(port), *(["--read-only"] if read_only else [])]
        become(command("dagster-webserver", *words), given)
