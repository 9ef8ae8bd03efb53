"""`scorecard rebuild`."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from pipelines.console import AsJson, with_home, working
from pipelines.home import Home


@with_home
def rebuild(
    place: Home,
    swap: Annotated[
        bool, typer.Option("--swap", help="Put the copy in place of the original if both are equal.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make rows, builds and published values again from the stored files, and prove that they are the same."""
    with working():
        from pipelines.audit import note
        from pipelines.keeping.rebuilding import rebuilt

        found = rebuilt(place, swap=swap)
        note(place, "rebuild", swapped=found.swapped, differs=len(found.differs))
    if as_json:
        typer.echo(json.dumps({"equal": found.is_equal, **asdict(found)}))
    else:
        for words in found.differs:
            typer.echo(f"DIFFERS  {words}")
        for words in found.remarks:
            typer.echo(f"note     {words}")
        typer.echo(
            f"The same: {_told(found.same)}." if found.is_equal else f"{len(found.differs)} things differ."
        )
        if found.lost:
            typer.echo(f"Lost, and the same as the ledger says: {_told(found.lost)}.")
        if found.swapped:
            typer.echo(
                "What was made stands in its place. Run `scorecard refresh --all` for reviews and return packs."
            )
        elif swap:
            typer.echo("Nothing was put in place.")
    if not found.is_equal:
        raise typer.Exit(1)


def _told(counts: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {kind}" for kind, number in counts.items()) or "nothing"
