"""`scorecard list`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from pipelines.console import AsJson, OneCategory, PeriodName, Ref, References, WindowName, plain, with_home
from pipelines.home import Home


@with_home
def list(
    place: Home,
    ref: Ref,
    period: PeriodName,
    group: Annotated[str, typer.Option("--for", help="The operational audience that receives the list.")],
    window: WindowName = None,
    breakdown: OneCategory = None,
    out: Annotated[
        Path | None,
        typer.Option(help="The file to write, in a folder that only you can read; by default in the home."),
    ] = None,
    references: References = False,
    as_json: AsJson = False,
) -> None:
    """Write the records behind a figure, for a team that holds them anyway."""
    with plain():
        from pipelines.drill import list_records
        from pipelines.tracing.cell import Asked

        found = list_records(
            place,
            Asked.of(ref, period, window, breakdown),
            group,
            out=out,
            with_references=references,
        )
    if as_json:
        facts = {"file": str(found.path), "audience": found.audience, "records": found.counts}
        typer.echo(json.dumps({**facts, "references": found.has_references}))
        return
    records = ", ".join(f"{count:,} in the {side}" for side, count in found.counts.items())
    typer.echo(f"For {found.audience}: {records}.\nWritten for you alone: {found.path}")
