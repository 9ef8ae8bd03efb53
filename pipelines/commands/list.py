"""`scorecard list`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from pipelines.console import AsJson, HomeFolder, InboxFolder, KeyFile, SettingsFile, home_of, plain


def list(
    ref: Annotated[str, typer.Argument(help="Such as MH05.")],
    period: Annotated[str, typer.Option(help="Such as 2022-08, 2022-23-Q2 or 2022-23.")],
    group: Annotated[str, typer.Option("--for", help="The operational audience that receives it.")],
    window: Annotated[
        str | None, typer.Option(help="month, quarter, year, year_to_date or rolling_12.")
    ] = None,
    breakdown: Annotated[str | None, typer.Option(help="NAME=CATEGORY, such as ward=Central.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="A file in a folder that you alone can read; in the home by default.")
    ] = None,
    references: Annotated[
        bool, typer.Option("--references", help="Name records by real references. For the restricted role.")
    ] = False,
    settings: SettingsFile = None,
    inbox: InboxFolder = None,
    home: HomeFolder = None,
    key: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Write the records behind a figure, for an operational audience that holds them anyway."""
    with plain():
        from pipelines.drill import list_records
        from pipelines.tracing.cell import Asked

        found = list_records(
            home_of(settings, inbox, home, key),
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
