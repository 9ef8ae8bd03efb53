"""`scorecard serve`."""

from typing import Annotated

import typer

from pipelines.console import plain, with_home
from pipelines.home import Home


@with_home
def serve(
    place: Home,
    port: Annotated[
        int, typer.Option(help="The port on this machine; put a proxy with sign-on in front of it.")
    ] = 3000,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="People can look but start nothing.")
    ] = False,
) -> None:
    """Serve Dagster's pages on this machine only. Without --read-only, whoever can open them can start runs."""
    from pipelines.orchestration.serving import HERE, become, command, environment

    with plain():
        given = environment(place)
        words = ["-h", HERE, "-p", str(port), *(["--read-only"] if read_only else [])]
        become(command("dagster-webserver", *words), given)
